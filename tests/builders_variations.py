"""Builders of variations: a signed contract with money, drafts that change it, and what is proposed and signed."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import get_contract
from contracts.agreements.rules.figures import TermsLine
from contracts.agreements.rules.schedules import ScheduleKind
from contracts.variations.actions.drafting import Details, start_variation
from contracts.variations.actions.figures import write_plan_line, write_terms
from contracts.variations.actions.money import write_money
from contracts.variations.actions.proposing import propose_variation
from contracts.variations.actions.signing import sign_variation
from contracts.variations.actions.writing import write_part
from contracts.variations.models import Variation
from contracts.variations.queries.content import base_of, text_of
from contracts.variations.queries.variations import get_variation
from contracts.variations.rules.composition import VariationKind
from contracts.variations.rules.content import Text, canonical
from core.canonical import hash_of
from core.db import transaction
from core.permissions import Actor
from tests.builders_contracts import (
    Contracting,
    a_contract,
    issued,
    put_to_groups,
    signed_by,
    with_schedule,
    written_line,
)
from tests.builders_figures import a_schedule, planned_service, written_terms
from tests.builders_rounds import AT, DAY

OCTOBER = date(2008, 10, 1)
HREF = "/contracts/1/variations/1"
PRICES = "prices-1"
PLAN = "activity_plan-1"
DAC_LINE = f"{PLAN}:plan/PODIATRY/DAC"
WAT_LINE = f"{PLAN}:plan/PODIATRY/WAT"
TERMS_LINE = f"{PRICES}:terms/PODIATRY"


def a_varied_contract(people: Contracting) -> Contract:
    """A contract signed by its parties that commits £50,000 of physiotherapy for DacCom."""
    put_to_groups(people)
    contract_id = a_contract(people)
    with_schedule(contract_id, people)
    written_line(contract_id, 50_000_00, people.commissioner)
    issued(contract_id, people)
    return signed_by(contract_id, people.commissioner, people.provider)


def a_figured_contract(people: Contracting) -> Contract:
    """A contract signed by its parties that plans 100 contacts of podiatry a month for DacCom and 50 for WatCom.

    Podiatry is paid for by cost and volume.
    """
    contract_id = a_contract(people, group_ids=(people.dacom, people.watcom))
    plan_id = a_schedule(contract_id, people, ScheduleKind.ACTIVITY_PLAN)
    groups: dict[str, Any] = {
        "parts": {"DAC": Fraction(1200), "WAT": Fraction(600)},
        "group_names": {"DAC": "DacCom", "WAT": "WatCom"},
    }
    planned_service(contract_id, plan_id, people.commissioner, total=1800, **groups)
    written_terms(contract_id, with_schedule(contract_id, people), people.commissioner)
    issued(contract_id, people)
    return signed_by(contract_id, people.commissioner, people.provider)


def with_months(variation_id: int, by: Actor, planned: int, months: Mapping[str, int], key: str = DAC_LINE) -> None:
    """The draft planning these units by month, and in all."""
    with transaction():
        write_plan_line(variation_id=variation_id, key=key, planned=planned, months=months, by=by)


def with_terms(variation_id: int, by: Actor, line: TermsLine, part: str = PRICES) -> None:
    """The draft paying for a service like this."""
    with transaction():
        write_terms(variation_id=variation_id, part_key=part, line=line, by=by)


def details(**changes: Any) -> Details:
    """What a variation is about: a service change from October 2008."""
    plain: dict[str, Any] = {
        "kind": VariationKind.SERVICE,
        "title": "Weekend visits",
        "reason": "Patients wait over weekends.",
        "effective_from": OCTOBER,
        "effective_to": None,
        "response_due_on": date(2008, 3, 31),
    }
    return Details(**{**plain, **changes})


def a_draft(contract: Contract, by: Actor, **changes: Any) -> int:
    """The draft of a variation; its id."""
    with transaction():
        return start_variation(contract_id=contract.id, details=details(**changes), by=by, at=AT).id


def worded(variation_id: int, by: Actor, text: str = "Paid monthly.", part: str = PRICES) -> None:
    """The draft wording a part anew."""
    with transaction():
        write_part(variation_id=variation_id, key=part, title="Prices", text=text, by=by)


def with_money(variation_id: int, by: Actor, pence: int = 10_000_00, group: str = "DAC") -> None:
    """The draft adding this many pence of physiotherapy in a full year."""
    with transaction():
        write_money(variation_id=variation_id, line="PHYSIO", amounts={group: pence}, by=by)


def text_of_variation(variation_id: int) -> Text:
    """What the variation says now."""
    variation = get_variation(variation_id)
    return text_of(variation, base_of(get_contract(variation.contract_id)))


def proposed(variation_id: int, by: Actor) -> Variation:
    """The draft proposed."""
    seen = hash_of(canonical(text_of_variation(variation_id)))
    with transaction():
        return propose_variation(variation_id=variation_id, seen_hash=seen, by=by, at=AT, on=DAY, href=HREF)


def signed(variation_id: int, *people: Actor, on: date = DAY) -> Variation:
    """The variation signed by these people, one after the other."""
    for by in people:
        proposal = get_variation(variation_id).proposal
        assert proposal is not None
        with transaction():
            sign_variation(variation_id=variation_id, seen_hash=proposal.content_hash, by=by, at=AT, on=on, href=HREF)
    return get_variation(variation_id)


def an_agreed_variation(contract: Contract, people: Contracting, text: str = "Paid monthly.", **changes: Any) -> int:
    """A variation that words the prices anew, signed by both parties; its id."""
    variation_id = a_draft(contract, people.commissioner, **changes)
    worded(variation_id, people.commissioner, text)
    proposed(variation_id, people.commissioner)
    signed(variation_id, people.commissioner, people.provider)
    return variation_id
