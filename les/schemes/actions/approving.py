"""Putting a version forward, taking it back, and approving it: by a second person, who freezes its text and prices."""

from collections.abc import Sequence
from datetime import date, datetime

from commissioning.organisations.queries.localities import list_groups
from core import audit
from core.db import db
from core.errors import Refusal
from core.four_eyes import is_one_with
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import ROLE_NAMES, Actor, Permission
from les.schemes.actions.prices import decided, interest_in
from les.schemes.actions.recording import held_version, record, words_to_keep
from les.schemes.models.prices import SchemePrice
from les.schemes.models.schemes import VERSION, ApprovedScheme, SchemeVersion
from les.schemes.queries.contents import content_of, problems_in_version, waiting_prices
from les.schemes.queries.ending import ended_on
from les.schemes.queries.prices import list_prices
from les.schemes.queries.schemes import find_approved_version
from les.schemes.rules.content import canonical, hash_of
from les.schemes.rules.documents import check_may_submit, check_seen, reason_against_approving
from les.schemes.rules.ending import check_not_ended
from les.schemes.rules.kinds import State, Verdict


def submit_version(*, version_id: int, by: Actor, on: date, at: datetime, href: str) -> SchemeVersion:
    """Put a draft forward, once nothing is missing; those who may approve it are told."""
    version = held_version(version_id, by)
    check_not_ended(ended_on(version.scheme_id))
    check_may_submit(version.state, problems_in_version(version))
    version.state, version.submitted_by_id = State.SUBMITTED, by.person_id
    db.session.flush()
    _record(version, "submit_version", by)
    people = people_at([version.scheme.commissioner_id], on=on, permission=Permission.APPROVE_SCHEMES)
    notify(
        key=f"schemes.submit_version/{version.id}/{at.isoformat()}",
        person_ids=[each for each in people if each != by.person_id],
        subject=f"{version.called} waits for approval",
        words=f"{by.name} asks a second person to read and approve it.",
        href=href,
        at=at,
    )
    _ask_leads(version, by=by, on=on, at=at, href=href)
    return version


def return_version(*, version_id: int, reason: str, by: Actor) -> SchemeVersion:
    """Give a version that waits for approval back into draft, with the reason: its drafter or one who approves."""
    permission = Permission.MAINTAIN_SCHEMES if by.may(Permission.MAINTAIN_SCHEMES) else Permission.APPROVE_SCHEMES
    version = held_version(version_id, by, permission)
    if version.state is not State.SUBMITTED:
        raise Refusal("Only a version that waits for approval is given back.")
    kept = words_to_keep(reason, what="The reason")
    version.state, version.submitted_by_id = State.DRAFT, None
    db.session.flush()
    _record(version, "return_version", by, reason=kept)
    return version


def approve_version(*, version_id: int, seen_hash: str, by: Actor, on: date, at: datetime) -> SchemeVersion:
    """Approve the exact text that the person had in front of them, and the prices that wait with it.

    Refuses the one who drafted it, put it forward or proposed one of these prices. The text is frozen with its hash,
    and the version approved before is superseded.
    """
    version = held_version(version_id, by, Permission.APPROVE_SCHEMES)
    content, waiting = content_of(version), waiting_prices(version, list_prices(version.scheme_id))
    content_hash = hash_of(content)
    check_not_ended(ended_on(version.scheme_id))
    if reason := reason_against(version, waiting, by):
        raise Refusal(reason)
    check_seen(is_seen=seen_hash == content_hash)
    before = find_approved_version(version.scheme_id)
    if before is not None:
        before.state = State.SUPERSEDED
        db.session.flush()
    version.state = State.APPROVED
    approved = ApprovedScheme(
        version_id=version.id,
        content=canonical(content),
        content_hash=content_hash,
        issued_on=on,
        approved_by_id=by.person_id,
        name=by.name,
        role=ROLE_NAMES[by.role],
        approved_at=at,
    )
    db.session.add(approved)
    db.session.add_all(decided(each, Verdict.APPROVED, "Approved with the version", by, at) for each in waiting)
    db.session.flush()
    _record(version, "approve_version", by, content_hash=content_hash, prices=str(len(waiting)))
    return version


def reason_against(version: SchemeVersion, waiting: Sequence[SchemePrice], by: Actor) -> str:
    """Why somebody may not approve a version with the prices that wait; blank where they may."""
    return reason_against_approving(
        version.state,
        is_own=is_one_with(by, version.begun_by_id, version.submitted_by_id),
        problems=problems_in_version(version) if version.state is State.SUBMITTED else [],
        own_prices=[each.element_name for each in waiting if is_one_with(by, each.proposed_by_id)],
        interest=interest_in(waiting, by),
    )


def _ask_leads(version: SchemeVersion, *, by: Actor, on: date, at: datetime, href: str) -> None:
    """Tell the PbC leads where the scheme holds that they can comment until it is approved."""
    scheme = version.scheme
    groups = [group.id for group, _ in list_groups(scheme.commissioner_id, on=on, locality_id=scheme.locality_id)]
    leads = people_at(groups, on=on, permission=Permission.ADVISE_ON_SCHEMES)
    notify(
        key=f"schemes.comment_on/{version.id}/{at.isoformat()}",
        person_ids=[each for each in leads if each != by.person_id],
        subject=f"{version.called} can be commented on",
        words=f"{by.name} put it forward for approval. Say what you think of its sections before it is approved.",
        href=href,
        at=at,
    )


def _record(version: SchemeVersion, act: str, by: Actor, **new: str) -> None:
    values: audit.Values = {"version": version.number, **new}
    record(version.scheme, act, by, new=values, subject=VERSION, subject_id=version.id)
