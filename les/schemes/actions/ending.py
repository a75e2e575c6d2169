"""Ending a scheme from a day: one person sets it with the reason, a second approves it."""

from datetime import date, datetime

from sqlalchemy.exc import NoResultFound

from commissioning.organisations.queries.localities import list_groups
from commissioning.organisations.queries.practices import list_practices, list_practices_of
from core.db import db
from core.errors import Refusal
from core.four_eyes import is_one_with
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission
from core.wording import in_full
from les.schemes.actions.recording import held, record, words_to_keep
from les.schemes.models.ending import EndDecision, SchemeEnd
from les.schemes.models.schemes import Scheme
from les.schemes.queries.ending import ended_on, get_end, list_ends, reasons_against
from les.schemes.queries.interests import interest_in_scheme
from les.schemes.queries.recommissioning import find_newest_case, groups_concerned, standing_outcome
from les.schemes.queries.schemes import find_approved_version
from les.schemes.rules.ending import check_may_end, reason_against_deciding_end
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict


def propose_end(
    *, scheme_id: int, ends_on: date, reason: str, by: Actor, on: date, at: datetime, href: str
) -> SchemeEnd:
    """Set the day from which a scheme does not hold any more. It counts once a second person approved it."""
    scheme = held(scheme_id, by, Permission.MAINTAIN_SCHEMES)
    check_end(scheme, ends_on, on=on, is_waiting=any(each.decision is None for each in list_ends(scheme.id)))
    if interest := interest_in_scheme(scheme, by, on=on):
        raise Refusal(f"You declared an interest in {interest}, whom this concerns. Let somebody without one do it.")
    kept = words_to_keep(reason, what="The reason")
    end = SchemeEnd(scheme=scheme, ends_on=ends_on, reason=kept, proposed_by_id=by.person_id, proposed_at=at)
    db.session.add(end)
    db.session.flush()
    record(scheme, "propose_end", by, new={"ends_on": ends_on.isoformat(), "reason": kept})
    people = people_at([scheme.commissioner_id], on=on, permission=Permission.APPROVE_SCHEMES)
    notify(
        key=f"schemes.propose_end/{end.id}",
        person_ids=[each for each in people if each != by.person_id],
        subject=f"The end of {scheme.called} waits for approval",
        words=f"{by.name} asks a second person to approve that it ends on {in_full(ends_on)}.",
        href=href,
        at=at,
    )
    return end


def decide_end(
    *, end_id: int, verdict: Verdict, reason: str, by: Actor, on: date, at: datetime, href: str
) -> SchemeEnd:
    """Approve or decline the end of a scheme as a second person, or withdraw one’s own.

    Whatever stood against it when it was proposed is asked anew. Practices and groups where it holds are told.
    """
    permission = Permission.MAINTAIN_SCHEMES if verdict is Verdict.WITHDRAWN else Permission.APPROVE_SCHEMES
    scheme = held(_scheme_id_of(end_id), by, permission)
    end = get_end(end_id)
    _check_may_decide(end, verdict, by, on)
    if verdict is Verdict.APPROVED:
        check_end(scheme, end.ends_on, on=on)
    kept = words_to_keep(reason, what="The reason", is_needed=verdict is not Verdict.APPROVED)
    decision = EndDecision(
        end=end,
        scheme_id=scheme.id,
        verdict=verdict,
        reason=kept,
        proposed_by_id=end.proposed_by_id,
        decided_by_id=by.person_id,
        decided_at=at,
    )
    db.session.add(decision)
    db.session.flush()
    new = {"ends_on": end.ends_on.isoformat(), "verdict": VERDICT_NAMES[verdict].lower(), "reason": kept}
    record(scheme, "decide_end", by, new=new)
    if verdict is Verdict.APPROVED:
        _tell(scheme, end, on, at, href)
    return end


def check_end(scheme: Scheme, ends_on: date, *, on: date, is_waiting: bool = False) -> None:
    """Refuse an end from that day for whatever stands against it."""
    case = find_newest_case(scheme.id)
    outcome = standing_outcome(case)
    check_may_end(
        is_approved=find_approved_version(scheme.id) is not None,
        ends_on=ends_on,
        on=on,
        ends_already=ended_on(scheme.id),
        is_waiting=is_waiting,
        standing=outcome,
        is_undecided=case is not None and outcome is None,
        reasons=reasons_against(scheme.id, ends_on),
    )


def why_not(end: SchemeEnd, by: Actor, *, on: date) -> str:
    """Why somebody may not approve or decline an end; blank where they may."""
    return reason_against_deciding_end(
        decided=end.decision.verdict if end.decision else None,
        is_own=is_one_with(by, end.proposed_by_id),
        interest=interest_in_scheme(end.scheme, by, on=on),
    )


def _check_may_decide(end: SchemeEnd, verdict: Verdict, by: Actor, on: date) -> None:
    if verdict is not Verdict.WITHDRAWN:
        if reason := why_not(end, by, on=on):
            raise Refusal(reason)
        return
    if end.decision is not None:
        raise Refusal(f"This is decided already: {VERDICT_NAMES[end.decision.verdict].lower()}.")
    if end.proposed_by_id != by.person_id:
        raise Refusal("Only the one who set this day withdraws it. Decline it instead.")


def _scheme_id_of(end_id: int) -> int:
    try:
        return get_end(end_id).scheme_id
    except NoResultFound:
        raise Refusal("There is no such end of a scheme.") from None


def _tell(scheme: Scheme, end: SchemeEnd, on: date, at: datetime, href: str) -> None:
    groups = [group.id for group in groups_concerned(scheme, list_groups(scheme.commissioner_id, on=on))]
    if scheme.locality_id is None:
        practices = [each.id for each in list_practices(scheme.commissioner_id, on=on)]
    else:
        practices = [each.id for group in groups for each, _ in list_practices_of(group, on=on)]
    notify(
        key=f"schemes.decide_end/{end.id}",
        person_ids=people_at([*groups, *practices], on=on, permission=Permission.SEE_SCHEMES),
        subject=f"{scheme.called} ends on {in_full(end.ends_on)}",
        words="What is done before that day is paid as agreed. After it nothing of this scheme is paid.",
        href=href,
        at=at,
    )
