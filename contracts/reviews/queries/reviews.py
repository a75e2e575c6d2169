"""Looking up reviews of contracts, and who may see them: whoever sees the contract and takes part in reviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, selectinload

from commissioning.meetings.models import Meeting, MeetingParty
from commissioning.meetings.queries.meetings import states_of_minutes
from commissioning.meetings.rules.stages import MinutesState
from commissioning.meetings.rules.stages import Stage as MeetingStage
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.issues import ISSUE_SUBJECT
from contracts.agreements.queries.contracts import concerning as contracts_concerning
from contracts.agreements.queries.contracts import find_issue
from contracts.agreements.rules.states import Stage as ContractStage
from contracts.reviews.models import Pack, Review
from contracts.reviews.rules.schedule import STATE_NAMES, Stage, State, state_of
from core.canonical import hash_of
from core.clock import in_london
from core.db import db
from core.errors import Refusal
from core.parties.models import Party
from core.permissions import Actor, Permission, Role
from core.signatures.queries import list_signatures

SORTS: Mapping[str, tuple[InstrumentedAttribute[object] | ColumnElement[object], ...]] = {
    "contract": (Contract.reference, Review.number, Review.id),
    "papers": (Review.papers_due_on, Review.id),
    "day": (Review.meets_on, Review.id),
}
_HELD = (MeetingStage.UNDER_WAY, MeetingStage.MINUTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the reader asks of the register of reviews; blank: everything."""

    text: str = ""
    state: str = ""
    sort: str = "-day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A review as it stands on a day: its state, its newest pack, and how its minutes stand."""

    review: Review
    state: State
    pack: int
    minutes: MinutesState

    @property
    def state_name(self) -> str:
        """The state as people say it."""
        return STATE_NAMES[self.state]


def concerning(by: Actor) -> ColumnElement[bool]:
    """The reviews the reader may see: of contracts that concern them; a provider only of its own."""
    if not by.may(Permission.SEE_PERFORMANCE):
        return false()
    if by.role is Role.PROVIDER_MANAGER:
        return and_(contracts_concerning(by), Contract.provider_id == by.organisation_id)
    return contracts_concerning(by)


def find_seen(review_id: int, *, by: Actor) -> Review | None:
    """The review of that id, if the reader may see it."""
    return db.session.scalars(_reviews().where(Review.id == review_id, concerning(by))).one_or_none()


def get_review(review_id: int, *, for_change: bool = False) -> Review:
    """The review of that id; `for_change` holds it, as it is now, until the act is over."""
    if for_change:
        db.session.execute(select(Review.id).where(Review.id == review_id).with_for_update()).scalar_one()
    rows = _reviews().where(Review.id == review_id).execution_options(populate_existing=for_change)
    return db.session.scalars(rows).one()


def list_of_contract(contract_id: int) -> list[Review]:
    """The reviews of a contract, newest day first."""
    rows = _reviews().where(Review.contract_id == contract_id)
    return list(db.session.scalars(rows.order_by(Review.meets_on.desc(), Review.id.desc())))


def next_number(contract_id: int) -> int:
    """The number of the next review of a contract, which the caller holds."""
    return (db.session.scalar(select(func.max(Review.number)).where(Review.contract_id == contract_id)) or 0) + 1


def select_reviews(asked: Asked, *, by: Actor, on: date) -> Select[Review]:
    """The reviews that concern the reader, as asked, in order."""
    rows = _reviews().where(concerning(by), *_filters(asked, on))
    columns = SORTS.get(asked.sort.lstrip("-"), SORTS["day"])
    return rows.order_by(*(each.desc() if asked.sort.startswith("-") else each for each in columns))


def list_reviews(asked: Asked, *, by: Actor, on: date) -> list[Review]:
    """The same as a list: all of them, for a file."""
    return list(db.session.scalars(select_reviews(asked, by=by, on=on)).unique())


def standing_of(reviews: Sequence[Review], *, on: date) -> list[Standing]:
    """How these reviews stand on a day. One query for their packs, three for their minutes, however many."""
    ids = [each.id for each in reviews]
    rows = select(Pack.review_id, func.max(Pack.number).label("newest")).where(Pack.review_id.in_(ids))
    packs = {row.review_id: row.newest for row in db.session.execute(rows.group_by(Pack.review_id))}
    minutes = states_of_minutes([each.meeting for each in reviews if each.meeting is not None])
    return [
        _standing(each, packs.get(each.id, 0), minutes.get(each.meeting_id or 0, MinutesState.NONE), on)
        for each in reviews
    ]


