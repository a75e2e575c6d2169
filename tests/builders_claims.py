"""Builders of claims: a scheme with members and windows, claims drafted, filled in and submitted."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from core.db import transaction
from core.permissions import Actor, Role
from les.claims.actions.drafting import begin_claim, fill_claim
from les.claims.actions.submitting import submit_claim
from les.claims.actions.windows import set_window
from les.claims.models.claims import Claim
from les.claims.queries.amounts import as_quantity
from les.claims.queries.claims import get_claim
from les.claims.queries.working import desk_of
from les.claims.rules.seen import seen_text
from les.claims.rules.windows import Days
from les.schemes.queries.schemes import find_approved_version
from les.schemes.rules.quarters import Quarter
from les.schemes.rules.terms import Quantity
from tests.builders import a_person
from tests.builders_members import a_member
from tests.builders_schemes import Schemes

FIRST = Quarter.of(date(2008, 4, 1))
SECOND = Quarter.of(date(2008, 7, 1))
JULY = date(2008, 7, 7)
IN_JULY = datetime(2008, 7, 7, 9, 0, tzinfo=UTC)
DAYS = Days(opens_on=date(2008, 4, 1), closes_on=date(2008, 7, 14), pays_on=date(2008, 8, 11))
SECOND_DAYS = Days(opens_on=date(2008, 7, 1), closes_on=date(2008, 10, 14), pays_on=date(2008, 11, 11))


def to(claim: Claim) -> str:
    """Where a message about a claim leads."""
    return f"/les/claims/{claim.id}"


def injections(count: int, on: date = date(2008, 4, 9)) -> list[Quantity]:
    """So many joint injections on a day."""
    return [Quantity(element="joint-injection", starts_on=on, count=count)]


class Claims(Schemes):
    """The trust of schemes, with windows for two quarters, and a second practice's manager."""

    def __init__(self) -> None:
        super().__init__()
        self.practice = self.trust.ids["X82001"]
        self.other_practice = self.trust.ids["X82002"]
        self.other_manager = a_person(
            Role.PRACTICE_MANAGER,
            self.other_practice,
            by=self.trust.administrator,
            name="Other manager",
        )
        for quarter, days in ((FIRST, DAYS), (SECOND, SECOND_DAYS)):
            with transaction():
                set_window(commissioner_id=self.trust.id, quarter=quarter, days=days, by=self.commissioner, on=JULY)

    def member_of(self, written: str = "Joint injection; injection", price: str = "42.00", **values: Any) -> int:
        """A scheme approved with these terms, of which the first practice is a member; its id."""
        name = values.pop("name", "Minor surgery")
        element = values.pop("element", "joint-injection")
        scheme_id = self.add(name=name)
        version_id = self.write(scheme_id, written=written, **values)
        self.price(scheme_id, amount=Decimal(price), element=element)
        self.submit(version_id)
        self.approve(version_id)
        self.join(scheme_id, self.practice)
        return scheme_id

    def join(self, scheme_id: int, practice_id: int, **values: Any) -> int:
        """A practice signed up to the approved version of a scheme; the agreement's id."""
        version = find_approved_version(scheme_id)
        assert version is not None
        return a_member(version.id, practice_id, by=self.commissioner, **values)

    def begin(self, scheme_id: int, *, by: Actor | None = None, **values: Any) -> int:
        """A draft of the first quarter; its id."""
        given = {"practice_id": self.practice, "quarter": FIRST, "on": JULY, "at": IN_JULY, **values}
        with transaction():
            return begin_claim(scheme_id=scheme_id, by=by or self.manager, **given).id

    def fill(
        self, claim_id: int, quantities: Sequence[Quantity] = (), *, by: Actor | None = None, **values: Any
    ) -> None:
        """Fill a draft in."""
        given = {"is_nil": False, "note": "", **values}
        with transaction():
            fill_claim(claim_id=claim_id, quantities=quantities, by=by or self.manager, **given)

    def seen(self, claim_id: int) -> str:
        """A draft as its page shows it now."""
        claim = get_claim(claim_id)
        desk = desk_of(claim.practice, claim.of, [claim.scheme_id])
        told = [as_quantity(each) for each in claim.quantities]
        return seen_text(desk.lines(claim.scheme_id, told, is_nil=claim.is_nil))

    def send(self, claim_id: int, *, by: Actor | None = None, seen: str | None = None, **values: Any) -> None:
        """Submit a draft as it stands."""
        given = {"on": JULY, "at": IN_JULY, "address": to, **values}
        text = self.seen(claim_id) if seen is None else seen
        with transaction():
            submit_claim(claim_id=claim_id, seen=text, by=by or self.manager, **given)

    def claimed(
        self, scheme_id: int, quantities: Sequence[Quantity] = (), *, by: Actor | None = None, **values: Any
    ) -> int:
        """A submitted claim of a quarter; its id."""
        quarter = values.pop("quarter", FIRST)
        practice_id = values.pop("practice_id", self.practice)
        when = {name: values[name] for name in ("on", "at") if name in values}
        claim_id = self.begin(scheme_id, by=by, quarter=quarter, practice_id=practice_id, **when)
        self.fill(claim_id, quantities, by=by, is_nil=values.get("is_nil", False))
        self.send(claim_id, by=by, **when)
        return claim_id
