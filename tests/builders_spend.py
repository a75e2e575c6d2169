"""Builders of spend: claims of two practices, approved and paid in payment runs."""

from datetime import UTC, date, datetime

from core.db import transaction
from core.permissions import Role
from les.payments.actions.making import make_run
from les.payments.actions.outcomes import Told, record_outcomes
from les.payments.actions.releasing import release_run
from les.payments.exports.finance_file import finance_file
from les.payments.queries.runs import get_run
from les.payments.rules.kinds import Result
from tests.builders import a_person
from tests.builders_approvals import Approvals

AUGUST = datetime(2008, 8, 15, 9, 0, tzinfo=UTC)
PAID_ON = date(2008, 8, 15)


class Spending(Approvals):
    """A trust with a second person of finance who releases, and minor surgery at £42.00."""

    def __init__(self) -> None:
        super().__init__()
        self.scheme_id = self.approved()
        self.payer = a_person(
            Role.FINANCE, self.trust.id, by=self.trust.administrator, name="Payer", email="payer@whp.example"
        )

    def pay_all(self, *, pays_on: date = PAID_ON, paid_on: date = PAID_ON, at: datetime = AUGUST) -> int:
        """A run of all that is due by a day, released, and all of it paid by the bank; the run’s id."""
        commissioner_id = self.trust.id
        with transaction():
            run_id = make_run(
                commissioner_id=commissioner_id,
                pays_on=pays_on,
                key=f"run of {pays_on}",
                write=finance_file,
                by=self.finance,
                on=min(pays_on, at.date()),
                at=at,
            ).id
        with transaction():
            release_run(run_id=run_id, seen_hash=get_run(run_id).file.content_hash, by=self.payer, at=at)
        told = Told(result=Result.PAID, paid_on=paid_on, bank_reference="BACS 1")
        with transaction():
            record_outcomes(run_id=run_id, told=[told], href="/les/payments", by=self.finance, on=paid_on, at=at)
        return run_id
