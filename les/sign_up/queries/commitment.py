"""What sign-ups commit of a scheme in a year, for the pages of its budgets."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from commissioning.organisations.models import PopulationSnapshot
from commissioning.organisations.queries.localities import list_groups
from commissioning.organisations.queries.practices import list_memberships_of_trust
from core.db import db
from core.periods import FinancialYear, holds_on
from les.schemes.queries.contents import terms_of
from les.schemes.queries.ending import ended_on
from les.schemes.queries.prices import list_prices
from les.sign_up.models.agreements import LesAgreement
from les.sign_up.queries.agreements import agreements_between, practice_as_paid
from les.sign_up.rules.commitment import committed_in


def commitment_and_spend(scheme_id: int, locality_id: int | None, year: str) -> tuple[int, int]:
    """What sign-ups commit in a locality (None: everywhere) and year, in pence; of what is spent they know nothing."""
    return committed(scheme_id, locality_id, year), 0


def committed(scheme_id: int, locality_id: int | None, year: str) -> int:
    """The pence due by time to the practices signed up, each for its days. The same number of queries for any number.

    A practice counts for the locality of its group on its first day in the year.
    """
    in_year = FinancialYear.named(year)
    end = date.fromordinal(in_year.last_day.toordinal() + 1)
    agreements = agreements_between(first=in_year.first_day, end=end, scheme_ids=[scheme_id])
    if not agreements:
        return 0
    here = _in_locality(agreements, locality_id, in_year)
    prices = list_prices(scheme_id)
    terms = {each.version_id: terms_of(each.scheme_version, prices) for each in agreements}
    people = _people(here, [each.list_on for each in terms.values() if each is not None and each.list_on])
    total, scheme_paid, ends = 0, dict[str, int](), ended_on(scheme_id)
    for agreement in here:
        its_terms = terms[agreement.version_id]
        if its_terms is None:
            continue
        counted = people.get((agreement.practice_id, its_terms.list_on))
        practice = practice_as_paid(agreement, its_terms, counted, scheme_ends=ends)
        found = committed_in(its_terms, practice, in_year, scheme_paid)
        total, scheme_paid = total + found.pence, dict(found.scheme_paid)
    return total


def _in_locality(
    agreements: Sequence[LesAgreement], locality_id: int | None, year: FinancialYear
) -> list[LesAgreement]:
    if locality_id is None:
        return list(agreements)
    commissioner_id = agreements[0].scheme.commissioner_id
    groups = {group.id for group, _ in list_groups(commissioner_id, locality_id=locality_id)}
    stays = [each for each in list_memberships_of_trust(commissioner_id) if each.group_id in groups]
    return [
        agreement
        for agreement in agreements
        if any(
            stay.practice_id == agreement.practice_id
            and holds_on(max(agreement.joined_on, year.first_day), stay.joined_on, stay.left_on)
            for stay in stays
        )
    ]


def _people(
    agreements: Sequence[LesAgreement], days: Sequence[date]
) -> Mapping[tuple[int, date | None], PopulationSnapshot]:
    if not days:
        return {}
    rows = select(PopulationSnapshot).options(selectinload(PopulationSnapshot.weightings))
    rows = rows.where(
        PopulationSnapshot.practice_id.in_([each.practice_id for each in agreements]),
        PopulationSnapshot.counted_on.in_(days),
    )
    found = db.session.scalars(rows.order_by(PopulationSnapshot.number))
    return {(each.practice_id, each.counted_on): each for each in found}
