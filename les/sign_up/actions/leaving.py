"""Leaving a scheme: the practice with its notice; the commissioner with a reason, approved by a second person."""

from datetime import date, datetime

from core import audit
from core.db import db
from core.errors import NotAllowed, Refusal
from core.four_eyes import decides_own
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission, check_may
from core.wording import in_full
from les.schemes.actions.recording import words_to_keep
from les.schemes.rules.deciding import check_may_decide
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict
from les.sign_up.actions.recording import record
from les.sign_up.models.agreements import SUBJECT, LesAgreement
from les.sign_up.models.leaving import Leaving, LeavingDecision
from les.sign_up.queries.agreements import get_agreement
from les.sign_up.queries.leaving import find_waiting, get_leaving, notice_days_of
from les.sign_up.queries.practices import hold_practices
from les.sign_up.rules.kinds import Side
from les.sign_up.rules.leaving import check_commissioner_ends, check_practice_leaves, earliest_leaving


def leave_scheme(
    *, agreement_id: int, left_on: date, reason: str, by: Actor, on: date, at: datetime, href: str
) -> Leaving:
    """Leave a scheme for one’s own practice, from a day on that keeps the notice. Commissioners are told."""
    agreement = _held(agreement_id)
    check_may(by, Permission.BIND_PRACTICE, commissioner_id=agreement.scheme.commissioner_id)
    if by.organisation_id != agreement.practice_id:
        raise NotAllowed(f"You act for {by.organisation_name}, and only the practice itself gives notice.")
    earliest = earliest_leaving(on=on, notice_days=notice_days_of(agreement), joined_on=agreement.joined_on)
    check_practice_leaves(left_on=left_on, earliest=earliest, runs_until=agreement.ends_on)
    leaving = _leaving(agreement, left_on=left_on, reason=reason, by=by, at=at)
    agreement.left_on = left_on
    db.session.flush()
    _record(agreement, "leave_scheme", by, left_on=in_full(left_on), reason=leaving.reason)
    notify(
        key=f"sign_up.leave_scheme/{leaving.id}",
        person_ids=people_at([agreement.scheme.commissioner_id], on=on, permission=Permission.OFFER_SCHEMES),
        subject=f"{agreement.practice.name} leaves {agreement.scheme.called}",
        words=f"From {in_full(left_on)} on. See to cover for its patients.",
        href=href,
        at=at,
    )
    return leaving


def end_agreement(*, agreement_id: int, left_on: date, reason: str, by: Actor, on: date, at: datetime) -> Leaving:
    """Ask that an agreement ends, with the reason. It does once a second person approved that."""
    agreement = _held(agreement_id)
    check_may(by, Permission.OFFER_SCHEMES, commissioner_id=agreement.scheme.commissioner_id)
    check_commissioner_ends(left_on=left_on, on=on, joined_on=agreement.joined_on, runs_until=agreement.ends_on)
    if find_waiting(agreement_id) is not None:
        raise Refusal("Somebody asked to end this agreement already. Decide over that first.")
    leaving = _leaving(agreement, left_on=left_on, reason=reason, by=by, at=at)
    _record(agreement, "end_agreement", by, left_on=in_full(left_on), reason=leaving.reason)
    return leaving


def decide_ending(
    *, leaving_id: int, verdict: Verdict, reason: str, by: Actor, on: date, at: datetime, href: str
) -> LeavingDecision:
    """Approve or decline that an agreement ends, as a second person; or withdraw one’s own wish."""
    leaving = get_leaving(leaving_id)
    agreement = _held(leaving.agreement_id)
    leaving = get_leaving(leaving_id)
    check_may(by, Permission.APPROVE_SCHEMES, commissioner_id=agreement.scheme.commissioner_id)
    if leaving.side is Side.PRACTICE:
        raise Refusal("The practice gave notice itself: nobody decides over that.")
    check_may_decide(
        decided=leaving.decision.verdict if leaving.decision else None,
        verdict=verdict,
        is_own=decides_own(by, leaving.told_by_id, withdraws=verdict is Verdict.WITHDRAWN),
        interest=agreement.practice.name if agreement.practice_id in by.interests else "",
    )
    kept = words_to_keep(reason, what="The reason", is_needed=verdict is not Verdict.APPROVED)
    if verdict is Verdict.APPROVED:
        day, first, runs = leaving.left_on, agreement.joined_on, agreement.ends_on
        check_commissioner_ends(left_on=day, on=on, joined_on=first, runs_until=runs)
        agreement.left_on = day
    said = {"verdict": verdict, "reason": kept, "decided_by_id": by.person_id, "name": by.name}
    decision = LeavingDecision(leaving_id=leaving.id, decided_at=at, **said)
    db.session.add(decision)
    db.session.flush()
    _record(agreement, "decide_ending", by, verdict=VERDICT_NAMES[verdict].lower(), reason=kept)
    if verdict is Verdict.APPROVED:
        notify(
            key=f"sign_up.decide_ending/{leaving.id}",
            person_ids=people_at([agreement.practice_id], on=on, permission=Permission.BIND_PRACTICE),
            subject=f"{agreement.number} ends on {in_full(leaving.left_on)}",
            words=leaving.reason,
            href=href,
            at=at,
        )
    return decision


def _held(agreement_id: int) -> LesAgreement:
    agreement = get_agreement(agreement_id)
    hold_practices([agreement.practice_id])
    return get_agreement(agreement_id)


def _leaving(agreement: LesAgreement, *, left_on: date, reason: str, by: Actor, at: datetime) -> Leaving:
    side = Side.PRACTICE if by.organisation_id == agreement.practice_id else Side.COMMISSIONER
    kept = words_to_keep(reason, what="The reason", is_needed=side is Side.COMMISSIONER)
    leaving = Leaving(
        agreement_id=agreement.id,
        side=side,
        left_on=left_on,
        reason=kept,
        told_by_id=by.person_id,
        name=by.name,
        told_at=at,
    )
    db.session.add(leaving)
    db.session.flush()
    return leaving


def _record(agreement: LesAgreement, act: str, by: Actor, **told: str) -> None:
    new: audit.Values = {"agreement": agreement.number, **told}
    record(agreement.scheme, act, by, subject=SUBJECT, subject_id=agreement.id, new=new)
