"""Builders of activity plans and terms of payment: a draft with a schedule of either kind, and plain lines of both."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from contracts.agreements.actions.plan import plan_service
from contracts.agreements.actions.schedules import add_schedule
from contracts.agreements.actions.terms import write_terms
from contracts.agreements.models.schedules import Schedule
from contracts.agreements.rules.figures import TermsLine
from contracts.agreements.rules.payment_terms import CostAndVolume
from contracts.agreements.rules.phasing import Phasing
from contracts.agreements.rules.planning import ServiceWanted
from contracts.agreements.rules.schedules import SCHEDULE_NAMES, ScheduleKind
from core.db import transaction
from core.permissions import Actor
from tests.builders_contracts import Contracting

PODIATRY = ServiceWanted(
    service="PODIATRY",
    service_name="Podiatry",
    unit="contacts",
    total=1200,
    phasing=Phasing.EQUAL,
    first="2008-04",
    last="2009-03",
    parts={"DAC": Fraction(1200)},
    group_names={"DAC": "DacCom"},
)
BAND = CostAndVolume(
    price=50_00,
    plan=10_000,
    band_below=Fraction(3),
    band_above=Fraction(3),
    rate_below=Fraction("0.3"),
    rate_above=Fraction("0.3"),
)
VOLUME = TermsLine(service="PODIATRY", service_name="Podiatry", unit="contacts", terms=BAND)


def a_schedule(contract_id: int, people: Contracting, kind: ScheduleKind) -> int:
    """The draft with a schedule of this kind, without text; the id of the schedule."""
    with transaction():
        return add_schedule(
            contract_id=contract_id, kind=kind, title=SCHEDULE_NAMES[kind], text="", by=people.commissioner
        ).id


def planned_service(contract_id: int, schedule_id: int, by: Actor, *, anew: bool = False, **changes: Any) -> Schedule:
    """Podiatry planned: 100 contacts of DacCom each month."""
    wanted = replace(PODIATRY, **changes)
    with transaction():
        return plan_service(contract_id=contract_id, schedule_id=schedule_id, wanted=wanted, anew=anew, by=by)


def written_terms(contract_id: int, schedule_id: int, by: Actor, line: TermsLine = VOLUME) -> int:
    """Podiatry paid for by cost and volume; the id of the terms."""
    with transaction():
        return write_terms(contract_id=contract_id, schedule_id=schedule_id, line=line, by=by).id
