"""Everything about a calculation as files, each named after what it is: CSV, XLSX, JSON and PDF."""

from flask import Blueprint, Response, abort

from budgets.rounds.documents.heading import StatementHeading
from budgets.rounds.documents.report import calculation_report
from budgets.rounds.documents.statement import group_statement
from budgets.rounds.exports.machine import calculation_as_json
from budgets.rounds.exports.results import calculation_as_xlsx, calculation_as_zip
from budgets.rounds.presented import comparison as presented
from budgets.rounds.presented.links import NO_LINKS
from budgets.rounds.presented.matrix import matrix_of
from budgets.rounds.queries import calculations_seen_by
from budgets.rounds.views.calculations import asked_of_matrix
from budgets.rounds.views.comparisons import before_asked_for, differences
from budgets.rounds.views.seen import PREFIX, Seen, seen
from core.clock import in_london
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import requires

_LONGEST_LINE = 120
views = Blueprint("downloads", __name__, url_prefix=PREFIX)


@views.get("/matrix.csv")
@requires(Permission.SEE_ROUNDS)
def download_matrix_csv(calculation_id: int) -> Response:
    """Give the matrix as CSV, exactly as it is shown: measure, filter and order."""
    return _matrix(calculation_id, "csv")


@views.get("/matrix.xlsx")
@requires(Permission.SEE_ROUNDS)
def download_matrix_xlsx(calculation_id: int) -> Response:
    """Give the matrix as XLSX, exactly as it is shown: measure, filter and order."""
    return _matrix(calculation_id, "xlsx")


@views.get("/comparison.csv")
@requires(Permission.SEE_ROUNDS)
def download_comparison_csv(calculation_id: int) -> Response:
    """Give the differences by line and group as CSV, as they are shown."""
    return _comparison(calculation_id, "csv")


@views.get("/comparison.xlsx")
@requires(Permission.SEE_ROUNDS)
def download_comparison_xlsx(calculation_id: int) -> Response:
    """Give the comparison as XLSX, with a sheet for each of its tables."""
    return _comparison(calculation_id, "xlsx")


@views.get("/calculation.xlsx")
@requires(Permission.SEE_ROUNDS)
def download_calculation_xlsx(calculation_id: int) -> Response:
    """Give every figure as XLSX, to those who see all groups."""
    found = seen(calculation_id)
    found.check_sees_all()
    return _file(found, calculation_as_xlsx(found.calculation, adopted_without=found.adopted_without), "xlsx")


@views.get("/calculation.zip")
@requires(Permission.SEE_ROUNDS)
def download_calculation_zip(calculation_id: int) -> Response:
    """Give every figure as CSV files in a ZIP, to those who see all groups."""
    found = seen(calculation_id)
    found.check_sees_all()
    return _file(found, calculation_as_zip(found.calculation, adopted_without=found.adopted_without), "zip")


@views.get("/calculation.json")
@requires(Permission.SEE_ROUNDS)
def download_calculation_json(calculation_id: int) -> Response:
    """Give the machine-readable form: to those who see all groups as it is kept and hashed, to a group its own part."""
    found = seen(calculation_id)
    if found.sees_all:
        return _file(found, found.stored.result.encode(), "json")
    own = next(iter(found.open_groups), "")
    found.check_may_open(own)
    written = calculation_as_json(found.calculation, own).encode()
    return _file(found, written, "json", found.group_names[own])


@views.get("/report.pdf")
@requires(Permission.SEE_ROUNDS)
def download_report(calculation_id: int) -> Response:
    """Give the report of all groups, lines and steps as PDF."""
    found = seen(calculation_id)
    return _file(found, calculation_report(found.calculation, heading=heading_of(found)), "pdf", "report")


@views.get("/groups/<string:group_code>/statement.pdf")
@requires(Permission.SEE_ROUNDS)
def download_statement(calculation_id: int, group_code: str) -> Response:
    """Give one group's statement as PDF: to those who see all, and to the group itself."""
    found = seen(calculation_id)
    found.check_may_open(group_code)
    statement = group_statement(
        found.calculation, group_code, heading=heading_of(found), practice_names=found.practice_names
    )
    return _file(found, statement, "pdf", found.group_names[group_code], "statement")


def heading_of(found: Seen) -> StatementHeading:
    """What identifies the documents of a calculation. Until it is put to the groups they are drafts."""
    stored = found.stored
    at = stored.shown.shown_at if stored.shown else stored.calculated_at
    return StatementHeading(
        commissioner=stored.round.commissioner.name,
        year=stored.round.year,
        dated=in_london(at).date(),
        content_hash=stored.result_hash,
        calculation_number=stored.number,
        is_draft=stored.shown is None,
        scenario=stored.scenario_name,
        state=found.standing.text if found.standing else "",
        adopted_without=found.adopted_without,
        is_signed=found.standing is not None,
    )


def _matrix(calculation_id: int, kind: str) -> Response:
    found = seen(calculation_id)
    asked = asked_of_matrix()
    shown = matrix_of(found.calculation, asked, NO_LINKS, {}).table
    return _file(found, _table_file([shown], kind), kind, "matrix", str(asked.measure))


def _comparison(calculation_id: int, kind: str) -> Response:
    found = seen(calculation_id)
    before = before_asked_for(found, calculations_seen_by(found.by, found.stored.round))
    if before is None:
        abort(404)
    differs, settings = differences(before, found)
    tables = [
        presented.lines_table(differs, NO_LINKS),
        presented.groups_table(differs),
        presented.practices_table(differs, found.open_groups),
        presented.settings_table(settings),
        presented.methods_table(differs, NO_LINKS),
    ]
    return _file(found, _table_file(tables, kind), kind, f"compared-with-{before.number}")


def _table_file(tables: list[Table], kind: str) -> bytes:
    return tables_as_xlsx(tables) if kind == "xlsx" else table_as_csv(tables[0])


def _file(found: Seen, content: bytes, kind: str, *parts: str) -> Response:
    """Named like `west-hertfordshire-pct-2008-09-calculation-1-matrix-gross.csv`.

    The name of a copy of what was adopted over dissent ends in without whose agreement: figures alone cannot say it.
    """
    stored = found.stored
    named = (stored.round.commissioner.name, stored.round.year, f"calculation {stored.number}", *parts)
    line = found.adopted_without
    return send(content, kind, *named, line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + " and others")
