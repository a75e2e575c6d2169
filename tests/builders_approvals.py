"""Builders of claims that wait for approval, without the way there: a practice in a scheme, its claim with lines."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from core import audit
from core.db import db, transaction
from core.permissions import Actor, Role
from les.claims.actions.adjustments import propose_adjustment
from les.claims.models.claims import SUBJECT, Claim, ClaimLine, ClaimQuantity
from les.claims.models.dues import Due
from les.claims.models.windows import Window
from les.claims.rules.kinds import AdjustmentKind, Route, State
from les.schemes.actions.budgets import decide_budget, enter_budget
from les.schemes.queries.schemes import find_approved_version
from les.schemes.rules.kinds import Verdict
from les.schemes.rules.quarters import Quarter
from tests.builders import AT as SET_UP
from tests.builders import a_person
from tests.builders_members import a_member
from tests.builders_schemes import Schemes

JULY = datetime(2008, 7, 10, 9, 0, tzinfo=UTC)
YEAR = "2008/09"
FIRST = Quarter.of(date(2008, 4, 1))
Item = tuple[str, int, str]
INJECTIONS: tuple[Item, ...] = (("joint-injection", 10, "420.00"),)


class Approvals(Schemes):
    """A trust with schemes, a second and a third person of finance, a second practice with its manager."""

    def __init__(self) -> None:
        super().__init__()
        administrator = self.trust.administrator
        self.second_finance = a_person(
            Role.FINANCE, self.trust.id, by=administrator, name="Second of finance", email="f2@whp.example"
        )
        self.other_manager = a_person(
            Role.PRACTICE_MANAGER, self.trust.ids["X82002"], by=administrator, name="Manager of practice 2"
        )
        self.members: dict[tuple[int, int], int] = {}

    def practice(self, code: str = "X82001") -> int:
        """A practice's id."""
        return self.trust.ids[code]

    def window(self, pays_on: date = date(2008, 8, 15)) -> None:
        """The window of the first quarter."""
        with transaction():
            window = Window(
                commissioner_id=self.trust.id,
                year=YEAR,
                quarter=1,
                opens_on=date(2008, 7, 1),
                closes_on=date(2008, 7, 31),
                pays_on=pays_on,
            )
            db.session.add(window)
            db.session.flush()
            _event(self.commissioner, "claims.set_window", "window", window.id, self.trust.id)

    def budget(self, scheme_id: int, amount: str, locality_id: int | None = None) -> None:
        """A budget that holds for the year."""
        with transaction():
            budget = enter_budget(
                scheme_id=scheme_id,
                locality_id=locality_id,
                year=YEAR,
                amount=Decimal(amount),
                floor=None,
                source="Minute of the board",
                by=self.commissioner,
                at=SET_UP,
            )
            budget_id = budget.id
        with transaction():
            decide_budget(budget_id=budget_id, verdict=Verdict.APPROVED, reason="", by=self.finance, at=SET_UP)

    def claim(
        self,
        scheme_id: int,
        *,
        code: str = "X82001",
        items: Sequence[Item] = INJECTIONS,
        of: Quarter = FIRST,
        at: datetime = JULY,
        **changes: Any,
    ) -> int:
        """A claim that was submitted with these lines (what, how many, pounds), each with its count; its id."""
        practice_id = self.practice(code)
        by = self.manager if code == "X82001" else self.other_manager
        agreement_id = self._member(scheme_id, practice_id)
        values: dict[str, Any] = {"state": State.SUBMITTED, "is_nil": not items, "is_late": False, "note": ""}
        values |= {"begun_by_id": by.person_id, "submitted_by_id": by.person_id}
        with transaction():
            claim = Claim(
                scheme_id=scheme_id,
                practice_id=practice_id,
                year=str(of.year),
                quarter=of.number,
                route=Route.TYPED,
                begun_at=at,
                submitted_at=at,
                **{**values, **changes},
            )
            db.session.add(claim)
            db.session.flush()
            for place, (element, count, pounds) in enumerate(items, start=1):
                line = _line(element, count, Decimal(pounds), of)
                line.claim_id, line.agreement_id, line.place = claim.id, agreement_id, place
                db.session.add(line)
                quantity = ClaimQuantity(claim_id=claim.id, element=element, starts_on=of.first_day, count=count)
                quantity.ends_on = of.last_day
                db.session.add(quantity)
            db.session.flush()
            _event(by, "claims.submit_claim", SUBJECT, claim.id, self.trust.id)
            return claim.id

    def due(self, claim_id: int) -> int:
        """What is due of the first line of a claim, as if it were approved; the line's id."""
        with transaction():
            claim = db.session.get_one(Claim, claim_id)
            line = claim.lines[0]
            due = Due(
                commissioner_id=self.trust.id,
                scheme_id=claim.scheme_id,
                practice_id=claim.practice_id,
                claim_id=claim.id,
                line_id=line.id,
                year=claim.year,
                quarter=claim.quarter,
                amount=line.amount,
                what=line.name,
                due_on=date(2008, 8, 15),
                approved_at=JULY,
            )
            claim.state = State.APPROVED
            db.session.add(due)
            db.session.flush()
            _event(self.finance, "claims.release_claim", SUBJECT, claim.id, self.trust.id)
            return line.id

    def propose(self, scheme_id: int, amount: str = "100.00", **changes: Any) -> int:
        """An adjustment that waits; its id."""
        values: dict[str, Any] = {
            "scheme_id": scheme_id,
            "practice_id": self.practice(),
            "year": YEAR,
            "quarter": 1,
            "kind": AdjustmentKind.CORRECTION,
            "amount": Decimal(amount),
            "what": "Ten injections left out",
            "by": self.commissioner,
            "at": JULY,
        }
        with transaction():
            return propose_adjustment(**{**values, **changes}).id

    def _member(self, scheme_id: int, practice_id: int) -> int:
        known = self.members.get((scheme_id, practice_id))
        if known is None:
            version = find_approved_version(scheme_id)
            assert version is not None
            known = a_member(version.id, practice_id, by=self.manager)
            self.members[scheme_id, practice_id] = known
        return known


def _line(element: str, count: int, amount: Decimal, of: Quarter) -> ClaimLine:
    return ClaimLine(
        element=element,
        name=element.replace("-", " ").capitalize(),
        starts_on=of.first_day,
        ends_on=of.last_day,
        price=Decimal("42.00"),
        price_from=date(2008, 4, 1),
        claimed=Decimal(count),
        allowed=Decimal(count),
        full=amount,
        amount=amount,
        how=f"{count} × £42.00",
        cap="",
    )


def _event(by: Actor, act: str, subject: str, subject_id: int, commissioner_id: int) -> None:
    audit.record(db.session(), by=by, act=act, subject=subject, subject_id=subject_id, commissioner_id=commissioner_id)
