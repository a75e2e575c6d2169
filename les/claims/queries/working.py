"""What claims of a practice would come to as things stand: what is asked, what is left under caps, the lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.errors import Refusal
from core.parties.models import Party
from les.claims.queries.amounts import before_of
from les.claims.queries.members import Held, held_in, register_of
from les.claims.queries.planned import NOT_CLAIMED
from les.claims.rules.asking import Asked, Member, asked_of
from les.claims.rules.working import (
    Register,
    Worked,
    check_something,
    problems_with_register,
    with_lines,
    worked_out,
)
from les.schemes.rules.caps import Headroom, headrooms
from les.schemes.rules.quarters import Quarter
from les.schemes.rules.terms import Before, Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All that claims of a practice for a quarter are worked out of, read once for several schemes."""

    practice: Party
    quarter: Quarter
    held: Held
    befores: Mapping[int, Before]
    register: Register | None

    def members(self, scheme_id: int) -> Sequence[Member]:
        """The practice under its agreements with a scheme in the quarter."""
        return self.held.members.get(scheme_id, ())

    def asked(self, scheme_id: int) -> tuple[Asked, ...]:
        """What the practice is asked of a scheme."""
        return asked_of(self.members(scheme_id), self.quarter)

    def rooms(self, scheme_id: int) -> list[Headroom]:
        """What is left under the caps of a scheme before this claim; those of the latest agreement."""
        members = self.members(scheme_id)
        return headrooms(members[-1].terms, self.befores[scheme_id]) if members else []

    def rooms_after(self, scheme_id: int, lines: Sequence[Worked], quantities: Sequence[Quantity]) -> list[Headroom]:
        """What this claim would leave under the caps of its scheme."""
        members = self.members(scheme_id)
        if not members:
            return []
        return headrooms(members[-1].terms, with_lines(self.befores[scheme_id], members, lines, quantities))

    def lines(self, scheme_id: int, quantities: Sequence[Quantity], *, is_nil: bool) -> tuple[Worked, ...]:
        """The lines of a claim; refuses, in words, what cannot be claimed."""
        if scheme_id in self.held.planned:
            raise Refusal(f"This scheme {NOT_CLAIMED}")
        members = self.members(scheme_id)
        if problems := problems_with_register(members, quantities, self.register):
            raise Refusal(" ".join(problems))
        before = self.befores.get(scheme_id, Before())
        lines = worked_out(members, quarter=self.quarter, quantities=quantities, before=before)
        check_something(lines, is_nil=is_nil)
        return lines


def desk_of(practice: Party, quarter: Quarter, scheme_ids: Sequence[int] | None = None) -> Desk:
    """What claims of a practice are worked out of; None: of all schemes it is in on some day of the quarter."""
    held = held_in(practice, quarter, scheme_ids)
    ids = sorted(held.members) if scheme_ids is None else list(scheme_ids)
    return Desk(
        practice=practice,
        quarter=quarter,
        held=held,
        befores=before_of(held.members, practice_id=practice.id, quarter=quarter, scheme_ids=ids),
        register=register_of(practice.id, quarter),
    )
