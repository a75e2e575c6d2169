"""Anonymising somebody who left, by two administrators; giving a person’s data out to them on their written request."""

from datetime import date, datetime

from core import audit
from core.audit_trail import actions as trail
from core.audit_trail.queries import find_redaction
from core.audit_trail.rules import Ground
from core.db import db
from core.errors import Refusal
from core.four_eyes import is_one_with
from core.notifications.actions import forget_messages, notify
from core.people.actions.leaving import anonymise_account
from core.people.models import Person
from core.people.queries import get_person
from core.permissions import Actor, Permission, check_may
from core.privacy import queries, rules
from core.privacy.models import Leaver
from core.privacy.rules import Verdict

_WHY = "The account is anonymised: the person left"


def propose_anonymising(*, person_id: int, reason: str, by: Actor, on: date, at: datetime, years: int) -> Leaver:
    """Propose that the name of somebody who left goes, `years` after they were deactivated; another one confirms.

    What events of the audit trail say of the name is proposed for redaction with it.
    """
    check_may(by, Permission.ADMINISTER_PEOPLE)
    rules.check_reason(reason)
    person = get_person(person_id, for_change=True)
    _check_may_go(person, on=on, years=years)
    if queries.find_leaver(person_id) is not None:
        raise Refusal("That is proposed already. Another administrator decides over it.")
    leaver = Leaver(person_id=person_id, reason=reason.strip(), proposed_by_id=by.person_id, proposed_at=at)
    db.session.add(leaver)
    db.session.flush()
    for event in queries.list_naming_events(person_id):
        redaction = find_redaction(event.id)
        if redaction is None or redaction.declined_at is not None:
            trail.propose_redaction(event_id=event.id, ground=Ground.OTHER, reason=_WHY, by=by, at=at)
        elif redaction.proposed_by_id != by.person_id:
            raise Refusal(
                f"Another administrator proposed to redact event {event.id} of the audit trail, which names this "
                "person. Confirm that redaction first."
            )
    _record(by, "propose_anonymising", leaver)
    return leaver


def confirm_anonymising(*, leaver_id: int, by: Actor, on: date, at: datetime, years: int) -> Leaver:
    """Take the name out of the live tables and the trail for good, as the second person. Frozen copies stay."""
    check_may(by, Permission.ADMINISTER_PEOPLE)
    leaver = _open_leaver(leaver_id)
    if is_one_with(by, leaver.proposed_by_id):
        raise Refusal("You proposed this. Another administrator must confirm it.")
    person = get_person(leaver.person_id, for_change=True)
    _check_may_go(person, on=on, years=years)
    for event in queries.list_naming_events(person.id):
        redaction = find_redaction(event.id)
        if redaction is not None and redaction.confirmed_by_id is None:
            trail.confirm_redaction(redaction_id=redaction.id, by=by, at=at)
    anonymise_account(person)
    forget_messages(person.id)
    _decide(leaver, Verdict.DONE, by, at)
    _record(by, "confirm_anonymising", leaver)
    return leaver


def decline_anonymising(*, leaver_id: int, by: Actor, at: datetime) -> Leaver:
    """Leave the account as it is: another administrator declines, or the one who proposed it takes it back."""
    check_may(by, Permission.ADMINISTER_PEOPLE)
    leaver = _open_leaver(leaver_id)
    if by.person_id == leaver.person_id:
        raise Refusal("This is about you. Ask another administrator.")
    _decide(leaver, Verdict.DECLINED, by, at)
    _record(by, "decline_anonymising", leaver)
    return leaver


def give_out_data(*, person_id: int, asked_on: date, by: Actor, on: date, at: datetime, href: str) -> Person:
    """Record that a person asked in writing on a day for what is kept about them, and is given it; they are told."""
    check_may(by, Permission.ADMINISTER_PEOPLE)
    if person_id == by.person_id:
        raise Refusal("Take your own data under your account.")
    if asked_on > on:
        raise Refusal("The day on which they asked lies in the future.")
    person = get_person(person_id)
    audit.record(
        db.session(),
        by=by,
        act="privacy.give_out_data",
        subject="person",
        subject_id=person_id,
        new={"asked_on": asked_on.isoformat()},
    )
    notify(
        key=f"privacy.give_out/{person_id}/{at.isoformat()}",
        person_ids=[person_id],
        subject="Your data were taken for you",
        words=f"{by.name} recorded that you asked in writing for what is kept about you, and took it to give it to "
        "you. If you did not ask, tell another administrator.",
        href=href,
        at=at,
    )
    return person


def _check_may_go(person: Person, *, on: date, years: int) -> None:
    left_on = queries.deactivated_on(person.id) or on
    rules.check_may_go(
        is_active=person.is_active,
        email=person.email,
        keeps=queries.still_held(person.id, on=on),
        free_on=rules.first_day_free(left_on, years=years),
        on=on,
    )


def _open_leaver(leaver_id: int) -> Leaver:
    leaver = queries.get_leaver(leaver_id, for_change=True)
    if leaver.verdict is not None:
        raise Refusal("This was decided already.")
    return leaver


def _decide(leaver: Leaver, verdict: Verdict, by: Actor, at: datetime) -> None:
    leaver.verdict, leaver.decided_by_id, leaver.decided_at = verdict, by.person_id, at
    db.session.flush()


def _record(by: Actor, act: str, leaver: Leaver) -> None:
    audit.record(
        db.session(),
        by=by,
        act=f"privacy.{act}",
        subject="person",
        subject_id=leaver.person_id,
        new={"reason": leaver.reason},
    )
