"""The must-dos of a round as a reader sees them, with a calculation that splits them where one is open to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import url_for

from budgets.intentions.queries.calculations import find_calculation_at_hand
from budgets.method.workbook import Workbook
from budgets.must_dos.models import ProposedMustDo
from budgets.must_dos.presented.listed import Listed, groups_table, listed
from budgets.must_dos.queries import find_newest_inputs, list_must_dos, use_of_growth
from budgets.must_dos.rules.growth import GrowthUse
from budgets.rounds.models import Inputs, Round
from budgets.rounds.queries import calculations_seen_by, workbook_of
from budgets.rounds.views.seen import Seen, calculation_at_hand
from core.permissions import Actor, Permission
from core.tables import Table


@dataclass(frozen=True, kw_only=True)
class MustDosSeen:
    """The must-dos of a round: what was proposed, what the newest inputs hold, and what that leaves of growth."""

    round: Round
    inputs: Inputs
    own: Sequence[ProposedMustDo]
    by: Actor

    @cached_property
    def workbook(self) -> Workbook:
        """The newest inputs as they were read."""
        return workbook_of(self.inputs)

    @cached_property
    def rows(self) -> list[Listed]:
        """Every must-do once."""
        return listed(self.workbook, self.inputs.number, self.own)

    @cached_property
    def use(self) -> GrowthUse:
        """How growth is used."""
        return use_of_growth(self.inputs, self.own)

    @property
    def groups(self) -> dict[str, str]:
        """Group codes with their names."""
        return {group.code: group.name for group in self.workbook.groups}

    def split(self, code: str = "") -> Table | None:
        """What each group gets of them (or of one), in the newest calculation open to the reader that splits any."""
        stored = next(iter(calculations_seen_by(self.by, self.round)), None)
        if stored is None:
            return None
        calculation = calculation_at_hand(stored)
        links = Seen(stored=stored, calculation=calculation, by=self.by).links()
        return groups_table(calculation, stored.number, links, code)


def must_dos_seen(found: Round, by: Actor) -> MustDosSeen | None:
    """The must-dos of a round; None while it has no inputs.

    Those who prepare and check rounds see the newest inputs, all others those of the calculation opened to them last.
    """
    inputs = find_newest_inputs(found.id) if by.may(Permission.SEE_UNSHOWN_CALCULATIONS) else _opened_inputs(found.id)
    return MustDosSeen(round=found, inputs=inputs, own=list_must_dos(found.id), by=by) if inputs else None


def _opened_inputs(round_id: int) -> Inputs | None:
    opened = find_calculation_at_hand(round_id)
    return opened.inputs if opened else None


def address_of(must_do: ProposedMustDo) -> str:
    """The page of a must-do."""
    return url_for("must_dos.show_must_do", round_id=must_do.round_id, must_do_id=must_do.id)
