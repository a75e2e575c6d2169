"""The budget method on the command line: `flask budgets calculate` and `flask budgets template`. No database."""

import errno
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

import click
from click.core import ParameterSource
from flask.cli import AppGroup

from budgets.method.calculation import CalculationRefused, calculate
from budgets.method.result import Calculation
from budgets.method.workbook import Workbook
from budgets.rounds.documents.heading import StatementHeading
from budgets.rounds.documents.report import calculation_report
from budgets.rounds.documents.statement import group_statement
from budgets.rounds.exports.machine import calculation_as_json, content_hash, problems_as_json
from budgets.rounds.exports.results import calculation_as_xlsx, figures_as_csv
from budgets.rounds.exports.templates import template_as_xlsx
from budgets.rounds.exports.text_tables import calculation_as_text
from budgets.rounds.imports.between import named_as_read
from budgets.rounds.imports.workbooks import read_workbook
from core.clock import today
from core.identifiers import without_identifier
from core.problems import Problem

budgets = AppGroup("budgets", help="Budget workbooks: work out a split, or get an empty workbook to fill in.")


class Format(StrEnum):
    """The forms in which a calculation comes out."""

    JSON = "json"
    TABLE = "table"
    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for on the command line."""

    calculation: Calculation
    workbook: Workbook
    group: str
    commissioner: str


@budgets.command("calculate", with_appcontext=False)
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "chosen",
    type=click.Choice([form.value for form in Format]),
    default=Format.JSON.value,
    show_default=True,
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@click.option("--group", default="", metavar="CODE", help="Only this group; with pdf, its statement.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="A policy key: uplift.percent=2.5.")
@click.option("--commissioner", default="Primary care trust", show_default=True, help="Named in a PDF.")
def calculate_budgets(
    *, path: Path, chosen: str, output: Path | None, group: str, settings: tuple[str, ...], commissioner: str
) -> None:
    """Work out the budgets of the workbook at PATH: a folder of CSV files and policy.toml, a ZIP of them or an XLSX."""
    form = Format(chosen)
    telling = form if _is_asked("chosen") else Format.TABLE
    if form in {Format.XLSX, Format.PDF} and output is None and sys.stdout.isatty():
        expected = f"a file to write to, for a terminal cannot show {form}"
        _refuse([Problem(file="--output", expected=expected)], telling)
    calculation, workbook = _calculated(path, _overrides(settings, telling), telling)
    codes = [facts.code for facts in calculation.groups]
    if group and group not in codes:
        _refuse([Problem(file="--group", value=group, expected="one of the groups " + ", ".join(codes))], telling)
    for warning in calculation.warnings:
        click.echo(f"warning: {warning.message}", err=True)
    asked = Asked(calculation=calculation, workbook=workbook, group=group, commissioner=commissioner)
    _write(_WRITERS[form](asked), output, telling)


def _is_asked(option: str) -> bool:
    """Whether an option was given, and not left to its default."""
    return click.get_current_context().get_parameter_source(option) is ParameterSource.COMMANDLINE


@budgets.command("template", with_appcontext=False)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def write_template(file: Path) -> None:
    """Write an empty budget workbook to FILE: sheets, drop-down lists, one example row each and instructions."""
    _write(template_as_xlsx(), file, Format.TABLE)


def _calculated(path: Path, overrides: dict[str, str], form: Format) -> tuple[Calculation, Workbook]:
    """The calculation, with the notices of reading before its own warnings. Ends the command where it is refused."""
    read = read_workbook(path, overrides)
    if read.workbook is None or read.policy is None:
        _refuse(read.problems, form)
    try:
        calculation = calculate(read.workbook, read.policy)
    except CalculationRefused as refused:
        _refuse(named_as_read(refused.problems, is_xlsx=read.is_xlsx), form)
    return replace(calculation, warnings=(*read.notices, *calculation.warnings)), read.workbook


def _overrides(settings: Sequence[str], form: Format) -> dict[str, str]:
    problems = [
        Problem(file="--set", value=setting, expected="KEY=VALUE, such as uplift.percent=2.5")
        for setting in settings
        if not setting.partition("=")[0].strip() or "=" not in setting
    ]
    if problems:
        _refuse(problems, form)
    return {key.strip(): value.strip() for key, _, value in (setting.partition("=") for setting in settings)}


def _refuse(problems: Iterable[Problem], form: Format) -> NoReturn:
    """Says all problems, as lines on standard error or, where JSON was asked for, as JSON, and ends with 2."""
    problems = [without_identifier(problem) for problem in problems]
    if form is Format.JSON:
        click.echo(problems_as_json(problems))
    else:
        for problem in problems:
            click.echo(str(problem), err=True)
    raise click.exceptions.Exit(2)


def _write(content: str | bytes, output: Path | None, form: Format) -> None:
    """Writes to the file or to standard output: text in UTF-8, whatever the terminal prefers; bytes as they are."""
    if isinstance(content, str):
        content = content.removesuffix("\n").encode() + b"\n"
    try:
        if output is not None:
            output.write_bytes(content)
            return
        if sys.stdout is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        click.echo(content, nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as wrong:
        expected = f"a file that can be written ({wrong.strerror})"
        _refuse([Problem(file=str(output or "standard output"), expected=expected)], form if output else Format.TABLE)


def _pdf(asked: Asked) -> bytes:
    """A group's statement, or the report of the whole calculation."""
    calculation = asked.calculation
    heading = StatementHeading(
        commissioner=asked.commissioner,
        year=calculation.year,
        dated=today(),
        content_hash=content_hash(calculation),
        is_draft=True,
    )
    if not asked.group:
        return calculation_report(calculation, heading=heading)
    names = {member.practice: member.name for member in asked.workbook.practices}
    return group_statement(calculation, asked.group, heading=heading, practice_names=names)


_WRITERS: dict[Format, Callable[[Asked], str | bytes]] = {
    Format.JSON: lambda asked: calculation_as_json(asked.calculation, asked.group).encode(),
    Format.TABLE: lambda asked: calculation_as_text(asked.calculation, asked.group),
    Format.CSV: lambda asked: figures_as_csv(asked.calculation, asked.group),
    Format.XLSX: lambda asked: calculation_as_xlsx(asked.calculation, asked.group),
    Format.PDF: _pdf,
}
