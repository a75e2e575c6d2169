"""Builders of plan against actual: a signed contract that plans podiatry by group, and what its provider returned."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from commissioning.activity.actions.accepting import freeze_month
from commissioning.activity.actions.adjusting import post_adjustment
from commissioning.activity.actions.expecting import expect_return
from commissioning.activity.actions.submitting import submit_nil_return, submit_return
from commissioning.activity.rules.adjusting import Correction
from commissioning.activity.rules.due import Expected
from commissioning.activity.rules.months import Frequency, last_day_of
from commissioning.catalogue.actions.services import record_services
from commissioning.catalogue.rules import ServiceLine
from commissioning.organisations.models import PracticeMembership
from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import get_contract
from contracts.agreements.rules.figures import TermsLine
from contracts.agreements.rules.payment_terms import CostAndVolume
from contracts.agreements.rules.schedules import ScheduleKind
from contracts.monitoring.queries.watched import Watched, watched
from contracts.monitoring.rules.months import Service
from core.db import bookkeeping, transaction
from core.parties.rules import PartyKind
from core.periods import FinancialYear
from tests.builders_activity import a_file
from tests.builders_contracts import Contracting, a_contract, issued, signed_by, with_schedule
from tests.builders_figures import a_schedule, planned_service, written_terms
from tests.builders_rounds import AT, a_party

YEAR = FinancialYear(2008)
ON = date(2008, 10, 20)
PODIATRY = "PODIATRY"
GROUPS: dict[str, Any] = {
    "parts": {"DAC": Fraction(1200), "WAT": Fraction(600)},
    "group_names": {"DAC": "DacCom", "WAT": "WatCom"},
}
VOLUME = TermsLine(
    service=PODIATRY,
    service_name="Podiatry",
    unit="contacts",
    terms=CostAndVolume(
        price=50_00,
        plan=1800,
        band_below=Fraction(4),
        band_above=Fraction(4),
        rate_below=Fraction(1, 2),
        rate_above=Fraction(1, 2),
    ),
)


class Watching(Contracting):
    """The field of contracts with two practices in DacCom, one in WatCom, one in no group; podiatry is expected."""

    def __init__(self, *, frequency: Frequency = Frequency.MONTHLY) -> None:
        super().__init__()
        for code, group in (("X1", self.dacom), ("X2", self.dacom), ("X3", self.watcom), ("X4", None)):
            a_practice(self, code, group)
        with transaction():
            lines = [ServiceLine(code=PODIATRY, name="Podiatry", category="Adult services")]
            record_services(commissioner_id=self.pct, lines=lines, by=self.commissioner)
        self.expectation_id = self.expect(frequency=frequency)

    def expect(self, *, name: str = "Contacts", frequency: Frequency = Frequency.MONTHLY) -> int:
        """A return of podiatry from April 2008 on; the id of what is expected."""
        with transaction():
            return expect_return(
                provider_id=self.providing,
                expected=Expected(name=name, frequency=frequency, first_month="2008-04", last_month=None),
                services=(PODIATRY,),
                source="Leads’ meeting",
                by=self.commissioner,
                at=AT,
            ).id

    def contract(self, *, terms: TermsLine | None = VOLUME, by_group: bool = True, **changes: Any) -> Contract:
        """A contract signed by its parties that plans 100 contacts a month for DacCom and 50 for WatCom."""
        contract_id = a_contract(self, **{"group_ids": (self.dacom, self.watcom), **changes})
        plan = a_schedule(contract_id, self, ScheduleKind.ACTIVITY_PLAN)
        planned_service(contract_id, plan, self.commissioner, total=1800, **(GROUPS if by_group else {"parts": {}}))
        prices = with_schedule(contract_id, self)
        if terms is not None:
            written_terms(contract_id, prices, self.commissioner, terms)
        issued(contract_id, self)
        return signed_by(contract_id, self.commissioner, self.provider)

    def returned(self, month: str, contacts: Mapping[str, int], *, freeze: bool = False) -> None:
        """Contacts of a month by practice (`nobody`: of patients nobody could place), sent ten days later."""
        lines = [
            f"{PODIATRY},{'unplaced' if code == 'nobody' else code},{month},contact,{count}"
            for code, count in contacts.items()
        ]
        self.sent(month, lines)
        if freeze:
            self.frozen(month)

    def sent(self, month: str, lines: Sequence[str], *, expectation_id: int | None = None) -> None:
        """These rows sent for a month."""
        on = last_day_of(month) + timedelta(days=10)
        with transaction():
            submit_return(
                expectation_id=expectation_id or self.expectation_id,
                month=month,
                read=a_file(lines),
                by=self.provider,
                at=moment(on),
                on=on,
            )

    def nil(self, month: str, *, last: str = "") -> None:
        """A nil return for the period that begins with a month, and ends with the last, where it is longer."""
        on = last_day_of(last or month) + timedelta(days=10)
        with transaction():
            submit_nil_return(
                expectation_id=self.expectation_id,
                month=month,
                words="The clinic was closed.",
                by=self.provider,
                at=moment(on),
                on=on,
            )

    def frozen(self, month: str) -> None:
        """The month frozen, long after its freeze day."""
        on = last_day_of(month) + timedelta(days=70)
        with transaction():
            freeze_month(expectation_id=self.expectation_id, month=month, by=self.commissioner, at=moment(on), on=on)

    def adjusted(self, month: str, posted_to: str, quantity: int, practice: str = "X1") -> None:
        """A frozen month corrected in a later one."""
        on = last_day_of(posted_to)
        with transaction():
            post_adjustment(
                expectation_id=self.expectation_id,
                correction=Correction(
                    month=month,
                    posted_to=posted_to,
                    service=PODIATRY,
                    practice=practice,
                    currency="contact",
                    quantity=Decimal(quantity),
                    reason="One clinic was counted twice",
                ),
                by=self.provider,
                at=moment(on),
                on=on,
            )


def a_practice(people: Contracting, code: str, group_id: int | None, *, joined_on: date | None = None) -> int:
    """A practice, in a group where one is given."""
    practice_id = a_party(PartyKind.PRACTICE, code, f"Practice {code}", people.pct)
    if group_id is not None:
        with bookkeeping() as session:
            session.add(PracticeMembership(practice_id=practice_id, group_id=group_id, joined_on=joined_on))
    return practice_id


def moment(on: date) -> datetime:
    """Nine in the morning of a day."""
    return datetime.combine(on, time(9), UTC)


def watched_on(contract: Contract, on: date = ON, year: FinancialYear = YEAR) -> Watched:
    """A contract with plan and actual of a year, as on a day."""
    (found,) = watched([get_contract(contract.id)], year, on=on)
    return found


def podiatry(contract: Contract, on: date = ON) -> Service:
    """Podiatry of a contract as on a day."""
    found = watched_on(contract, on).service(PODIATRY)
    if found is None:
        raise LookupError("the contract plans podiatry")
    return found


def units_of(service: Service) -> Mapping[str, tuple[int, str]]:
    """Actual and state of each month that has a figure."""
    return {
        each.month: (int(each.actual), each.returned.state.value) for each in service.months if each.actual is not None
    }
