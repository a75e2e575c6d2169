"""What stands in a reader's calendar, and who stands behind its secret address."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from commissioning.meetings.models import Action
from commissioning.meetings.queries.actions import Asked as ActionsAsked
from commissioning.meetings.queries.actions import list_actions
from contracts.notices.models.notices import Notice
from contracts.notices.queries.register import list_open_of
from contracts.reviews.models import CalendarAddress, Review
from contracts.reviews.queries.reviews import Asked, list_reviews, standing_of
from contracts.reviews.rules.calendar import Entry
from contracts.reviews.rules.schedule import WAITING, State
from core.db import db
from core.people.models import Grant
from core.people.passwords import hash_token
from core.people.queries import find_actor
from core.permissions import Actor
from core.wording import in_full

Address = Callable[[int], str]
NoticeAddress = Callable[[int, int], str]
_MOST_NOTICES = 500


def entries_for(
    by: Actor, *, on: date, review_at: Address, action_at: Address, notice_at: NoticeAddress
) -> list[Entry]:
    """What stands in the calendar of a reader.

    The reviews that concern them with the days of their papers, the open actions of their organisation, and what falls
    due under open notices of contracts to which it is a party. `notice_at`: by contract and number of the notice.
    """
    standings = standing_of(list_reviews(Asked(sort="day"), by=by, on=on), on=on)
    found = [_day_of(each.review, each.state, review_at) for each in standings]
    found += [_papers_of(each.review, review_at) for each in standings if each.state in WAITING and not each.pack]
    actions = list_actions(ActionsAsked(state="open", owner="own"), by=by, on=on)
    notices = list_open_of(by=by, most=_MOST_NOTICES)
    return [
        *found,
        *(_day_of_action(each, action_at) for each in actions),
        *(_day_of_notice(each, each.next_due_on, notice_at) for each in notices if each.next_due_on),
    ]


def _day_of_action(action: Action, action_at: Address) -> Entry:
    moved = f" Moved from {in_full(action.first_due_on)}." if action.days_moved else ""
    return Entry(
        key=f"action-{action.id}",
        of=action.meeting.commissioner.code,
        day=action.due_on,
        summary=f"Action due: {action.words}",
        description=f"{action.owner_name}. Agreed at {action.meeting.title}.{moved}",
        sequence=action.version,
        url=action_at(action.id),
    )


def _day_of_notice(notice: Notice, due_on: date, notice_at: NoticeAddress) -> Entry:
    contract = notice.contract
    return Entry(
        key=f"notice-{notice.id}",
        of=contract.commissioner.code,
        day=due_on,
        summary=f"Notice {notice.number} of {contract.reference}: {notice.next_what}",
        description=f"{notice.kind_name}: {notice.title}. With {contract.provider.name}.",
        sequence=notice.version,
        url=notice_at(contract.id, notice.number),
    )


def _day_of(review: Review, state: State, review_at: Address) -> Entry:
    contract = review.contract
    place = f"{review.meeting.place}. " if review.meeting and review.meeting.place else ""
    return Entry(
        key=f"review-{review.id}",
        of=contract.commissioner.code,
        day=review.meets_on,
        summary=f"{review.named} of {contract.reference}, {contract.title}",
        description=f"{place}With {contract.provider.name}. Papers due by {in_full(review.papers_due_on)}.",
        sequence=review.version,
        url=review_at(review.id),
        is_cancelled=state is State.CANCELLED,
    )


def _papers_of(review: Review, review_at: Address) -> Entry:
    contract = review.contract
    return Entry(
        key=f"papers-{review.id}",
        of=contract.commissioner.code,
        day=review.papers_due_on,
        summary=f"Papers due: {review.named.lower()} of {contract.reference}",
        description=f"For the review on {in_full(review.meets_on)}.",
        sequence=review.version,
        url=review_at(review.id),
    )


def list_addresses(grant_id: int) -> list[CalendarAddress]:
    """The addresses of a grant that are not revoked, newest first."""
    rows = select(CalendarAddress).where(CalendarAddress.grant_id == grant_id, CalendarAddress.revoked_at.is_(None))
    return list(db.session.scalars(rows.order_by(CalendarAddress.id.desc())))


def get_address(address_id: int, *, grant_id: int) -> CalendarAddress:
    """An address of a grant; NoResultFound for one of any other."""
    rows = select(CalendarAddress).where(CalendarAddress.id == address_id, CalendarAddress.grant_id == grant_id)
    return db.session.scalars(rows.with_for_update()).one()


def find_reader(secret: str, *, on: date) -> Actor | None:
    """The person behind a secret address, under the grant it was made for, if both still hold; None otherwise."""
    rows = select(CalendarAddress).options(joinedload(CalendarAddress.grant).joinedload(Grant.person))
    rows = rows.where(CalendarAddress.token_hash == hash_token(secret), CalendarAddress.revoked_at.is_(None))
    found = db.session.scalars(rows).one_or_none()
    if found is None or not found.grant.person.is_active:
        return None
    return find_actor(person_id=found.grant.person_id, on=on, grant_id=found.grant_id, account="calendar")
