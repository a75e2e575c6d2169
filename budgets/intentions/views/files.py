"""What pages of intentions show, as files: CSV of the main table, XLSX with a sheet for each table."""

from flask import Response

from budgets.intentions.presented import matrix, own, provider
from budgets.intentions.rules.overview import Overview
from budgets.intentions.views.blueprint import views
from budgets.intentions.views.intentions import asked_of_matrix, asked_of_own
from budgets.intentions.views.sight import Sight, opened_sight
from budgets.rounds.models import Round
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import requires


@views.get("/intentions.csv")
@requires(Permission.SEE_INTENTIONS)
def download_intentions_csv(round_id: int) -> Response:
    """Give the main table of the reader's page of intentions as CSV."""
    return _own_file(round_id, "csv")


@views.get("/intentions.xlsx")
@requires(Permission.SEE_INTENTIONS)
def download_intentions_xlsx(round_id: int) -> Response:
    """Give the tables of the reader's page of intentions as XLSX, a sheet each."""
    return _own_file(round_id, "xlsx")


@views.get("/groups.csv")
@requires(Permission.SEE_INTENTIONS)
def download_groups_csv(round_id: int) -> Response:
    """Give all groups beside each other as CSV, exactly as shown: filter and order."""
    sight, overview = opened_sight(round_id)
    return table_file(_matrix_tables(overview), "csv", sight.round, "intentions-of-all-groups")


@views.get("/groups.xlsx")
@requires(Permission.SEE_INTENTIONS)
def download_groups_xlsx(round_id: int) -> Response:
    """Give all groups beside each other as XLSX, with what came of it."""
    sight, overview = opened_sight(round_id)
    return table_file(_matrix_tables(overview), "xlsx", sight.round, "intentions-of-all-groups")


def table_file(tables: list[Table], kind: str, found: Round, *parts: str) -> Response:
    """Tables as a file to take away, named after what it is: the first one as CSV, all of them as XLSX."""
    content = tables_as_xlsx(tables) if kind == "xlsx" else table_as_csv(tables[0])
    return send(content, kind, found.commissioner.name, found.year, *parts)


def _own_file(round_id: int, kind: str) -> Response:
    sight, overview = opened_sight(round_id)
    return table_file(_tables(sight, overview), kind, sight.round, "intentions", *_whose(sight))


def _whose(sight: Sight) -> list[str]:
    return [sight.by.organisation_name] if sight.is_own_group or sight.is_provider else []


def _tables(sight: Sight, overview: Overview) -> list[Table]:
    if sight.is_own_group:
        found = own.own_lines(overview, sight.by.organisation_code, show=asked_of_own())
        return [found.table, *([found.new_services] if found.new_services else [])]
    if sight.is_provider:
        shown = (provider.lines_table, provider.due_table, provider.answered_table)
        return [make(overview, sight.by.organisation_id) for make in shown]
    return _matrix_tables(overview)


def _matrix_tables(overview: Overview) -> list[Table]:
    return [matrix.matrix_table(overview, asked_of_matrix()), matrix.outcome_table(overview)]
