"""Builders of frozen returns beside a budget round: a trust, its provider's months, and inputs split by activity."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from budgets.method.methods import method_from
from budgets.method.workbook import Activity, CostCentre, Service, Workbook
from budgets.rounds.actions.filling_activity import LookedAt, fill_activity
from budgets.rounds.exports.workbooks import workbook_as_zip
from budgets.rounds.frozen_returns import Chosen
from budgets.rounds.models import Inputs
from commissioning.activity.actions.accepting import freeze_month
from commissioning.activity.actions.adjusting import post_adjustment
from commissioning.activity.actions.expecting import expect_return
from commissioning.activity.actions.submitting import submit_nil_return, submit_return
from commissioning.activity.queries.expectations import list_expectations
from commissioning.activity.rules.adjusting import Correction
from commissioning.activity.rules.due import Expected
from commissioning.activity.rules.months import Frequency
from core.db import transaction
from core.permissions import Actor
from tests.builders_activity import Field, a_field, a_file
from tests.builders_rounds import a_round, a_workbook, some_inputs

ON = date(2008, 3, 18)
AT = datetime(2008, 3, 18, 9, 0, tzinfo=UTC)
APRIL, MAY, JUNE = "2007-04", "2007-05", "2007-06"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """A trust with returns of two services from April 2007, and inputs 1 of its round, both split by activity."""

    field: Field
    round_id: int
    inputs_id: int

    @property
    def commissioner(self) -> Actor:
        """Who prepares the round and freezes months."""
        return self.field.commissioner

    @property
    def inputs(self) -> int:
        """The first inputs."""
        return self.inputs_id


def a_filling(workbook: Workbook | None = None) -> Filling:
    """The field of activity with a round of the same trust."""
    field = a_field()
    found = a_round(field.commissioner)
    stored = some_inputs(found.id, field.commissioner, workbook or workbook_on_activity())
    return Filling(field=field, round_id=found.id, inputs_id=stored.id)


def workbook_on_activity() -> Workbook:
    """Diabetes by contacts, and lungs by a blend with activity; both with contacts of the file in April and March."""
    base = a_workbook()
    practices = tuple(
        replace(each, practice=code) for each, code in zip(base.practices, ("X82001", "X82002"), strict=True)
    )
    populations = tuple(
        replace(each, practice=code) for each, code in zip(base.populations, ("X82001", "X82002"), strict=True)
    )
    return replace(
        base,
        practices=practices,
        populations=populations,
        services=(
            Service(code="DIAB", name="Diabetes team", method=method_from("activity"), currencies=("contact",), row=2),
            Service(code="PULM", name="Lung team", method=method_from("activity:60+capitation:40"), row=3),
            Service(code="PHYSIO", name="Physiotherapy", method=method_from("capitation"), row=4),
        ),
        cost_centres=tuple(
            CostCentre(code=f"C{row}", service=code, amount=100_000_00, row=row)
            for row, code in enumerate(("DIAB", "PULM", "PHYSIO"), start=2)
        ),
        activity=Activity(
            service=("DIAB", "DIAB", "PULM", "DIAB"),
            practice=("X82001", "X82002", "X82001", "X82001"),
            month=(APRIL, APRIL, APRIL, "2007-03"),
            currency=("contact", "contact", "contact", "contact"),
            quantity=(100, 50, 30, 80),
            row=(2, 3, 4, 5),
        ),
    )


def rows_of(month: str, *, first: int = 30, second: int = 20, lungs: int = 10, unplaced: int = 3) -> list[str]:
    """Contacts of two services by practice, and of patients nobody could place."""
    return [
        f"DIAB,X82001,{month},contact,{first}",
        f"DIAB,X82002,{month},contact,{second}",
        f"DIAB,X82001,{month},referral,7",
        f"PULM,X82001,{month},contact,{lungs}",
        f"PULM,unplaced,{month},contact,{unplaced}",
    ]


def freeze(
    filling: Filling, month: str, lines: list[str] | None = None, *, by: Actor | None = None, at: datetime = AT
) -> int:
    """A month sent by the provider (nil where there are no lines) and frozen; the submission's id."""
    provider = by or filling.field.provider
    expectation_id = _expectation_of(filling, provider)
    sent_on = date(int(month[:4]), int(month[5:]) + 1, 8)
    sent_at = datetime(sent_on.year, sent_on.month, sent_on.day, 9, tzinfo=UTC)
    with transaction():
        if lines == []:
            sent = submit_nil_return(
                expectation_id=expectation_id,
                month=month,
                words="The team was closed.",
                by=provider,
                at=sent_at,
                on=sent_on,
            )
        else:
            sent = submit_return(
                expectation_id=expectation_id,
                month=month,
                read=a_file(rows_of(month) if lines is None else lines),
                by=provider,
                at=sent_at,
                on=sent_on,
            )
        sent_id = sent.id
    with transaction():
        freeze_month(expectation_id=expectation_id, month=month, by=filling.commissioner, at=at, on=ON)
    return sent_id


def expect_of_other(filling: Filling, *services: str) -> int:
    """The same return expected of a second provider; its id."""
    with transaction():
        made = expect_return(
            provider_id=filling.field.other_provider.organisation_id,
            expected=Expected(name="Contacts", frequency=Frequency.MONTHLY, first_month=APRIL, last_month=None),
            services=services,
            source="Agreed at the leads’ meeting",
            by=filling.commissioner,
            at=AT,
        )
        return made.id


def correct(
    filling: Filling, quantity: int, *, practice: str = "X82001", month: str = MAY, service: str = "DIAB"
) -> int:
    """A later correction of a frozen month, posted to February 2008; its id."""
    with transaction():
        posted = post_adjustment(
            expectation_id=filling.field.expectation_id,
            correction=Correction(
                month=month,
                posted_to="2008-02",
                service=service,
                practice=practice,
                currency="contact",
                quantity=Decimal(quantity),
                reason="Counted twice",
            ),
            by=filling.field.provider,
            at=AT,
            on=ON,
        )
        return posted.id


def chosen(
    first: str = APRIL, last: str = JUNE, *, services: tuple[str, ...] = ("DIAB", "PULM"), keeps: bool = False
) -> Chosen:
    """A choice of months and lines."""
    return Chosen(first_month=first, last_month=last, services=services, keeps_unfrozen=keeps)


def filled(
    filling: Filling,
    wanted: Chosen | None = None,
    *,
    inputs_id: int | None = None,
    by: Actor | None = None,
    looked_at: LookedAt | None = None,
    at: datetime = AT,
) -> Inputs:
    """Inputs with activity from frozen returns."""
    with transaction():
        return fill_activity(
            round_id=filling.round_id,
            inputs_id=inputs_id or filling.inputs_id,
            chosen=wanted or chosen(),
            looked_at=looked_at,
            write=workbook_as_zip,
            by=by or filling.commissioner,
            at=at,
            on=ON,
        )


def _expectation_of(filling: Filling, provider: Actor) -> int:
    if provider.organisation_id == filling.field.provider.organisation_id:
        return filling.field.expectation_id
    return list_expectations(provider_id=provider.organisation_id)[0].id
