"""Beginning a claim as a draft, and filling it in."""

from collections.abc import Sequence
from datetime import date, datetime

from core.db import db
from core.errors import Refusal
from core.parties.models import Party
from core.parties.queries import get_party
from core.permissions import Actor
from les.claims.actions.recording import held_claim, held_scheme, record
from les.claims.models.claims import Claim, ClaimQuantity
from les.claims.queries.claims import find_current, find_draft
from les.claims.queries.members import held_in
from les.claims.queries.planned import NOT_CLAIMED
from les.claims.queries.windows import find_window
from les.claims.rules.asking import Way, asked_of, is_in
from les.claims.rules.kinds import Route, State
from les.claims.rules.submitting import check_is_draft, check_may_replace, check_window
from les.schemes.actions.recording import words_to_keep
from les.schemes.models.schemes import Scheme
from les.schemes.rules.quarters import Quarter
from les.schemes.rules.terms import Quantity

MOST_OF_NOTE = 1000
_MOST_COUNT = 9_999_999


def begin_claim(*, scheme_id: int, practice_id: int, quarter: Quarter, by: Actor, on: date, at: datetime) -> Claim:
    """Begin a draft. Where a claim of the quarter counts already, the draft begins as that one was, to replace it."""
    scheme = held_scheme(scheme_id, practice_id, by)
    window = find_window(scheme.commissioner_id, quarter)
    check_window(quarter=quarter, opens_on=window.opens_on if window else None, on=on)
    practice = get_party(practice_id)
    _check_in(scheme, practice, quarter)
    draft = find_draft(scheme_id, practice_id, quarter)
    if draft is not None:
        raise Refusal(f"A draft of this claim was begun already: {draft.number}. Go on with that one.")
    current = find_current(scheme_id, practice_id, quarter)
    if current is not None:
        check_may_replace(number=current.number, state=current.state)
    claim = Claim(
        scheme=scheme,
        practice=practice,
        year=str(quarter.year),
        quarter=quarter.number,
        state=State.DRAFT,
        route=Route.TYPED,
        is_nil=bool(current and current.is_nil),
        is_late=False,
        note=current.note if current else "",
        begun_by_id=by.person_id,
        begun_at=at,
    )
    claim.quantities = [
        ClaimQuantity(element=each.element, starts_on=each.starts_on, ends_on=each.ends_on, count=each.count)
        for each in (current.quantities if current else ())
    ]
    db.session.add(claim)
    db.session.flush()
    told = {"scheme": scheme.called, "quarter": str(quarter)}
    record(claim, "begin_claim", by, new={**told, "instead_of": current.number if current else ""})
    return claim


def _check_in(scheme: Scheme, practice: Party, quarter: Quarter) -> None:
    """Refuse claims of a scheme that a plan pays, or that the practice is in on no day of the quarter."""
    held = held_in(practice, quarter, [scheme.id])
    if scheme.id in held.planned:
        raise Refusal(f"{scheme.called} {NOT_CLAIMED}")
    if not any(is_in(each, quarter) for each in held.members.get(scheme.id, ())):
        raise Refusal(
            f"{practice.name} is not signed up to {scheme.called} on any day of {quarter}. Nothing can be claimed."
        )


def fill_claim(*, claim_id: int, quantities: Sequence[Quantity], is_nil: bool, note: str, by: Actor) -> Claim:
    """Fill a draft in. What submitting would refuse may stand in it until then, but no unknown element."""
    claim = held_claim(claim_id, by)
    check_is_draft(number=claim.number, state=claim.state)
    counted = [each for each in quantities if each.count]
    if is_nil and counted:
        raise Refusal("You say that there was nothing to claim, and that something was done. Take one of them back.")
    members = held_in(claim.practice, claim.of, [claim.scheme_id]).members.get(claim.scheme_id, ())
    known = {each.element.code for each in asked_of(members, claim.of) if each.way is not Way.ITSELF}
    for each in counted:
        if each.element not in known:
            raise Refusal("The scheme does not pay for what is claimed. Choose one of the things it pays for.")
        if not 0 <= each.count <= _MOST_COUNT:
            raise Refusal(f"A count is a whole number from 0 to {_MOST_COUNT:,}.")
    before = {"counted": sum(each.count for each in claim.quantities), "is_nil": claim.is_nil}
    old = before if any(before.values()) else None
    claim.quantities = [
        ClaimQuantity(element=each.element, starts_on=each.starts_on, ends_on=each.ends_on, count=int(each.count))
        for each in counted
    ]
    claim.is_nil = is_nil
    claim.note = words_to_keep(note, what="The note", is_needed=False, most=MOST_OF_NOTE)
    db.session.flush()
    counts = sum(int(each.count) for each in counted)
    record(claim, "fill_claim", by, old=old, new={"counted": counts, "is_nil": is_nil})
    return claim
