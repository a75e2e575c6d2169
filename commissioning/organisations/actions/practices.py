"""Adding practices, moving them between groups, putting a membership right, closing them."""

from datetime import date

from commissioning.organisations.actions.recording import record_on
from commissioning.organisations.models import PracticeMembership
from commissioning.organisations.queries.lines import days_of
from commissioning.organisations.queries.practices import (
    find_membership,
    find_membership_after,
    get_membership,
    list_memberships,
    lock_party,
)
from commissioning.organisations.rules.checks import check_alone, check_period, check_reason, check_within
from commissioning.organisations.rules.values import Stay
from core.db import db
from core.errors import Refusal
from core.parties import actions as parties
from core.parties.models import Party
from core.parties.queries import get_party
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may
from core.wording import in_full


def add_practice(
    *, commissioner_id: int, code: str, name: str, opened_on: date, by: Actor, group_id: int | None = None
) -> Party:
    """Add a practice, under a code no practice ever had, and let it join a group on its first day if one is named."""
    check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=commissioner_id)
    practice = parties.add_party(
        kind=PartyKind.PRACTICE,
        code=code,
        name=name,
        opened_on=opened_on,
        by=by,
        commissioner_id=commissioner_id,
    )
    group = None if group_id is None else _group_of(practice, group_id)
    if group is not None:
        _join(practice, group, opened_on)
    new = {"code": code, "name": practice.name, "opened_on": opened_on.isoformat()}
    record_on(practice, by=by, act="add_practice", new={**new, "group": group.name if group else "no group"})
    return practice


def move_practice(*, practice_id: int, group_id: int | None, from_on: date, by: Actor) -> Party:
    """Let a practice leave its group and join another (None: none) from a day on; the day before is its last."""
    practice = lock_party(practice_id, PartyKind.PRACTICE)
    check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=practice.commissioner_id)
    group = None if group_id is None else _group_of(practice, group_id)
    current = find_membership(practice_id, on=from_on)
    _check_move(practice, current, group, from_on)
    if current is not None:
        current.left_on = from_on
        db.session.flush()
    if group is not None:
        _join(practice, group, from_on)
    old = {"group": current.group.name if current else "no group"}
    new = {"group": group.name if group else "no group", "from_on": from_on.isoformat()}
    record_on(practice, by=by, act="move_practice", old=old, new=new)
    return practice


def correct_membership(
    *, membership_id: int, group_id: int, joined_on: date | None, left_on: date | None, reason: str, by: Actor
) -> PracticeMembership:
    """Put right what was recorded wrongly about one membership, with a reason."""
    kept = get_membership(membership_id)
    practice = lock_party(kept.practice_id, PartyKind.PRACTICE)
    check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=practice.commissioner_id)
    check_reason(reason, "the membership is corrected")
    group = _group_of(practice, group_id)
    check_period(joined_on, left_on)
    _check_stay(practice, group, joined_on, left_on, but=kept.id)
    old = _values(kept.group, kept.joined_on, kept.left_on)
    kept.group_id, kept.joined_on, kept.left_on = group_id, joined_on, left_on
    db.session.flush()
    new = {**_values(group, joined_on, left_on), "reason": reason.strip()}
    record_on(practice, by=by, act="correct_membership", old=old, new=new)
    return kept


def close_practice(*, practice_id: int, closed_on: date, reason: str, by: Actor) -> Party:
    """Close a practice from a day on; its membership ends with it, its code stays taken for ever."""
    practice = lock_party(practice_id, PartyKind.PRACTICE)
    check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=practice.commissioner_id)
    later = find_membership_after(practice_id, day=closed_on)
    if later is not None and later.joined_on is not None:
        raise Refusal(
            f"{practice.name} joins {later.group.name} on {in_full(later.joined_on)}, after the day it would close. "
            "Correct that membership first."
        )
    parties.end_party(party_id=practice_id, closed_on=closed_on, reason=reason, by=by)
    current = find_membership(practice_id, on=closed_on)
    if current is not None:
        if current.joined_on == closed_on:
            raise Refusal(f"{practice.name} joined {current.group.name} on that day. Correct that membership first.")
        current.left_on = closed_on
        db.session.flush()
    new = {"closed_on": closed_on.isoformat(), "reason": reason.strip()}
    record_on(practice, by=by, act="close_practice", new=new)
    return practice


def _group_of(practice: Party, group_id: int) -> Party:
    group = get_party(group_id)
    if group.kind is not PartyKind.PBC_GROUP or group.commissioner_id != practice.commissioner_id:
        raise Refusal(f"{practice.name} can only belong to a PbC group of its own primary care trust.")
    return group


def _check_move(practice: Party, current: PracticeMembership | None, group: Party | None, from_on: date) -> None:
    if current is None and group is None:
        raise Refusal(f"{practice.name} belongs to no group on {in_full(from_on)}.")
    if current is None:
        return
    if group is not None and current.group_id == group.id:
        raise Refusal(f"{practice.name} belongs to {group.name} already on {in_full(from_on)}.")
    if current.joined_on == from_on:
        raise Refusal(
            f"{practice.name} joined {current.group.name} on {in_full(from_on)} and cannot leave on the same day. "
            "If that was recorded wrongly, correct the membership."
        )


def _join(practice: Party, group: Party, on: date) -> None:
    _check_stay(practice, group, on, None)
    db.session.add(PracticeMembership(practice_id=practice.id, group_id=group.id, joined_on=on))
    db.session.flush()


def _check_stay(
    practice: Party, group: Party, joined: date | None, left: date | None, *, but: int | None = None
) -> None:
    check_within(days_of(practice), joined, left)
    check_within(days_of(group), joined, left)
    others = [
        Stay(group=kept.group.name, joined=kept.joined_on, left=kept.left_on)
        for kept in list_memberships(practice.id)
        if kept.id != but
    ]
    check_alone(practice.name, Stay(group=group.name, joined=joined, left=left), others)


def _values(group: Party, joined: date | None, left: date | None) -> dict[str, str | None]:
    return {
        "group": group.name,
        "joined_on": joined.isoformat() if joined else None,
        "left_on": left.isoformat() if left else None,
    }
