"""`flask activity aggregate`: an extract with one line a contact becomes the aggregate return. It needs no database."""

from importlib import import_module
from pathlib import Path

import click
from flask.cli import AppGroup

from commissioning.activity.aggregation.reading import mapping_in
from commissioning.activity.aggregation.tally import Tally
from commissioning.activity.aggregation.writing import check_output, write_return
from core.cli import refusals_in_words
from core.errors import Refusal

activity = AppGroup("activity", help="Activity returns: made from line-level extracts where these lie.")
_INSTALL = "This needs Ibis and DuckDB, which the server does without. Install them with `make aggregate`."


@activity.command("aggregate", with_appcontext=False)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("--map", "mapping_file", type=click.Path(path_type=Path), required=True, help="What the columns mean.")
@click.option("--output", type=click.Path(path_type=Path), required=True, help="The return to write, as CSV.")
@click.option("--from", "first", default="", metavar="MONTH", help="First month, in place of the mapping's.")
@click.option("--to", "last", default="", metavar="MONTH", help="Last month, in place of the mapping's.")
@click.option("--engine", default="duckdb", show_default=True, help="duckdb, pyspark or another backend of Ibis.")
@click.option("--memory", default="2GB", show_default=True, help="The most memory DuckDB takes.")
@click.option("--replace", is_flag=True, help="Write over an output that is there.")
def aggregate_extract(
    *,
    sources: tuple[str, ...],
    mapping_file: Path,
    output: Path,
    first: str,
    last: str,
    engine: str,
    memory: str,
    replace: bool,
) -> None:
    """Count the lines of SOURCE (CSV, Parquet, folders, patterns) into an aggregate return, without patient data."""
    with refusals_in_words():
        check_output(output, replace=replace)
        mapping = mapping_in(mapping_file, first=first, last=last)
        try:
            engines = import_module("commissioning.activity.aggregation.engines")  # heavy, and a server has none of it
            running = import_module("commissioning.activity.aggregation.running")
        except ImportError:
            raise Refusal(_INSTALL) from None
        tally: Tally = running.aggregate(mapping, sources, engines.engine_named(engine, memory))
        if not tally.rows:
            tell(tally)
            raise Refusal("No line could be placed, so no return was written. A nil return is said, not counted.")
        write_return(output, tally.rows, with_team=mapping.team is not None)
        tell(tally)


def tell(tally: Tally) -> None:
    """Say on standard error how many lines were placed, and how many not and why. Never which."""
    unplaced = sum(tally.unplaced.values())
    click.echo(
        f"{tally.lines:,} lines read; {tally.placed:,} placed, in {len(tally.rows):,} rows; {unplaced:,} unplaced.",
        err=True,
    )
    for reason, lines in sorted(tally.unplaced.items(), key=lambda each: (-each[1], each[0])):
        click.echo(f"{lines:>13,}  {reason}", err=True)
    for reason, lines in sorted(tally.left_out.items()):
        click.echo(f"{lines:>13,}  placed, but left out of a currency: {reason}", err=True)
