"""The same extract through a real local Spark: same return, byte for byte. Spark needs Java, else this is skipped."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.builders_extract import LINES, MAPPING, NHS_NUMBER, RETURN, aggregated, as_csv, returned
from tests.integration.commissioning.activity.test_aggregating import PARQUET_RETURN, SAID, parquet_of

pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, and there is none on this machine"),
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
ON_SPARK = ("--engine", "pyspark", "--replace")


@pytest.fixture(scope="module")
def _spark() -> Iterator[None]:
    """Spark on two threads of this machine, ended afterwards."""
    before = dict(os.environ)
    os.environ["PYSPARK_SUBMIT_ARGS"] = (
        "--master local[2] --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=2 "
        "--conf spark.driver.host=127.0.0.1 --conf spark.driver.bindAddress=127.0.0.1 "
        "--conf spark.ui.showConsoleProgress=false pyspark-shell"
    )
    from pyspark.sql import SparkSession  # noqa: PLC0415 needs Java

    yield
    if session := SparkSession.getActiveSession():
        session.stop()
    os.environ.clear()
    os.environ.update(before)


@pytest.mark.usefixtures("_spark")
def test_spark_gives_the_same_return_from_csv(app: Flask, tmp_path: Path) -> None:
    quoted = [(f'DN, "{service}"\nand more', *rest) for service, *rest in LINES[:1]]
    (tmp_path / "a.csv").write_text(as_csv([*LINES, *quoted]), encoding="utf-8")  # type: ignore[list-item]
    here = aggregated(app, tmp_path, tmp_path / "a.csv")
    content = (tmp_path / "return.csv").read_bytes()
    there = aggregated(app, tmp_path, tmp_path / "a.csv", more=ON_SPARK)
    assert there.exit_code == 0, there.stderr
    assert (tmp_path / "return.csv").read_bytes() == content
    assert returned(tmp_path) == RETURN
    assert there.stderr.endswith(here.stderr)


@pytest.mark.usefixtures("_spark")
def test_spark_gives_the_same_return_from_another_encoding(app: Flask, tmp_path: Path) -> None:
    mapping = MAPPING.replace("Physiotherapy", '"Physio – knee"')
    lines = [tuple(cell.replace("Physiotherapy", "Physio – knee") for cell in line) for line in LINES]
    (tmp_path / "e.csv").write_bytes(as_csv(lines, delimiter=";").encode("cp1252"))  # type: ignore[arg-type]
    told = '[source]\nencoding = "windows-1252"\ndelimiter = "semicolon"\n'
    answer = aggregated(app, tmp_path, tmp_path / "e.csv", mapping=told + mapping, more=ON_SPARK)
    assert answer.stderr.endswith(SAID)
    assert returned(tmp_path) == RETURN


@pytest.mark.usefixtures("_spark")
def test_spark_gives_the_same_return_from_parquet_in_partitions(app: Flask, tmp_path: Path) -> None:
    parquet_of(tmp_path / "parts")
    answer = aggregated(app, tmp_path, tmp_path / "parts", more=ON_SPARK)
    assert answer.exit_code == 0, answer.stderr
    assert returned(tmp_path) == PARQUET_RETURN


@pytest.mark.usefixtures("_spark")
def test_spark_refuses_a_broken_row_and_does_not_show_it(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text(f"{as_csv()}{NHS_NUMBER},DN,X80001\n", encoding="utf-8")
    answer = aggregated(app, tmp_path, tmp_path / "e.csv", more=ON_SPARK)
    assert answer.exit_code == 2
    assert "pyspark could not read the extract" in answer.stderr
    assert "943" not in answer.output
    assert not (tmp_path / "return.csv").exists()
