"""New services that a group would pay for: asked for, and changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from budgets.intentions.actions import speaking
from budgets.intentions.actions.recording import AtHand
from budgets.intentions.actions.speaking import InSight
from budgets.intentions.models.intentions import Intention
from budgets.intentions.queries.intentions import find_newest, get_intention, list_standing
from budgets.intentions.rules.kinds import IntentionKind
from budgets.intentions.rules.overview import lines_in
from budgets.intentions.rules.statements import NewService, check_new_service, service_key
from core.errors import Refusal
from core.money import as_decimal
from core.permissions import Actor


def ask_for_new_service(
    *, round_id: int, party_id: int, said: NewService, in_sight: InSight, by: Actor, at: datetime
) -> Intention:
    """Say that a group is willing to spend on a service that no line holds yet, and describe it."""
    found = speaking.for_group(round_id, party_id, in_sight, by=by, at=at)
    own = [row.line_name for row in list_standing(round_id) if row.party_id == party_id and not row.line_code]
    return _keep(found, said, "ask_for_new_service", asked_before=own, before=None, by=by, at=at)


def change_new_service(*, intention_id: int, said: NewService, in_sight: InSight, by: Actor, at: datetime) -> Intention:
    """Say something else of a new service that was asked for; its name stays."""
    earlier = get_intention(intention_id)
    found = speaking.for_group(earlier.round_id, earlier.party_id, in_sight, by=by, at=at)
    if earlier.line_code or service_key(said.name) != earlier.service_key:
        raise Refusal(f"The name stays “{earlier.line_name}”. Ask for a service of another name as a new one.")
    before = find_newest(earlier.round_id, party_id=earlier.party_id, service_key=earlier.service_key)
    speaking.check_nothing_new(before, in_sight)
    return _keep(found, said, "change_new_service", asked_before=(), before=before, by=by, at=at)


def _keep(
    found: AtHand,
    said: NewService,
    act: str,
    *,
    asked_before: Sequence[str],
    before: Intention | None,
    by: Actor,
    at: datetime,
) -> Intention:
    offer = speaking.offer_meant(found.round.id, by.organisation_id, said.offer_id)
    lines = [line.name for line in lines_in(found.calculation)]
    typed = replace(said, amount=speaking.amount_with(offer, said.amount))
    kept = check_new_service(typed, lines=lines, asked_before=asked_before)
    kind = IntentionKind.NEW_SERVICE
    row = speaking.new_row(found, by, at, line_code="", line_name=kept.name, kind=kind, offer=offer)
    row.service_key, row.amount = service_key(kept.name), as_decimal(kept.amount or 0)
    row.description, row.reason, row.effect = kept.description, kept.reason, kept.effect
    return speaking.keep(found, act, row, by=by, before=before)
