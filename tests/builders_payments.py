"""Builders of what is due, without the way there through a claim: for the room of payments. Sums are in pounds."""

from datetime import date
from decimal import Decimal
from typing import Any

from core import audit
from core.db import db, transaction
from core.permissions import Actor, Role
from les.claims.models.decisions import Adjustment, AdjustmentDecision
from les.claims.models.dues import Due
from les.claims.rules.kinds import AdjustmentKind
from les.payments.actions.making import make_run
from les.payments.actions.outcomes import Told, record_outcomes
from les.payments.actions.releasing import release_run
from les.payments.actions.settings import decide_set_aside, propose_set_aside
from les.payments.exports.finance_file import finance_file
from les.payments.models.runs import Run
from les.payments.queries.runs import get_run
from les.payments.rules.kinds import Result
from les.schemes.models.schemes import Scheme
from les.schemes.rules.kinds import Verdict as ProposalVerdict
from tests.builders import AT, DAY, a_person
from tests.builders_schemes import Schemes

PAYS_ON = date(2008, 5, 30)
HREF = "/les/payments"


class Payments(Schemes):
    """A trust with two people of finance, two practices and a scheme of which sums are due."""

    def __init__(self) -> None:
        super().__init__()
        self.payer = a_person(
            Role.FINANCE, self.trust.id, by=self.trust.administrator, name="Payer", email="payer@whp.example"
        )
        self.scheme_id = self.approved()
        self.first, self.second_practice = self.trust.ids["X82001"], self.trust.ids["X82002"]

    def due(self, amount: str, practice_id: int | None = None, **changes: Any) -> int:
        """A sum that was approved for payment, as an adjustment; its id."""
        with transaction():
            due = a_due(self, Decimal(amount), practice_id or self.first, **changes)
            return due.id

    def run(self, by: Actor | None = None, *, key: str = "a run", **changes: Any) -> Run:
        """A payment run, which waits for release."""
        values: dict[str, Any] = {"commissioner_id": self.trust.id, "pays_on": PAYS_ON, "on": DAY, "at": AT}
        with transaction():
            run_id = make_run(key=key, write=finance_file, by=by or self.finance, **{**values, **changes}).id
        return get_run(run_id)

    def release(self, run: Run, by: Actor | None = None) -> None:
        """Release a run as a second person."""
        with transaction():
            release_run(run_id=run.id, seen_hash=run.file.content_hash, by=by or self.payer, at=AT)

    def released(self, **changes: Any) -> Run:
        """A run that went to the bank."""
        run = self.run(**changes)
        self.release(run)
        return get_run(run.id)

    def told(self, run: Run, result: Result = Result.PAID, **changes: Any) -> int:
        """What became of lines of a run: how many lines were told of."""
        given = {"paid_on": DAY, "bank_reference": "BACS 1"} if result is Result.PAID else {"reason": "Account closed"}
        each = Told(result=result, **{**given, **changes})
        with transaction():
            return record_outcomes(run_id=run.id, told=[each], href=HREF, by=self.finance, on=DAY, at=AT)

    def set_aside(self, percent: str = "25", *, starts_on: date = date(2008, 4, 1)) -> int:
        """A percentage that is set aside of the scheme, approved; its id."""
        with transaction():
            found = propose_set_aside(
                scheme_id=self.scheme_id,
                percent=Decimal(percent),
                starts_on=starts_on,
                source="Minute",
                by=self.finance,
                at=AT,
            )
        with transaction():
            decide_set_aside(set_aside_id=found.id, verdict=ProposalVerdict.APPROVED, reason="", by=self.payer, at=AT)
        return found.id


def a_due(payments: Payments, amount: Decimal, practice_id: int, **changes: Any) -> Due:
    """A sum due, as an adjustment that was approved, in the transaction there is."""
    scheme = db.session.get_one(Scheme, changes.get("scheme_id", payments.scheme_id))
    of = {
        "scheme_id": scheme.id,
        "practice_id": practice_id,
        "year": changes.get("year", "2008/09"),
        "quarter": changes.get("quarter", 1),
        "amount": amount,
        "what": changes.get("what", "Correction agreed with the practice"),
    }
    adjustment = Adjustment(
        **of, kind=AdjustmentKind.CORRECTION, proposed_by_id=payments.commissioner.person_id, proposed_at=AT
    )
    db.session.add(adjustment)
    db.session.flush()
    db.session.add(
        AdjustmentDecision(
            adjustment_id=adjustment.id,
            verdict=ProposalVerdict.APPROVED,
            words="",
            exception="",
            proposed_by_id=payments.commissioner.person_id,
            decided_by_id=payments.finance.person_id,
            decided_at=AT,
        )
    )
    due = Due(
        **of,
        commissioner_id=scheme.commissioner_id,
        adjustment_id=adjustment.id,
        due_on=changes.get("due_on", date(2008, 5, 1)),
        approved_at=AT,
    )
    db.session.add(due)
    db.session.flush()
    audit.record(
        db.session(),
        by=payments.finance,
        act="claims.decide_adjustment",
        subject="adjustment",
        subject_id=adjustment.id,
    )
    return due
