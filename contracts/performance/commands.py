"""`flask kpis`: what figures say, from the command line."""

from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Final

import click
from flask.cli import AppGroup

from contracts.performance.exports import chart_json, chart_text
from contracts.performance.imports.series import in_a_sentence, read_series
from contracts.performance.rules.figures import figure_from
from core.spc import Improvement, xmr

_MOST_SAID: Final = 20

kpis = AppGroup("kpis", help="Key performance indicators.")


class Format(StrEnum):
    """How a chart is written."""

    TEXT = "text"
    JSON = "json"


@kpis.command("xmr")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--improvement",
    type=click.Choice([each.value for each in Improvement]),
    required=True,
    help="Which way is better.",
)
@click.option("--target", type=str, default="", help="The target, if there is one.")
@click.option("--screen/--no-screen", default=False, show_default=True, help="Leave large moving ranges out, once.")
@click.option("--baseline", type=click.IntRange(min=2), help="Rest the limits on the first so many figures.")
@click.option(
    "--format",
    "form",
    type=click.Choice([each.value for each in Format]),
    default=Format.TEXT.value,
    help="text or json.",
)
def xmr_of(*, file: Path, improvement: str, target: str, screen: bool, baseline: int | None, form: str) -> None:
    """Work out the process chart (XmR) of FILE, a CSV or XLSX file with the columns period and value."""
    series, problems = read_series(file)
    if series is None:
        for problem in problems[:_MOST_SAID]:
            click.echo(in_a_sentence(problem), err=True)
        if len(problems) > _MOST_SAID:
            click.echo(f"There are {len(problems) - _MOST_SAID} more problems like these.", err=True)
        raise SystemExit(2)
    chart = xmr(
        series.values,
        improvement=Improvement(improvement),
        target=_target(target),
        baseline_points=baseline,
        screen=screen,
    )
    write = chart_json if Format(form) is Format.JSON else chart_text
    click.echo(write(chart, series.periods))


def _target(text: str) -> Fraction | None:
    if not text:
        return None
    try:
        return figure_from(text)
    except ValueError as fault:
        raise click.BadParameter(f"“{text}” is not {fault}.", param_hint="--target") from None