def _standing(review: Review, pack: int, minutes: MinutesState, on: date) -> Standing:
    meeting = review.meeting
    state = state_of(
        stage=review.stage,
        papers_due_on=review.papers_due_on,
        meets_on=review.meets_on,
        is_held=meeting is not None and meeting.stage in _HELD,
        has_pack=pack > 0,
        is_approved=minutes is MinutesState.APPROVED,
        on=on,
    )
    return Standing(review=review, state=state, pack=pack, minutes=minutes)


def list_packs(review_id: int) -> list[Pack]:
    """The packs of a review, newest first."""
    rows = select(Pack).options(joinedload(Pack.frozen_by)).where(Pack.review_id == review_id)
    return list(db.session.scalars(rows.order_by(Pack.number.desc())))


def get_pack(review_id: int, number: int) -> Pack:
    """A pack of a review by its number; NoResultFound where it has none of that number."""
    rows = select(Pack).options(joinedload(Pack.frozen_by))
    return db.session.scalars(rows.where(Pack.review_id == review_id, Pack.number == number)).one()


def text_of(pack: Pack) -> str:
    """The canonical text of a pack: exactly what was sent. Refused where it has another hash than it was sent under."""
    text = db.session.scalars(select(Pack.content).where(Pack.id == pack.id)).one()
    if hash_of(text) != pack.content_hash:
        raise Refusal(
            f"The kept text of pack {pack.number} is damaged: its hash is another one. Tell an administrator."
        )
    return text


def list_reviewed_contracts(on: date) -> list[Contract]:
    """The signed contracts that have begun, and did not end more than a year before a day."""
    begun = and_(Contract.stage == ContractStage.SIGNED, Contract.starts_on <= on)
    lately = func.coalesce(Contract.terminated_on, Contract.ends_on) >= on.replace(
        year=on.year - 1, day=min(on.day, 28)
    )
    rows = select(Contract).where(begun, lately)
    return list(db.session.scalars(rows.options(selectinload(Contract.settings)).order_by(Contract.id)))


def signed_on(contract: Contract) -> date:
    """The day of the last signature to what is signed of a contract."""
    issue = find_issue(contract.id)
    if issue is None:
        raise LookupError(f"contract {contract.id} is not issued")
    return in_london(list_signatures(ISSUE_SUBJECT, issue.id)[-1].signed_at).date()


def list_to_be_held(*, by: Actor | None = None) -> list[Review]:
    """The reviews that are called and not held yet, soonest first: all, or those that concern the reader."""
    rows = _reviews().join(Review.meeting).where(Review.stage == Stage.SCHEDULED, Meeting.stage == MeetingStage.PLANNED)
    if by is not None:
        rows = rows.where(concerning(by))
    return list(db.session.scalars(rows.order_by(Review.meets_on, Review.id)).unique())


def _filters(asked: Asked, on: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted := asked.text.strip():
        texts = (Contract.reference, Contract.title, Party.name)
        found.append(or_(*(text.icontains(wanted, autoescape=True) for text in texts)))
    has_pack = exists().where(Pack.review_id == Review.id)
    planned = exists().where(Meeting.id == Review.meeting_id, Meeting.stage == MeetingStage.PLANNED)
    waits = and_(Review.stage == Stage.SCHEDULED, planned)
    by_state: Mapping[str, ColumnElement[bool]] = {
        "due": waits,
        "papers_due": and_(waits, ~has_pack, Review.papers_due_on <= on),
        "not_held": and_(waits, Review.meets_on < on),
        "held": and_(Review.stage == Stage.SCHEDULED, ~planned),
        "cancelled": Review.stage == Stage.CANCELLED,
    }
    return [*found, *([by_state[asked.state]] if asked.state in by_state else [])]


def _reviews() -> Select[Review]:
    return (
        select(Review)
        .join(Review.contract)
        .join(Contract.provider)
        .options(
            contains_eager(Review.contract).contains_eager(Contract.provider),
            contains_eager(Review.contract).joinedload(Contract.commissioner),
            joinedload(Review.meeting).selectinload(Meeting.parties).joinedload(MeetingParty.party),
        )
    )
