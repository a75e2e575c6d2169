"""What all acts of a group's lead share: who may speak for it, of what, on which offer, and how it is kept."""

from dataclasses import dataclass
from datetime import datetime

from budgets.intentions.actions.recording import AtHand, at_hand, check_is_open, day_of, record_in, role_of
from budgets.intentions.models.intentions import Intention
from budgets.intentions.models.offers import Offer
from budgets.intentions.queries.offers import costed, list_usable_offers
from budgets.intentions.rules.kinds import IntentionKind
from budgets.intentions.rules.overview import LineFacts, lines_in
from budgets.intentions.rules.statements import amount_meant, said_in_words
from core.clock import moment_in_words
from core.db import db
from core.errors import NotAllowed, OutOfDate, Refusal
from core.money import as_decimal, as_pence
from core.parties.queries import get_party
from core.permissions import Actor, Permission
from core.wording import sterling


@dataclass(frozen=True, slots=True, kw_only=True)
class InSight:
    """What a person had before them: the calculation, and the last thing said (0: nothing) of the line."""

    calculation_id: int
    newest_id: int = 0


def for_group(round_id: int, party_id: int, in_sight: InSight, *, by: Actor, at: datetime) -> AtHand:
    """The round and calculation, for the lead of that group only, while the group is open and part of both."""
    found = at_hand(round_id, Permission.STATE_INTENTIONS, by=by)
    if by.organisation_id != party_id:
        other = get_party(party_id).name
        raise NotAllowed(f"You act for {by.organisation_name}. Only a lead of {other} says what {other} will spend.")
    check_is_open(by, day_of(at))
    if by.organisation_code not in {group.code for group in found.calculation.groups}:
        raise Refusal(
            f"{by.organisation_name} has no part in calculation {found.stored.number}. "
            "Ask the primary care trust to take your group into the round."
        )
    if in_sight.calculation_id != found.stored.id:
        raise OutOfDate(
            f"Calculation {found.stored.number} was opened to the groups while you were working, and its figures are "
            "others. What you typed is still here: compare it, and save again if it is to stand."
        )
    return found


def line_of(found: AtHand, line_code: str) -> LineFacts:
    """The service line of that code; refused where the calculation at hand has none."""
    line = next((line for line in lines_in(found.calculation) if line.code == line_code), None)
    if line is None:
        raise Refusal(
            f"Calculation {found.stored.number} has no service line {line_code} on which a group could spend."
        )
    return line


def check_nothing_new(before: Intention | None, in_sight: InSight) -> None:
    """Refuse to speak over what a colleague said meanwhile: says who, when and what."""
    if before is None or before.id == in_sight.newest_id:
        return
    raise OutOfDate(
        f"{before.name} said for {before.line_name} on {moment_in_words(before.stated_at)}, while you were working on "
        f"it: {words_of(before)}. What you typed is still here: compare it, and save again if it is to stand instead."
    )


def words_of(row: Intention) -> str:
    """What was said, in words."""
    if row.taken_back:
        return "what was said is taken back"
    return said_in_words(row.kind, as_pence(row.amount), notice_months=row.notice_months)


def offer_meant(round_id: int, party_id: int, offer_id: int | None) -> Offer | None:
    """The offer a statement rests on; refused where the group may not use it."""
    if offer_id is None:
        return None
    found = next((offer for offer in list_usable_offers(round_id, party_id) if offer.id == offer_id), None)
    if found is None:
        raise Refusal("This offer cannot be used: it was withdrawn, or belongs to another group or round.")
    return found


def amount_with(offer: Offer | None, typed: int | None) -> int | None:
    """The amount typed, or the cost of the offer."""
    if offer is None:
        return typed
    return amount_meant(typed, offer_cost=costed(offer).total, offer_name=offer.name)


def new_row(
    found: AtHand, by: Actor, at: datetime, *, line_code: str, line_name: str, kind: IntentionKind, offer: Offer | None
) -> Intention:
    """A row of what is said, with amounts and words still to be filled in."""
    return Intention(
        round_id=found.round.id,
        party_id=by.organisation_id,
        line_code=line_code,
        line_name=line_name,
        service_key="",
        kind=kind,
        amount=as_decimal(0),
        description="",
        reason="",
        effect="",
        offer_id=offer.id if offer else None,
        taken_back=False,
        calculation_id=found.stored.id,
        stated_by_id=by.person_id,
        name=by.name,
        role=role_of(by),
        stated_at=at,
    )


def keep(found: AtHand, act: str, row: Intention, *, by: Actor, before: Intention | None) -> Intention:
    """Store what is said, and note it with what was said before."""
    db.session.add(row)
    db.session.flush()
    old = None if before is None else {"said": words_of(before), "reason": before.reason}
    said = sterling(as_pence(row.amount)) if row.kind is IntentionKind.NEW_SERVICE else words_of(row)
    new = {"group": by.organisation_name, "line": row.line_name, "said": said, "reason": row.reason}
    record_in(found.round, act, by=by, old=old, new=new)
    return row
