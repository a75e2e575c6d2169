"""Starting the draft of a variation, and changing what it is about and when it holds."""

from dataclasses import dataclass
from datetime import date, datetime

from contracts.agreements.actions.money import hold_budgets
from contracts.agreements.actions.recording import held_contract
from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import find_issue
from contracts.agreements.rules import states as contract_states
from contracts.variations.actions.money import check_written_money
from contracts.variations.actions.recording import held_draft, is_party, record_on
from contracts.variations.models import Variation
from contracts.variations.queries.content import base_of, days_of
from contracts.variations.queries.variations import list_changes, list_money, next_number
from contracts.variations.rules.checks import check_days
from contracts.variations.rules.composition import VariationKind
from contracts.variations.rules.kinds import KIND_NAMES, check_words
from contracts.variations.rules.money import check_in_year
from contracts.variations.rules.pieces import fact_key
from contracts.variations.rules.states import Stage
from core import audit
from core.db import db
from core.errors import NotAllowed, Refusal
from core.money import as_decimal, as_pence
from core.permissions import Actor, Permission
from core.wording import in_full, sterling


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a variation is about and when it holds, both days within. `life_value`: pence a longer term adds."""

    kind: VariationKind
    title: str
    reason: str
    effective_from: date
    effective_to: date | None
    response_due_on: date
    life_value: int = 0


def start_variation(*, contract_id: int, details: Details, by: Actor, at: datetime) -> Variation:
    """Start the draft of a variation of a signed contract, for one of its parties."""
    contract = held_contract(contract_id, by=by, permission=Permission.PROPOSE_VARIATIONS)
    if contract.stage is not contract_states.Stage.SIGNED:
        raise Refusal(f"{contract.reference} is not signed, so there is nothing to vary. Change the draft instead.")
    if not is_party(find_issue(contract.id), by.organisation_id):
        raise NotAllowed(f"{by.organisation_name} is no party to {contract.reference}. Its parties propose variations.")
    variation = Variation(
        contract=contract,
        number=next_number(contract.id),
        proposer_id=by.organisation_id,
        drafted_by_id=by.person_id,
        name=by.name,
        drafted_at=at,
        stage=Stage.DRAFT,
        signed_on=None,
    )
    _write(variation, contract, details)
    db.session.add(variation)
    db.session.flush()
    new: audit.Values = {
        "number": variation.number,
        "reference": contract.reference,
        "title": variation.title,
        "kind": KIND_NAMES[details.kind],
    }
    record_on(variation, "start_variation", by=by, new=new)
    return variation


def change_details(*, variation_id: int, details: Details, by: Actor) -> Variation:
    """Change what a draft is about and when it holds. Its money in the year follows the days."""
    variation = held_draft(variation_id, by=by)
    if _details_of(variation) == details:
        raise Refusal("Nothing was changed: this is what the draft says already.")
    _check_kind_stays(variation, details)
    before = _said(_details_of(variation))
    _write(variation, variation.contract, details)
    db.session.flush()
    if list_money(variation.id):
        base = base_of(variation.contract)
        check_in_year(days_of(variation, base))
        check_written_money(variation, base, hold_budgets(variation.contract), by=by)
    after = _said(_details_of(variation))
    old, new = ({name: said[name] for name in after if before[name] != after[name]} for said in (before, after))
    record_on(variation, "change_details", by=by, old=old, new=new)
    return variation


def _write(variation: Variation, contract: Contract, details: Details) -> None:
    check_words(title=details.title, reason=details.reason)
    check_days(
        number=variation.number,
        kind=details.kind,
        first=details.effective_from,
        last=details.effective_to,
        term=base_of(contract).term,
    )
    if details.kind is VariationKind.DURATION and details.effective_to is not None:
        raise Refusal("A variation of the duration holds until the contract ends: leave its last day blank.")
    if details.kind is not VariationKind.DURATION and details.life_value:
        raise Refusal("Only a variation of the duration adds to the value over the whole life by itself.")
    variation.kind, variation.title, variation.reason = details.kind, details.title.strip(), details.reason.strip()
    variation.effective_from, variation.effective_to = details.effective_from, details.effective_to
    variation.response_due_on, variation.life_value = details.response_due_on, as_decimal(details.life_value)


def _check_kind_stays(variation: Variation, details: Details) -> None:
    ends = any(each.key == fact_key("ends_on") for each in list_changes(variation.id))
    if ends and details.kind is not VariationKind.DURATION:
        raise Refusal("The draft changes the last day, so it is of the kind “Duration”. Take that change out first.")


def _said(details: Details) -> dict[str, str | int | bool | None]:
    """What a draft is about and when it holds, as its history tells it."""
    last = details.effective_to
    return {
        "kind": KIND_NAMES[details.kind],
        "title": details.title,
        "reason": details.reason,
        "first day": in_full(details.effective_from),
        "last day": in_full(last) if last else "the end of the contract",
        "day to answer by": in_full(details.response_due_on),
        "value over the whole life": sterling(details.life_value),
    }


def _details_of(variation: Variation) -> Details:
    return Details(
        kind=variation.kind,
        title=variation.title,
        reason=variation.reason,
        effective_from=variation.effective_from,
        effective_to=variation.effective_to,
        response_due_on=variation.response_due_on,
        life_value=as_pence(variation.life_value),
    )
