"""Looking up who ends which agreement, and the notice an agreement is bound to."""

from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from core.db import db
from les.schemes.models.schemes import Scheme
from les.sign_up.models.agreements import LesAgreement
from les.sign_up.models.leaving import Leaving
from les.sign_up.queries.offers import answers_of_agreements
from les.sign_up.rules.binding import binding_from
from les.sign_up.rules.kinds import Side


def get_leaving(leaving_id: int) -> Leaving:
    """The leaving of that id, as the database has it now; NoResultFound when there is none."""
    rows = _leavings().where(Leaving.id == leaving_id).execution_options(populate_existing=True)
    return db.session.execute(rows).scalar_one()


def find_leaving(leaving_id: int, commissioner_ids: Collection[int]) -> Leaving | None:
    """The leaving of that id, where its scheme is of one of these commissioners."""
    rows = _leavings().where(Leaving.id == leaving_id, Scheme.commissioner_id.in_(commissioner_ids))
    return db.session.scalars(rows).first()


def find_waiting(agreement_id: int) -> Leaving | None:
    """The commissioner’s wish to end an agreement that a second person has yet to decide over."""
    return db.session.scalars(_waiting().where(Leaving.agreement_id == agreement_id)).first()


def list_waiting(commissioner_ids: Collection[int]) -> list[Leaving]:
    """All such wishes of these commissioners, oldest first."""
    rows = _waiting().where(Scheme.commissioner_id.in_(commissioner_ids)).order_by(Leaving.id)
    return list(db.session.scalars(rows))


def list_leavings(agreement_id: int) -> list[Leaving]:
    """Who wished to end an agreement and what became of it, oldest first."""
    rows = _leavings().where(Leaving.agreement_id == agreement_id).order_by(Leaving.id)
    return list(db.session.scalars(rows))


def notice_days_of(agreement: LesAgreement) -> int:
    """The days of notice that an agreement is bound to: 0 where it was not made by an offer."""
    answer = answers_of_agreements([agreement.id]).get(agreement.id)
    return binding_from(answer.offered.content).notice_days if answer else 0


def _waiting() -> Select[Leaving]:
    return _leavings().where(Leaving.side == Side.COMMISSIONER, ~Leaving.decision.has())


def _leavings() -> Select[Leaving]:
    agreement = joinedload(Leaving.agreement)
    return (
        select(Leaving)
        .join(Leaving.agreement)
        .join(LesAgreement.scheme)
        .options(
            agreement.joinedload(LesAgreement.scheme),
            agreement.joinedload(LesAgreement.practice),
            joinedload(Leaving.decision),
        )
    )
