"""What a reader should know though nothing is refused: activity not placed, populations left blank. Section 4."""

from collections.abc import Iterator

from budgets.method.drivers import Drivers
from budgets.method.methods import Method, MethodKind
from budgets.method.policy import Policy
from budgets.method.workbook import Workbook
from core.money import plain
from core.problems import Notice


def warnings_in(workbook: Workbook, policy: Policy) -> list[Notice]:
    """All warnings of a workbook that has no problems."""
    return warnings_by(workbook, Drivers(workbook, policy))


def warnings_by(workbook: Workbook, drivers: Drivers) -> list[Notice]:
    """The same, from drivers already worked out."""
    return [*_not_placed(workbook, drivers), *_blank_populations(workbook)]


def _not_placed(workbook: Workbook, drivers: Drivers) -> Iterator[Notice]:
    """One for each line that asked for activity and has rows of practices in no group on the capitation date."""
    for code, method, currencies in _asked(workbook):
        if not any(share.way.kind is MethodKind.ACTIVITY for share in method.shares):
            continue
        quantity = drivers.activity.not_placed(code, currencies)
        if quantity is not None:
            yield Notice(
                code="unplaced_activity",
                message=f"{code}: {plain(quantity)} of activity could not be placed: the practices are not listed or "
                "in no group on the capitation date.",
            )


def _asked(workbook: Workbook) -> Iterator[tuple[str, Method, tuple[str, ...]]]:
    for service in workbook.services:
        yield service.code, service.method, service.currencies
    for must_do in workbook.must_dos:
        yield must_do.code, must_do.method, ()


def _blank_populations(workbook: Workbook) -> Iterator[Notice]:
    """One for each weighting with blank cells, which count as registered."""
    for column in workbook.population_columns:
        blank = sum(column not in row.weighted for row in workbook.populations)
        if blank:
            cells = "cell is" if blank == 1 else "cells are"
            yield Notice(
                code="blank_population", message=f"populations.csv, {column}: {blank} blank {cells} read as registered."
            )
