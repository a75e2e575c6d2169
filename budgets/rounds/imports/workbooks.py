"""A budget workbook as a file becomes values: a folder or ZIP of CSV files, or an XLSX file.

Source: docs/budget-method.md, sections 1 and 7. All problems of all sheets come at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from budgets.method.policy import Policy
from budgets.method.sheets import INSTRUCTIONS, POLICY_FILE, POLICY_SHEET, SHAPES
from budgets.method.workbook import Workbook
from budgets.rounds.imports import records
from budgets.rounds.imports.activity import activity_in
from budgets.rounds.imports.between import problems_between
from budgets.rounds.imports.policies import ReadPolicy, policy_in_sheet, policy_in_text
from budgets.rounds.imports.rows import Row, SheetReader
from core.identifiers import notice_without_identifier, without_identifier
from core.problems import Notice, Problem, in_reading_order
from core.spreadsheets.reading import read_tables
from core.spreadsheets.tables import Source, Tables

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What reading a workbook gave: workbook and policy, or problems. Never neither."""

    workbook: Workbook | None
    policy: Policy | None
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    is_xlsx: bool = False

    def __post_init__(self) -> None:
        is_whole = self.workbook is not None and self.policy is not None
        if is_whole == bool(self.problems):
            raise AssertionError("a workbook is read whole or refused with at least one problem")


def read_workbook(source: Source, overrides: Mapping[str, str] | None = None) -> Read:
    """The workbook and policy of a file or folder; `overrides` are policy keys that take precedence.

    A file with a problem gives no values, not even partial ones. Notices refuse nothing.
    """
    tables = read_tables(source, sheets=[*SHAPES, POLICY_SHEET], texts=[POLICY_FILE], unread=[INSTRUCTIONS])
    if tables.problems and not tables.tables:
        return Read(workbook=None, policy=None, problems=tables.problems, notices=tables.notices)
    sheets = _sheets_in(tables)
    workbook = _workbook_from(sheets)
    policy = _policy_in(tables, overrides or {})
    found = [*tables.problems, *_in_sheets(tables, sheets)]
    if tables.is_whole:
        found += [*_missing(tables), *policy.problems]
        found += problems_between(workbook, policy, found, tables.tables.keys(), is_xlsx=tables.is_xlsx)
    problems = tuple(dict.fromkeys(without_identifier(problem) for problem in in_reading_order(found)))
    told = [*tables.notices, *(notice for sheet in sheets.values() for notice in sheet.notices), *policy.notices]
    notices = tuple(notice_without_identifier(notice) for notice in told)
    if problems:
        return Read(workbook=None, policy=None, problems=problems, notices=notices, is_xlsx=tables.is_xlsx)
    return Read(workbook=workbook, policy=policy.policy, notices=notices, is_xlsx=tables.is_xlsx)


def file_of(sheet: str, *, is_xlsx: bool) -> str:
    """A sheet as people know it: `services` in an XLSX file, `services.csv` as a file."""
    return sheet if is_xlsx else f"{sheet}.csv"


def _sheets_in(tables: Tables) -> dict[str, SheetReader]:
    return {
        name: SheetReader(shape, tables.tables.get(name), file_of(name, is_xlsx=tables.is_xlsx))
        for name, shape in SHAPES.items()
    }


def _missing(tables: Tables) -> list[Problem]:
    """Required sheets that are not there, or hold no row; one that is there but cannot be read is refused already."""
    refused = {problem.file for problem in tables.problems}
    problems = []
    for name, shape in SHAPES.items():
        file = file_of(name, is_xlsx=tables.is_xlsx)
        if not shape.is_required or file in refused:
            continue
        if name not in tables.tables:
            problems.append(Problem(file=file, expected="this sheet; it is missing or empty"))
        elif not len(tables.tables[name]):
            problems.append(Problem(file=file, expected="at least one row"))
    return problems


def _in_sheets(tables: Tables, sheets: Mapping[str, SheetReader]) -> list[Problem]:
    """What is wrong with single cells, but for cells that are refused already."""
    told = {(problem.file, problem.row, problem.column) for problem in tables.problems if problem.column}
    return [
        problem
        for sheet in sheets.values()
        for problem in sheet.problems
        if (problem.file, problem.row, problem.column) not in told
    ]


def _policy_in(tables: Tables, overrides: Mapping[str, str]) -> ReadPolicy:
    file = POLICY_SHEET if tables.is_xlsx else POLICY_FILE
    refused = [problem for problem in tables.problems if problem.file == file]
    if tables.is_xlsx:
        if POLICY_SHEET not in tables.tables and refused:
            return ReadPolicy()
        lost = {problem.row for problem in refused if problem.row}
        return policy_in_sheet(tables.tables.get(POLICY_SHEET), overrides, lost)
    if POLICY_FILE not in tables.texts and refused:
        return ReadPolicy()
    return policy_in_text(tables.texts.get(POLICY_FILE), overrides)


def _workbook_from(sheets: Mapping[str, SheetReader]) -> Workbook:
    def every(name: str, record: Callable[[Row], _T]) -> tuple[_T, ...]:
        return tuple(record(row) for row in sheets[name].rows())

    columns, populations = records.populations_in(sheets["populations"])
    services, must_dos = every("services", records.service_in), every("must_dos", records.must_do_in)
    lines = {service.code for service in services} | {must_do.code for must_do in must_dos}
    return Workbook(
        groups=every("groups", records.group_in),
        practices=every("practices", records.membership_in),
        population_columns=columns,
        populations=populations,
        services=services,
        cost_centres=every("cost_centres", records.cost_centre_in),
        cost_centre_map=every("cost_centre_map", records.cost_centre_share_in),
        activity=activity_in(sheets["activity"], lines),
        currency_weights=every("currency_weights", records.currency_weight_in),
        fixed_shares=every("fixed_shares", records.fixed_share_in),
        adjustments=every("adjustments", records.adjustment_in),
        must_dos=must_dos,
        prior_year=every("prior_year", records.prior_year_in),
    )
