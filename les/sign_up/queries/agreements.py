"""Which practices are signed up to which schemes, and how a scheme pays one of them.

An agreement ends with the practice that closes, and with the scheme, whatever day the practice was to leave.
"""

from collections.abc import Collection
from datetime import date
from fractions import Fraction

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from commissioning.organisations.models import PopulationSnapshot
from core.db import db
from core.parties.models import Party
from core.permissions import Actor, Role
from les.schemes.models.schemes import Scheme, SchemeVersion
from les.schemes.queries.ending import is_ended
from les.schemes.rules.terms import PracticeInScheme, SchemeTerms
from les.sign_up.models.agreements import LesAgreement


def agreements_between(
    *,
    first: date,
    end: date,
    scheme_ids: Collection[int] | None = None,
    practice_ids: Collection[int] | None = None,
    commissioner_ids: Collection[int] | None = None,
) -> list[LesAgreement]:
    """The agreements in force on some day of [first, end), by scheme, practice and first day. None: all."""
    rows = _agreements().where(
        LesAgreement.joined_on < end,
        or_(LesAgreement.left_on.is_(None), LesAgreement.left_on > first),
        or_(Party.closed_on.is_(None), Party.closed_on > first),
        ~is_ended(first),
    )
    if scheme_ids is not None:
        rows = rows.where(LesAgreement.scheme_id.in_(scheme_ids))
    if practice_ids is not None:
        rows = rows.where(LesAgreement.practice_id.in_(practice_ids))
    if commissioner_ids is not None:
        rows = rows.where(Scheme.commissioner_id.in_(commissioner_ids))
    order = (Scheme.number, Party.code, LesAgreement.joined_on)
    return list(db.session.scalars(rows.order_by(*order)))


def get_agreement(agreement_id: int) -> LesAgreement:
    """The agreement of that id, as the database has it now; NoResultFound when there is none."""
    rows = _agreements().where(LesAgreement.id == agreement_id).execution_options(populate_existing=True)
    return db.session.execute(rows).scalar_one()


def find_seen_agreement(agreement_id: int, by: Actor) -> LesAgreement | None:
    """The agreement of that id, if it concerns the reader: the practice’s own, all of the commissioner’s to theirs."""
    rows = _agreements().where(LesAgreement.id == agreement_id, seen_by(by))
    return db.session.scalars(rows.execution_options(populate_existing=True)).first()


def list_seen_agreements(by: Actor) -> list[LesAgreement]:
    """All agreements that concern the reader, by scheme, practice and first day."""
    rows = _agreements().where(seen_by(by)).order_by(Scheme.number, Party.code, LesAgreement.joined_on)
    return list(db.session.scalars(rows))


def running_by_practice(scheme_id: int, practice_ids: Collection[int], *, after: date) -> dict[int, LesAgreement]:
    """The last agreement of each practice to a scheme that is in force on a day or will be, by practice."""
    rows = _agreements().where(
        LesAgreement.scheme_id == scheme_id,
        LesAgreement.practice_id.in_(practice_ids),
        or_(LesAgreement.left_on.is_(None), LesAgreement.left_on > after),
    )
    rows = rows.order_by(LesAgreement.joined_on, LesAgreement.id).execution_options(populate_existing=True)
    return {each.practice_id: each for each in db.session.scalars(rows)}


def count_agreements(scheme_id: int, practice_ids: Collection[int]) -> dict[int, int]:
    """How many agreements to a scheme each of these practices ever had, by practice."""
    rows = select(LesAgreement.practice_id, func.count()).where(
        LesAgreement.scheme_id == scheme_id, LesAgreement.practice_id.in_(practice_ids)
    )
    return {row[0]: row[1] for row in db.session.execute(rows.group_by(LesAgreement.practice_id))}


def practice_as_paid(
    agreement: LesAgreement, terms: SchemeTerms, population: PopulationSnapshot | None, *, scheme_ends: date | None
) -> PracticeInScheme:
    """The practice as the rules of payment take it. `population`: its people on the frozen day of the terms.

    `scheme_ends`: the day from which the scheme does not hold any more.
    """
    ends = [day for day in (agreement.ends_on, scheme_ends) if day is not None]
    return PracticeInScheme(
        code=agreement.practice.code,
        name=agreement.practice.name,
        joined_on=agreement.joined_on,
        left_on=min(ends, default=None),
        level=agreement.level,
        list_size=_list_size(terms, population),
        counted_on=population.counted_on if population else None,
    )


def seen_by(by: Actor) -> ColumnElement[bool]:
    """Which agreements concern the reader."""
    if by.role is Role.PRACTICE_MANAGER:
        return LesAgreement.practice_id == by.organisation_id
    return Scheme.commissioner_id.in_(by.commissioner_ids)


def _list_size(terms: SchemeTerms, population: PopulationSnapshot | None) -> Fraction | None:
    if population is None:
        return None
    if not terms.weighting:
        return Fraction(population.registered)
    weighted = (each.people for each in population.weightings if each.name == terms.weighting)
    return next((Fraction(each) for each in weighted), None)


def _agreements() -> Select[LesAgreement]:
    return (
        select(LesAgreement)
        .join(LesAgreement.scheme)
        .join(LesAgreement.practice)
        .options(
            joinedload(LesAgreement.scheme),
            joinedload(LesAgreement.practice),
            joinedload(LesAgreement.scheme_version).joinedload(SchemeVersion.approved),
        )
    )
