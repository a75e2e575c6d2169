"""What runs the expression: DuckDB on this machine unless another Ibis backend is named, such as Spark.

Engines read every cell of CSV as text and guess nothing. What they say when they fail may hold cells of the extract, so
it is never passed on: a sentence of ours is, with the line where one is named.
"""

import re
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
from ibis.backends import BaseBackend
from ibis.common.exceptions import IbisError
from ibis.expr.types import Table
from pyarrow import ArrowException, csv, dataset

from commissioning.activity.aggregation.mapping import Extract
from commissioning.activity.aggregation.sources import CsvFiles, ParquetFiles
from core.errors import Refusal

_LINE = re.compile(r"\bLine: (\d+)")
_SPARK = {
    "spark.sql.execution.arrow.pyspark.enabled": "false",  # else a row that cannot be read is shown in a warning
    "spark.sql.csv.parser.columnPruning.enabled": "false",  # else rows that are too short pass unseen
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # 007 stays 007
}


class Engine:
    """An Ibis backend, reading Parquet only: how CSV is read without guessing is not the same everywhere."""

    def __init__(self, name: str, connection: BaseBackend, faults: tuple[type[Exception], ...] = ()) -> None:
        self.name = name
        self.connection = connection
        self.faults = (*faults, IbisError, ArrowException, OSError)

    def csv(self, files: CsvFiles, extract: Extract) -> Table:
        """The rows of CSV files, every cell as text, columns called p0, p1…"""
        del extract
        raise Refusal(
            f"With --engine {self.name} only Parquet is read. Save {files.paths[0].name} as Parquet, or use duckdb."
        )

    def parquet(self, files: ParquetFiles) -> Table:
        """The rows of Parquet files."""
        tables = [self.connection.read_parquet(str(path)) for path in files.paths or (files.base,)]
        return ibis.union(*tables) if len(tables) > 1 else tables[0]

    def per_cent(self) -> float | None:
        """How much of the extract was read, where the engine says so."""
        return None

    def in_words(self, fault: Exception) -> str:
        """What went wrong, without a word of the extract."""
        return f"{self.name} could not read the extract ({type(fault).__name__}). Nothing was written."


class DuckDb(Engine):
    """DuckDB within a limit of memory, writing nothing to disk and fetching nothing from a network."""

    def __init__(self, memory: str) -> None:
        try:
            connection = ibis.duckdb.connect(
                memory_limit=memory,
                max_temp_directory_size="0KB",
                autoinstall_known_extensions=False,
                autoload_known_extensions=False,
            )
        except duckdb.Error:
            raise Refusal("--memory must be a size such as 2GB or 500MB.") from None
        super().__init__("duckdb", connection, (duckdb.Error,))
        for setting in ("preserve_insertion_order = false", "enable_progress_bar = true"):
            connection.raw_sql(f"SET {setting}")
        connection.raw_sql("SET enable_progress_bar_print = false")

    def csv(self, files: CsvFiles, extract: Extract) -> Table:
        """The rows of CSV files, read byte by byte by Arrow where they are not in UTF-8: DuckDB reads only that."""
        if extract.encoding != "utf-8":
            return self._byte_by_byte(files, extract)
        return self.connection.read_csv(
            [str(path) for path in files.paths],
            columns={f"p{place}": "string" for place in range(files.width)},
            header=True,
            delim=extract.delimiter,
            quote='"',
            escape='"',
        )

    def _byte_by_byte(self, files: CsvFiles, extract: Extract) -> Table:
        names = [f"p{place}" for place in range(files.width)]
        kind = dataset.CsvFileFormat(
            read_options=csv.ReadOptions(column_names=names, skip_rows=1, encoding="latin-1"),
            parse_options=csv.ParseOptions(delimiter=extract.delimiter, newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
            ),
        )
        name = ibis.util.gen_name("extract")
        self.connection.con.register(name, dataset.dataset([str(path) for path in files.paths], format=kind))
        return self.connection.table(name)

    def parquet(self, files: ParquetFiles) -> Table:
        """The rows of Parquet files with their partitions as text."""
        paths = [str(path) for path in files.paths] or [files.base]
        return self.connection.read_parquet(
            paths, hive_partitioning=True, hive_types_autocast=False, union_by_name=True
        )

    def per_cent(self) -> float | None:
        """How much DuckDB says it has read; nothing before it knows."""
        done: float = self.connection.con.query_progress()
        return done if done >= 0 else None

    def in_words(self, fault: Exception) -> str:
        """What went wrong, with the line of a CSV file where DuckDB names one."""
        text = str(fault)
        if isinstance(fault, duckdb.OutOfMemoryException):
            return "There is not enough memory for the rows of this return. Give more with --memory, such as 8GB."
        if "unicode" in text.lower() or "utf-8" in text.lower() or "encod" in text.lower():
            return "The extract is not in the encoding that [source] names, or UTF-8 where it names none."
        if line := _LINE.search(text):
            return f"Line {line[1]} of a CSV file does not have the cells its header says. Mend it, or check delimiter."
        return super().in_words(fault)


class Spark(Engine):
    """Spark as its own configuration says: on this machine or on a cluster."""

    def __init__(self) -> None:
        spark, errors = import_module("pyspark.sql"), import_module("pyspark.errors")
        gateway = import_module("py4j.protocol")
        self.session: Any = spark.SparkSession.builder.appName("flask activity aggregate").getOrCreate()
        if hasattr(self.session, "sparkContext"):  # on this machine: its log would show rows that it cannot read
            self.session.sparkContext.setLogLevel("OFF")
        super().__init__(
            "pyspark", ibis.pyspark.connect(self.session, **_SPARK), (errors.PySparkException, gateway.Py4JError)
        )

    def csv(self, files: CsvFiles, extract: Extract) -> Table:
        """The rows of CSV files; one whose cells do not fit its header ends the work, as with DuckDB."""
        read = self.session.read.options(
            header=True,
            sep=extract.delimiter,
            quote='"',
            escape='"',
            encoding="utf-8" if extract.encoding == "utf-8" else "iso-8859-1",
            mode="FAILFAST",
            multiLine=True,
        ).schema(", ".join(f"p{place} string" for place in range(files.width)))
        return self._view(read.csv(self._addresses(files.paths)))

    def parquet(self, files: ParquetFiles) -> Table:
        """The rows of Parquet files with their partitions as text."""
        if not files.paths:
            return self._view(self.session.read.parquet(files.base))
        return self._view(
            self.session.read.options(basePath=f"file://{files.base}", mergeSchema=True).parquet(
                *self._addresses(files.paths)
            )
        )

    def _view(self, frame: Any) -> Table:
        name = ibis.util.gen_name("extract")
        frame.na.fill("").createOrReplaceTempView(name)  # pandas, through which lookups go to Spark, knows no null text
        return self.connection.table(name)

    @staticmethod
    def _addresses(paths: Sequence[Path]) -> list[str]:
        return [f"file://{path}" for path in paths]


def engine_named(name: str, memory: str) -> Engine:
    """The engine of that name, connected. Refused where there is none, or it does not answer."""
    if name == "duckdb":
        return DuckDb(memory)
    try:
        if name == "pyspark":
            return Spark()
        import_module(f"ibis.backends.{name}")
        return Engine(name, getattr(ibis, name).connect())
    except ImportError:
        raise Refusal(f"The engine {name} is not installed, or is no backend of Ibis.") from None
