"""Deciding an application: in full, in part or not at all, by a second person, within the budget or by an exception."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from core.db import db
from core.errors import Refusal
from core.four_eyes import is_one_with
from core.money import as_decimal
from core.permissions import ROLE_NAMES, Actor, Permission
from core.wording import in_full, sterling
from les.schemes.actions.funding.advising import money_of
from les.schemes.actions.funding.recording import held_application, record, tell
from les.schemes.actions.recording import words_to_keep
from les.schemes.models.funding import FundingApplication, FundingDecision
from les.schemes.queries.standing import standing_of, tie_to
from les.schemes.rules.funding import (
    FUNDING_NAMES,
    MOST_OF_WHY,
    FundingState,
    decided_as,
    exception_kept,
    reason_against_deciding,
)


def decide_application(
    *,
    application_id: int,
    pence: int,
    reason: str,
    exception: str,
    by: Actor,
    on: date,
    at: datetime,
    href: str,
) -> FundingDecision:
    """Approve an amount in pence, all or part of what was asked for, or nothing: that declines it. The practice and the
    groups that were asked are told.

    Refuses who asked for the opinions, gave one, or has a tie to the practice, and anybody while a group may still
    answer. `exception`: why an amount beyond the budget is approved; not kept where it is within.
    """
    application = held_application(application_id, by, Permission.APPROVE_SCHEMES)
    _check_may_decide(application, by, on)
    state, standing = decided_as(asked=application.pence, approved=pence), standing_of(application)
    kept = words_to_keep(reason, what="The reason", most=MOST_OF_WHY)
    written = words_to_keep(exception, what="The exception", is_needed=False, most=MOST_OF_WHY)
    why_beyond = exception_kept(standing, pence, written)
    decision = FundingDecision(
        application_id=application.id,
        amount=as_decimal(pence),
        reason=kept,
        exception=why_beyond,
        **money_of(standing),
        **_signed_by(by),
        decided_on=on,
        decided_at=at,
    )
    db.session.add(decision)
    application.state = state
    db.session.flush()
    outcome, amount = FUNDING_NAMES[state].lower(), sterling(pence)
    record(application, "decide_application", by, reason=kept, exception=why_beyond, outcome=outcome, amount=amount)
    _tell(application, state, pence, kept, by=by, on=on, at=at, href=href)
    return decision


def _signed_by(by: Actor) -> dict[str, Any]:
    """Who decides, with a copy of name and role."""
    return {"decided_by_id": by.person_id, "name": by.name, "role": ROLE_NAMES[by.role]}


def _check_may_decide(application: FundingApplication, by: Actor, on: date) -> None:
    if why_not := reason_against(application, by, on=on):
        raise Refusal(why_not)


def reason_against(
    application: FundingApplication, by: Actor, *, on: date, ties: Mapping[int, str] | None = None
) -> str:
    """Why somebody may not decide an application now; blank where they may. `ties`: those of the person, if known."""
    opinions = [said for ask in application.asks for said in ask.opinions]
    return reason_against_deciding(
        application.state,
        has_asked=any(is_one_with(by, ask.asked_by_id) for ask in application.asks),
        has_advised=any(is_one_with(by, said.given_by_id) for said in opinions),
        has_applied=is_one_with(by, application.begun_by_id, application.sent_by_id),
        tie=tie_to(application.practice, by, on=on, ties=ties),
        awaited=[
            f"{ask.group.name} (until {in_full(ask.due_on)})"
            for ask in application.asks
            if ask.newest is None and on <= ask.due_on
        ],
    )


def _tell(
    application: FundingApplication,
    state: FundingState,
    pence: int,
    reason: str,
    *,
    by: Actor,
    on: date,
    at: datetime,
    href: str,
) -> None:
    amount = f": {sterling(pence)}" if pence else ""
    to = [
        (application.practice_id, Permission.APPLY_FOR_FUNDING),
        *((ask.group_id, Permission.ADVISE_ON_SCHEMES) for ask in application.asks),
    ]
    for organisation_id, permission in to:
        tell(
            application,
            f"decided/{organisation_id}",
            at_organisations=[organisation_id],
            permission=permission,
            subject=f"{application.reference} is {FUNDING_NAMES[state].lower()}{amount}",
            words=f"{application.called}: {reason}",
            by=by,
            on=on,
            at=at,
            href=href,
        )
