"""Builders of verification: paid claims of two practices, a sample of all of them, a visit on its way."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from core.canonical import hash_of
from core.db import transaction
from core.permissions import Actor
from les.claims.models.claims import Claim
from les.claims.queries.paying import Paid, paid_of_dues
from les.verification.actions.drawing import draw_sample
from les.verification.actions.ending import answer_report, decide_appeal, propose_recovery
from les.verification.actions.visiting import arrange_visit, record_finding, send_report
from les.verification.queries.visits import content_of, get_visit, lines_found
from les.verification.rules.kinds import Answer, AppealVerdict, Method, Reason
from les.verification.rules.sampling import Asked
from tests.builders_approvals import FIRST, Approvals

SEPTEMBER = datetime(2008, 9, 1, 9, 0, tzinfo=UTC)
VISIT_ON = date(2008, 9, 10)
AT_VISIT = datetime(2008, 9, 10, 15, 0, tzinfo=UTC)
ANSWER_BY = date(2008, 10, 1)
HREF = "/les/verification"
ALL = Asked(method=Method.ALL, seed="", size=None, weights={})


@contextmanager
def all_is_paid() -> Iterator[None]:
    """Every due counts as paid, as the room of payments would tell."""

    def told(due_ids: Collection[int]) -> Mapping[int, Paid]:
        return {
            each: Paid(due_id=each, reference=f"R{each}", state="Paid", on=date(2008, 8, 15), is_paid=True)
            for each in due_ids
        }

    before = list(paid_of_dues)
    paid_of_dues[:] = [told]
    try:
        yield
    finally:
        paid_of_dues[:] = before


class Verification(Approvals):
    """Minor surgery at £42.00: 40 items of practice 1 and 10 of practice 2, both due."""

    def __init__(self) -> None:
        super().__init__()
        self.scheme_id = self.approved()
        self.first = self.paid_claim(40)
        self.second_claim = self.paid_claim(10, code="X82002")

    def paid_claim(self, count: int, **changes: Any) -> int:
        """A claim of so many items that is approved and due; its id."""
        items = [("joint-injection", count, str(Decimal(42 * count)))]
        claim_id = self.claim(self.scheme_id, items=items, **changes)
        self.due(claim_id)
        return claim_id

    def draw(self, by: Actor | None = None, **changes: Any) -> int:
        """A sample; the plan’s id."""
        values: dict[str, Any] = {
            "commissioner_id": self.trust.id,
            "name": "First quarter",
            "scheme_ids": [self.scheme_id],
            "quarters": [FIRST],
            "asked": ALL,
            "by": by or self.commissioner,
            "at": SEPTEMBER,
        }
        with transaction():
            return draw_sample(**{**values, **changes}).id

    def arrange(self, plan_id: int, code: str = "X82001", by: Actor | None = None, **changes: Any) -> int:
        """A visit to a practice of the sample; its id."""
        values: dict[str, Any] = {
            "visit_on": VISIT_ON,
            "visitors": "Head of primary care",
            "at": SEPTEMBER,
            "href": HREF,
        }
        practice_id = self.practice(code)
        with transaction():
            return arrange_visit(
                plan_id=plan_id, practice_id=practice_id, by=by or self.commissioner, **{**values, **changes}
            ).id

    def find(self, visit_id: int, checked: str = "10", verified: str = "8", **changes: Any) -> int:
        """A finding of the first line; its id."""
        values: dict[str, Any] = {
            "line_id": lines_found(get_visit(visit_id))[0].line.id,
            "checked": Decimal(checked),
            "verified": Decimal(verified),
            "reason": Reason.NO_RECORD,
            "items": "3, 7",
            "words": "",
            "by": self.commissioner,
            "at": AT_VISIT,
        }
        with transaction():
            return record_finding(visit_id=visit_id, **{**values, **changes}).id

    def report(self, visit_id: int, **changes: Any) -> None:
        """Send the report as it stands."""
        visit = get_visit(visit_id)
        values: dict[str, Any] = {
            "summary": "Two injections are not on record.",
            "answer_by": ANSWER_BY,
            "seen": hash_of(content_of(visit, lines_found(visit))),
            "by": self.commissioner,
            "at": AT_VISIT,
            "href": HREF,
        }
        with transaction():
            send_report(visit_id=visit_id, **{**values, **changes})

    def answer(self, visit_id: int, answer: Answer = Answer.ACCEPTED, by: Actor | None = None, **changes: Any) -> None:
        """What the practice says."""
        values: dict[str, Any] = {"words": "We found them", "at": AT_VISIT, "href": HREF}
        with transaction():
            answer_report(visit_id=visit_id, answer=answer, by=by or self.manager, **{**values, **changes})

    def appeal(self, visit_id: int, verdict: AppealVerdict, by: Actor | None = None) -> None:
        """Decide over the appeal."""
        told: dict[str, Any] = {"words": "Looked at again", "at": AT_VISIT, "href": HREF}
        with transaction():
            decide_appeal(visit_id=visit_id, verdict=verdict, by=by or self.second, **told)

    def recover(self, visit_id: int, by: Actor | None = None, at: datetime = AT_VISIT) -> None:
        """Propose what is to be recovered."""
        with transaction():
            propose_recovery(visit_id=visit_id, by=by or self.commissioner, at=at)

    def reported(self) -> int:
        """A visit with 2 of 10 not verified, its report with the practice."""
        visit_id = self.arrange(self.draw())
        self.find(visit_id)
        self.report(visit_id)
        return visit_id


def numbers_of(claims: Collection[Claim]) -> list[str]:
    """The numbers of claims."""
    return [each.number for each in claims]
