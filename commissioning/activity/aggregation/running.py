"""One aggregation from mapping and sources to a tally: the extract is looked at, then read once."""

from collections.abc import Iterator, Mapping, Sequence

import ibis
from ibis.expr.types import Table

from commissioning.activity.aggregation.engines import Engine
from commissioning.activity.aggregation.expression import counted
from commissioning.activity.aggregation.identifying import shape_of
from commissioning.activity.aggregation.lookups import BLANK, Plan, plan_of
from commissioning.activity.aggregation.mapping import ENCODINGS, ReturnMapping
from commissioning.activity.aggregation.progress import shown_progress
from commissioning.activity.aggregation.sources import CsvFiles, ParquetFiles, sources_of
from commissioning.activity.aggregation.tally import Combination, Tally, tallied
from core.errors import Refusal
from core.identifiers import has_identifier, masked

_LOOKED_AT = 1_000
_AT_ONCE = 10_000


def aggregate(mapping: ReturnMapping, given: Sequence[str], engine: Engine) -> Tally:
    """The tally of the sources. Refused where they are not what the mapping says."""
    sources = sources_of(given, mapping)
    names = {column: f"c{place}" for place, column in enumerate(mapping.columns())}
    try:
        table = _table(sources, mapping, engine, names)
        typed = _typed_days(table, mapping, names)
        _check_beginning(table, mapping, names, typed)
        is_read_by_byte = any(isinstance(source, CsvFiles) for source in sources)
        plan = plan_of(mapping, typed, ENCODINGS[mapping.extract.encoding] if is_read_by_byte else "utf-8")
        with shown_progress("Reading the extract", engine.per_cent):
            return tallied(mapping, _combinations(engine, counted(table, plan, names), plan))
    except engine.faults as fault:
        raise Refusal(engine.in_words(fault)) from None


def _table(
    sources: Sequence[CsvFiles | ParquetFiles], mapping: ReturnMapping, engine: Engine, names: Mapping[str, str]
) -> Table:
    """All sources as one table of the mapping's columns under our names."""
    if len({type(source) for source in sources}) > 1:
        raise Refusal("Some sources are CSV and some Parquet. Aggregate them apart.")
    tables = []
    for source in sources:
        if isinstance(source, CsvFiles):
            read = engine.csv(source, mapping.extract)
            held = {name: read[f"p{place}"] for name, place in zip(names.values(), source.places, strict=True)}
        else:
            read = engine.parquet(source)
            if missing := [column for column in names if column not in read.columns]:
                raise Refusal(f"{source.base} has no column “{masked(missing[0])}”, which the mapping names.")
            held = {name: read[column] for column, name in names.items()}
        tables.append(read.select(**held))
    for name, kind in tables[0].schema().items():
        if any(type(table[name].type()) is not type(kind) for table in tables):
            column = next(column for column, ours in names.items() if ours == name)
            raise Refusal(f"The column “{column}” is of one kind in some files and of another in others.")
    return ibis.union(*tables) if len(tables) > 1 else tables[0]


def _typed_days(table: Table, mapping: ReturnMapping, names: Mapping[str, str]) -> list[str]:
    """The columns that hold days as days. Refused where a column holds what it cannot be used for."""
    days = {count.day for count in mapping.counts}
    added = {count.added for count in mapping.counts if count.added}
    typed = []
    for column, name in names.items():
        kind = table[name].type()
        if kind.is_timestamp() and getattr(kind, "timezone", None):
            raise Refusal(f"The column “{column}” holds times of another time zone. Save it as days.")
        if column in days and (kind.is_date() or kind.is_timestamp()):
            typed.append(column)
        elif column in added:
            if not (kind.is_string() or kind.is_numeric()):
                raise Refusal(f"The column “{column}” is added up, but holds no numbers.")
        elif not (kind.is_string() or kind.is_integer()):
            raise Refusal(f"The column “{column}” holds neither text nor whole numbers. Save it as text.")
    return typed


def _check_beginning(table: Table, mapping: ReturnMapping, names: Mapping[str, str], typed: Sequence[str]) -> None:
    """Refuse a mapping whose columns hold something of patients, by the first thousand lines."""
    days = {count.day for count in mapping.counts}
    added = {count.added for count in mapping.counts}
    looked_at = [column for column in names if column not in typed]
    if not looked_at:
        return
    cells = table.select(*(names[column] for column in looked_at)).limit(_LOOKED_AT).to_pyarrow().to_pydict()
    for column in looked_at:
        texts = [str(cell) for cell in cells[names[column]] if cell is not None and str(cell).strip()]
        if any(has_identifier(text) for text in texts):
            raise Refusal(_holds(column, "NHS numbers"))
        shapes = [shape_of(text) for text in texts] if column not in days | added else []
        if (seen := sum(map(bool, shapes))) and seen * 2 >= len(texts):
            raise Refusal(_holds(column, f"{max(filter(None, shapes), key=shapes.count)} in most of its cells"))


def _holds(column: str, what: str) -> str:
    return f"The column “{masked(column)}”, which the mapping names, holds what looks like {what}. Nothing was written."


def _combinations(engine: Engine, expression: Table, plan: Plan) -> Iterator[Combination]:
    """What the engine counted, in words and months."""
    words = [(column, f"k{plan.places_of(column, of_days=False)[0]}", listed) for column, listed in plan.words.items()]
    days = [(column, plan.places_of(column, of_days=True)) for column in plan.days]
    typed = [(column, f"y{place}") for place, column in enumerate(plan.typed_days)]
    added = [(column, f"s{place}", f"u{place}", f"b{place}") for place, column in enumerate(plan.added)]
    for batch in engine.connection.to_pyarrow(expression).to_batches(max_chunksize=_AT_ONCE):
        for row in batch.to_pylist():
            months: dict[str, int | None] = {c: BLANK if row[key] is None else row[key] for c, key in typed}
            for column, places in days:
                months[column] = next((month for place in places if (month := row[f"k{place}"]) is not None), None)
            yield Combination(
                row["lines"],
                {column: _word(listed, row[key]) for column, key, listed in words},
                months,
                {column: (row[amount], row[unread], row[blank]) for column, amount, unread, blank in added},
            )


def _word(words: Sequence[str], number: int | None) -> str | None:
    if number is None:
        return None
    return "" if number == BLANK else words[number]
