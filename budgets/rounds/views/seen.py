"""A calculation as a reader sees it: found or 404, how far they may look, and where its figures lead."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from flask import abort, request, url_for

from budgets.method.bridge import LineInStep, lines_in_step
from budgets.method.drivers import Drivers
from budgets.method.explained import LineExplained, line_explained
from budgets.method.result import Calculation, Step
from budgets.method.workbook import with_methods
from budgets.rounds.models import StoredCalculation
from budgets.rounds.presented.links import Links
from budgets.rounds.queries import calculation_of, get_calculation, methods_of, policy_of, workbook_of
from budgets.rounds.views.reach import reached_calculation
from budgets.rounds.views.standing import Standing, standing_of
from core.permissions import Actor, Permission
from core.web import current_actor

PREFIX = "/budgets/calculations/<int:calculation_id>"
_MOST_AT_HAND = 16
_ANY_CODE = "code"
_WAYS = (
    ("Overview", "calculations.show_overview", ("bridges.show_last_year", "calculations.show_people")),
    ("Matrix", "calculations.show_matrix", ("calculations.show_line", "calculations.show_activity")),
    ("Bridge", "bridges.show_bridge", ("bridges.show_step",)),
    ("Statements", "calculations.list_statements", ("calculations.show_statement", "calculations.show_practice")),
    ("Compare", "comparisons.show_comparison", ()),
    ("Downloads", "calculations.show_downloads", ()),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A stored calculation with its values, who reads it, and whether it was signed off."""

    stored: StoredCalculation
    calculation: Calculation
    by: Actor
    standing: Standing | None = None

    @property
    def sees_all(self) -> bool:
        """Whether the reader may look into every group: those who prepare rounds and those who check them."""
        return self.by.may(Permission.SEE_UNSHOWN_CALCULATIONS)

    @property
    def sees_returns(self) -> bool:
        """Whether the reader may see the months of returns behind it, small figures among them: people of the trust.

        Who looks from above the trust sees what the calculation itself says.
        """
        return self.sees_all and self.by.organisation_id == self.stored.round.commissioner_id

    @property
    def adopted_without(self) -> str:
        """The line of a budget that was adopted over dissent, or blank."""
        return self.standing.adopted_without if self.standing else ""

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The way to the calculation's pages."""
        stored = self.stored
        return [
            ("Budgets", url_for("rounds.list_rounds")),
            (stored.round.year, url_for("rounds.show_round", round_id=stored.round_id)),
            (f"Calculation {stored.number}", url_for("calculations.show_overview", calculation_id=stored.id)),
        ]

    @property
    def ways(self) -> list[tuple[str, str, bool]]:
        """The pages of the calculation: label, address, and whether the reader is on it."""
        known = self.stored.id
        return [
            (label, url_for(endpoint, calculation_id=known), request.endpoint in {endpoint, *below})
            for label, endpoint, below in _WAYS
        ]

    @property
    def open_groups(self) -> list[str]:
        """The codes of the groups whose statement and practices the reader may see: all, or their own."""
        codes = [group.code for group in self.calculation.groups]
        return codes if self.sees_all else [code for code in codes if code == self.by.organisation_code]

    @property
    def group_names(self) -> Mapping[str, str]:
        """Group codes with their names."""
        return {group.code: group.name for group in self.calculation.groups}

    @property
    def practice_names(self) -> Mapping[str, str]:
        """Practice codes with their names."""
        return {row.practice: row.name for row in workbook_of(self.stored.inputs).practices}

    def explained(self, line_code: str) -> LineExplained:
        """How a line was worked out, from the inputs with the methods and the policy of this calculation."""
        workbook = with_methods(workbook_of(self.stored.inputs), methods_of(self.stored))
        return line_explained(workbook, policy_of(self.stored), self.calculation, line_code)

    def added_to(self, step: Step) -> list[LineInStep]:
        """What each line adds to a step of the bridge."""
        workbook = with_methods(workbook_of(self.stored.inputs), methods_of(self.stored))
        return lines_in_step(self.calculation.lines, Drivers(workbook, policy_of(self.stored)), step)

    def links(self) -> Links:
        """Where figures lead for this reader; into other groups' pages only for those who see all."""
        return links_in(self.stored.id, tuple(self.open_groups), self.calculation)

    def check_may_open(self, group_code: str) -> None:
        """Answer 404 for a group that is not there or is not the reader's own."""
        if group_code not in self.open_groups:
            abort(404)

    def check_sees_all(self) -> None:
        """Answer 404 for what holds every group's practices to a reader of one group."""
        if not self.sees_all:
            abort(404)


def seen(calculation_id: int) -> Seen:
    """The calculation of that id for the one who reads, or 404: not there, not theirs, or not opened to them yet."""
    stored = reached_calculation(calculation_id)
    return Seen(
        stored=stored,
        calculation=calculation_at_hand(stored),
        by=current_actor(),
        standing=standing_of(stored),
    )


def calculation_at_hand(stored: StoredCalculation) -> Calculation:
    """The calculation's values. Being frozen, the last few stay at hand and are not read anew for every page."""
    return at_hand(stored.id, stored.result_hash)


def links_in(calculation_id: int, open_groups: Collection[str], calculation: Calculation) -> Links:
    """Where the figures of a calculation lead. Pages of groups that are not open, and of their practices, are not."""
    line = _addresses("calculations.show_line", calculation_id, "line_code")
    group = _addresses("calculations.show_statement", calculation_id, "group_code")
    practice = _addresses("calculations.show_practice", calculation_id, "practice_code")
    group_of, known = calculation.practice_groups, {each.code for each in calculation.groups}
    return Links(
        line=line,
        group=lambda code: group(code) if code in open_groups and code in known else "",
        practice=lambda code: practice(code) if group_of.get(code) in open_groups else "",
        step=_addresses("bridges.show_step", calculation_id, "step"),
        bridge=lambda code: url_for("bridges.show_bridge", calculation_id=calculation_id, group=code or None),
        matrix=lambda measure, category=None, sort=None: url_for(
            "calculations.show_matrix",
            calculation_id=calculation_id,
            measure=measure,
            category=category,
            sort=sort,
            descending="yes" if sort else None,
        ),
        last_year=url_for("bridges.show_last_year", calculation_id=calculation_id),
        people=url_for("calculations.show_people", calculation_id=calculation_id),
    )


def _addresses(endpoint: str, calculation_id: int, parameter: str) -> Callable[[str], str]:
    """The addresses of an endpoint by the code at their end: built once, for a page may lead to hundreds."""
    example: dict[str, Any] = {"calculation_id": calculation_id, parameter: _ANY_CODE}
    beginning = url_for(endpoint, **example).removesuffix(_ANY_CODE)
    return lambda code: f"{beginning}{quote(code, safe='')}"


@lru_cache(maxsize=_MOST_AT_HAND)
def at_hand(calculation_id: int, result_hash: str) -> Calculation:
    """The same by id and hash."""
    del result_hash  # another database may have another calculation under the same id
    return calculation_of(get_calculation(calculation_id))
