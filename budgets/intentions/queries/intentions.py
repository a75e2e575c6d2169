"""Looking up intentions and answers: what stands, and every change of mind before it."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from budgets.intentions.models.answers import Answer
from budgets.intentions.models.intentions import Intention
from budgets.intentions.models.offers import Offer, OfferPost
from budgets.rounds.models import StoredCalculation
from core.db import db


def get_intention(intention_id: int) -> Intention:
    """The intention of that id; NoResultFound when there is none."""
    return db.session.execute(_intentions().where(Intention.id == intention_id)).scalar_one()


def list_standing(round_id: int) -> list[Intention]:
    """What stands of all groups in a round, in the order it was said; what was taken back is left out."""
    newest = select(func.max(Intention.id)).where(Intention.round_id == round_id)
    newest = newest.group_by(Intention.party_id, Intention.line_code, Intention.service_key)
    found = _intentions().where(Intention.id.in_(newest), Intention.taken_back.is_(False))
    return list(db.session.scalars(found.order_by(Intention.id)))


def find_newest(round_id: int, *, party_id: int, line_code: str = "", service_key: str = "") -> Intention | None:
    """The last thing a group said of a line or a new service, taken back or not; None when it said nothing yet."""
    return next(iter(_list_of(round_id, party_id, line_code, service_key)), None)


def list_versions(said: Intention) -> list[Intention]:
    """All a group ever said of the same line or new service, newest first."""
    return _list_of(said.round_id, said.party_id, said.line_code, said.service_key)


def list_on_line(round_id: int, line_code: str) -> list[Intention]:
    """All that all groups ever said of a line, newest first."""
    found = _intentions().where(Intention.round_id == round_id, Intention.line_code == line_code)
    return list(db.session.scalars(found.order_by(Intention.id.desc())))


def list_standing_answers(round_id: int) -> list[Answer]:
    """The last answer of each provider to each intention of a round, those said anew since among them."""
    newest = select(func.max(Answer.id)).join(Answer.intention).where(Intention.round_id == round_id)
    newest = newest.group_by(Answer.intention_id, Answer.party_id)
    found = select(Answer).where(Answer.id.in_(newest)).options(joinedload(Answer.party)).order_by(Answer.id)
    return list(db.session.scalars(found))


def find_answer(intention_id: int, *, party_id: int) -> Answer | None:
    """The last answer of a provider to an intention."""
    found = select(Answer).where(Answer.intention_id == intention_id, Answer.party_id == party_id)
    return db.session.scalars(found.order_by(Answer.id.desc()).limit(1)).first()


def list_answers_ever(intention_ids: Sequence[int]) -> list[Answer]:
    """Every answer to these intentions, newest first."""
    found = select(Answer).where(Answer.intention_id.in_(intention_ids)).options(joinedload(Answer.party))
    return list(db.session.scalars(found.order_by(Answer.id.desc())))


def _list_of(round_id: int, party_id: int, line_code: str, service_key: str) -> list[Intention]:
    found = _intentions().where(
        Intention.round_id == round_id,
        Intention.party_id == party_id,
        Intention.line_code == line_code,
        Intention.service_key == service_key,
    )
    return list(db.session.scalars(found.order_by(Intention.id.desc())))


def _intentions() -> Select[Intention]:
    posts = joinedload(Intention.offer).options(selectinload(Offer.posts).joinedload(OfferPost.point))
    number = joinedload(Intention.calculation).load_only(StoredCalculation.number)
    return select(Intention).options(joinedload(Intention.party), number, posts)
