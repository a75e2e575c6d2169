"""Submitting claims: one from its draft, or those of many schemes at once. What was claimed is read under a lock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.db import db
from core.errors import Refusal
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.parties.models import Party
from core.parties.queries import get_party
from core.permissions import Actor, Permission
from core.wording import sterling
from les.claims.actions.drafting import MOST_OF_NOTE
from les.claims.actions.recording import held_claim, held_scheme
from les.claims.actions.storing import Submission, same_as, store
from les.claims.models.claims import Claim, ClaimQuantity
from les.claims.models.receipts import ClaimRequest
from les.claims.models.windows import Window
from les.claims.queries.amounts import as_quantity
from les.claims.queries.approving import list_decisions
from les.claims.queries.claims import find_current, find_draft, find_request, get_claims
from les.claims.queries.windows import find_window
from les.claims.queries.working import Desk, desk_of
from les.claims.rules.kinds import State, Verdict
from les.claims.rules.seen import check_as_seen
from les.claims.rules.submitting import check_is_draft, check_may_replace, check_window
from les.claims.rules.working import Worked, total_of
from les.schemes.actions.recording import words_to_keep
from les.schemes.models.schemes import Scheme
from les.schemes.rules.quarters import Quarter
from les.schemes.rules.terms import Quantity

Address = Callable[[Claim], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is claimed of one scheme. `seen`: the lines as they were shown (`rules.seen.seen_text`); None: not shown."""

    scheme_id: int
    quantities: Sequence[Quantity]
    is_nil: bool = False
    note: str = ""
    seen: str | None = None


def submit_claim(*, claim_id: int, seen: str, by: Actor, on: date, at: datetime, address: Address) -> Claim:
    """Submit a draft as its page showed it. Where a claim of the quarter counts already, this one replaces it."""
    claim = held_claim(claim_id, by)
    check_is_draft(number=claim.number, state=claim.state)
    window = open_window(claim.scheme, claim.of, on)
    desk = desk_of(claim.practice, claim.of, [claim.scheme_id])
    quantities = [as_quantity(each) for each in claim.quantities]
    lines = desk.lines(claim.scheme_id, quantities, is_nil=claim.is_nil)
    check_as_seen(lines, seen)
    current = find_current(claim.scheme_id, claim.practice_id, claim.of)
    if current is not None and _is_the_same(current, lines, quantities, is_nil=claim.is_nil):
        raise Refusal(
            f"{current.number} claims exactly the same already. There is nothing to replace: discard this draft."
        )
    store(claim, lines, current=current, window=window, way=Submission(by=by, on=on, at=at))
    _tell([claim], [total_of(lines)], claim.practice, address, by=by, on=on, at=at)
    return claim


def submit_many(
    *,
    practice_id: int,
    quarter: Quarter,
    entries: Sequence[Entry],
    way: Submission,
    address: Address,
    request_key: str | None = None,
) -> list[Claim]:
    """Submit claims of many schemes for a quarter at once: all are taken or none. Those that were.

    One that claims exactly what counts already is left alone. A machine's key that was used for the same before gives
    what was submitted then.
    """
    by, on = way.by, way.on
    if not entries:
        raise Refusal(
            "There is nothing to submit: no scheme is counted, and of none it is said that there was nothing."
        )
    schemes = {each: held_scheme(each, practice_id, by) for each in sorted({entry.scheme_id for entry in entries})}
    if len(schemes) != len(entries):
        raise Refusal("A scheme stands here twice. Claim each once.")
    if request_key and (before := made_before(practice_id, request_key, way.file_hash)):
        return before
    practice = get_party(practice_id)
    windows = {each: open_window(schemes[each], quarter, on) for each in schemes}
    desk = desk_of(practice, quarter, list(schemes))
    made = []
    for entry in sorted(entries, key=lambda each: each.scheme_id):
        made += _submitted(entry, desk, schemes[entry.scheme_id], windows[entry.scheme_id], way)
    if not made:
        raise Refusal(f"All of this is claimed for {quarter} already, exactly so. Nothing was changed.")
    claims = [claim for claim, _ in made]
    if request_key:
        _keep_request(practice_id, request_key, claims, way)
    _tell(claims, [total_of(lines) for _, lines in made], practice, address, by=by, on=on, at=way.at)
    return claims


