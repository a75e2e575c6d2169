"""Asking groups for their opinion of an application by a day, and giving it, with the money of the scheme in view."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal

from commissioning.organisations.queries.localities import list_groups
from core.db import db
from core.errors import NotAllowed, Refusal
from core.four_eyes import is_one_with
from core.money import as_decimal
from core.permissions import Actor, Permission
from core.wording import in_full, listed, sterling
from les.schemes.actions.funding.recording import held_application, record, tell
from les.schemes.actions.recording import words_to_keep
from les.schemes.models.funding import FundingApplication, FundingAsk, FundingOpinion
from les.schemes.queries.standing import standing_of, tie_to
from les.schemes.rules.funding import MOST_OF_WHY, FundingState, Opinion, Standing, check_may_advise, check_may_ask


def ask_opinions(
    *,
    application_id: int,
    group_ids: Collection[int],
    due_on: date,
    by: Actor,
    on: date,
    at: datetime,
    href: str,
) -> list[FundingAsk]:
    """Ask PbC groups for their opinion by a day; their leads are told. More groups may be asked until it is decided."""
    application = held_application(application_id, by, Permission.MAINTAIN_SCHEMES)
    groups = {group.id: group for group, _ in list_groups(application.commissioner_id, on=on)}
    if not set(group_ids) <= set(groups):
        raise Refusal("There is no such PbC group. Choose groups from the list.")
    known = [ask.group.name for ask in application.asks]
    names = [groups[each].name for each in sorted(set(group_ids))]
    check_may_ask(application.state, wanted=names, known=known, due_on=due_on, on=on)
    if tie := _tie(application, by, on):
        raise Refusal(f"{tie} Ask somebody without a tie to the practice to see to its application.")
    asks = [
        FundingAsk(application_id=application.id, group_id=each, due_on=due_on, asked_by_id=by.person_id, asked_at=at)
        for each in sorted(set(group_ids))
    ]
    db.session.add_all(asks)
    application.state = FundingState.ASKED
    db.session.flush()
    record(application, "ask_opinions", by, groups=listed(names), due_on=due_on.isoformat())
    _tell_groups(application, asks, by=by, on=on, at=at, href=href)
    return asks


def give_opinion(
    *, application_id: int, opinion: Opinion, words: str, by: Actor, on: date, at: datetime, href: str
) -> FundingOpinion:
    """Give the opinion of one’s group, in words; until the decision it can be given anew, and the last one counts.

    The money of the scheme, as it stands before the person, is kept with it.
    """
    application = held_application(application_id, by, Permission.ADVISE_ON_SCHEMES)
    ask = next((each for each in application.asks if each.group_id == by.organisation_id), None)
    if ask is None:
        raise NotAllowed("Your group is not asked for its opinion.")
    check_may_advise(application.state, tie=_tie(application, by, on))
    standing = standing_of(application)
    said = FundingOpinion(
        ask=ask,
        opinion=opinion,
        words=words_to_keep(words, what="What the opinion rests on", most=MOST_OF_WHY),
        **money_of(standing),
        given_by_id=by.person_id,
        name=by.name,
        given_at=at,
    )
    db.session.add(said)
    db.session.flush()
    record(application, "give_opinion", by, group=ask.group.name, opinion=said.opinion_name.lower())
    tell(
        application,
        f"opinion/{said.id}",
        at_organisations=[application.commissioner_id],
        permission=Permission.APPROVE_SCHEMES,
        subject=f"{ask.group.name} gave its opinion on {application.reference}",
        words=f"{application.called}: {said.opinion_name.lower()}.",
        by=by,
        on=on,
        at=at,
        href=href,
    )
    return said


def money_of(standing: Standing) -> dict[str, Decimal | None]:
    """The money of a scheme as it stands, as the database keeps it with what was said or decided in view of it."""
    told = {"budget": standing.budget, "committed": standing.committed, "spent": standing.spent}
    kept = {name: None if pence is None else as_decimal(pence) for name, pence in told.items()}
    return {**kept, "funded": as_decimal(standing.funded)}


def _tie(application: FundingApplication, by: Actor, on: date) -> str:
    if is_one_with(by, application.begun_by_id, application.sent_by_id):
        return "You wrote or signed this application."
    return tie_to(application.practice, by, on=on)


def _tell_groups(
    application: FundingApplication, asks: Sequence[FundingAsk], *, by: Actor, on: date, at: datetime, href: str
) -> None:
    for ask in asks:
        tell(
            application,
            f"asked/{ask.group_id}",
            at_organisations=[ask.group_id],
            permission=Permission.ADVISE_ON_SCHEMES,
            subject=f"Your opinion is asked by {in_full(ask.due_on)}",
            words=f"{application.practice.name} asks for {sterling(application.pence)}: {application.called}, "
            f"under {application.scheme.called}. Its page shows specification, budget and spend to date.",
            by=by,
            on=on,
            at=at,
            href=href,
        )