def open_window(scheme: Scheme, quarter: Quarter, on: date) -> Window:
    """The window of a quarter, once it has opened; refuses before."""
    window = find_window(scheme.commissioner_id, quarter)
    check_window(quarter=quarter, opens_on=window.opens_on if window else None, on=on)
    if window is None:  # check_window has refused it
        raise Refusal(f"There is no window for claims of {quarter}.")
    return window


def _submitted(
    entry: Entry, desk: Desk, scheme: Scheme, window: Window, way: Submission
) -> list[tuple[Claim, Sequence[Worked]]]:
    practice, quarter = desk.practice, desk.quarter
    draft = find_draft(scheme.id, practice.id, quarter)
    if draft is not None:
        raise Refusal(
            f"{draft.number} is a draft of the same claim, of {scheme.called}. Submit it, or discard it, first: the "
            "same is not claimed in two ways."
        )
    try:
        lines = desk.lines(scheme.id, entry.quantities, is_nil=entry.is_nil)
    except Refusal as refusal:
        raise Refusal(f"{scheme.called}: {refusal}") from refusal
    if entry.seen is not None:
        check_as_seen(lines, entry.seen)
    current = find_current(scheme.id, practice.id, quarter)
    if current is not None:
        if _is_the_same(current, lines, entry.quantities, is_nil=entry.is_nil):
            return []
        check_may_replace(number=current.number, state=current.state)
    claim = Claim(
        scheme=scheme,
        practice=practice,
        year=str(quarter.year),
        quarter=quarter.number,
        state=State.DRAFT,
        route=way.route,
        is_nil=entry.is_nil,
        is_late=False,
        note=words_to_keep(entry.note, what="The note", is_needed=False, most=MOST_OF_NOTE),
        file_hash=way.file_hash,
        begun_by_id=way.by.person_id,
        begun_at=way.at,
        quantities=[_as_row(each) for each in entry.quantities if each.count],
    )
    db.session.add(claim)
    db.session.flush()
    store(claim, lines, current=current, window=window, way=way)
    return [(claim, lines)]


def made_before(practice_id: int, key: str, file_hash: str | None) -> list[Claim]:
    """What a machine submitted under a key before; none where it was not used. Refuses other claims under the same."""
    before = find_request(practice_id, key)
    if before is None:
        return []
    if before.content_hash != file_hash:
        raise Refusal("This key was used for other claims before. Send these with a key of their own.")
    return get_claims([int(line) for line in before.claims.splitlines()])


def _keep_request(practice_id: int, key: str, claims: Sequence[Claim], way: Submission) -> None:
    ids = "\n".join(str(claim.id) for claim in claims)
    content_hash = way.file_hash or ""
    db.session.add(
        ClaimRequest(practice_id=practice_id, key=key, content_hash=content_hash, claims=ids, made_at=way.at)
    )
    db.session.flush()


def _as_row(quantity: Quantity) -> ClaimQuantity:
    return ClaimQuantity(
        element=quantity.element, starts_on=quantity.starts_on, ends_on=quantity.ends_on, count=int(quantity.count)
    )


def _is_the_same(current: Claim, lines: Sequence[Worked], quantities: Sequence[Quantity], *, is_nil: bool) -> bool:
    """Whether a claim says what counts already. One that was given back may come again just so, with evidence."""
    if any(each.verdict is Verdict.RETURNED for each in list_decisions(current.id)):
        return False
    return same_as(current, lines, quantities, is_nil=is_nil)


def _tell(
    claims: Sequence[Claim],
    amounts: Sequence[int],
    practice: Party,
    address: Address,
    *,
    by: Actor,
    on: date,
    at: datetime,
) -> None:
    """The receipt as a message to those who claim for the practice; one message however many claims."""
    first, quarter = claims[0], claims[0].of
    told = [
        f"{each.number}, {each.scheme.called}: {sterling(pence)}." for each, pence in zip(claims, amounts, strict=True)
    ]
    late = " It came after the last day of the window: the commissioner decides whether to take it." * first.is_late
    many = f"{len(claims)} claims" if len(claims) > 1 else first.number
    notify(
        key=f"claims.submit/{first.id}",
        person_ids=people_at([practice.id], on=on, permission=Permission.CLAIM),
        subject=f"Received: {many} for {quarter}",
        words=f"Submitted by {by.name}. {' '.join(told)}{late}",
        href=address(first),
        at=at,
    )
