"""What sign-ups commit of a scheme in a year, for the pages of its budgets."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from commissioning.organisations.models import PopulationSnapshot
from core.db import db
from core.periods import FinancialYear
from les.schemes.queries.contents import terms_of
from les.schemes.queries.ending import ended_on_of
from les.schemes.queries.prices import list_prices_of
from les.schemes.rules.terms import SchemeTerms
from les.sign_up.models.agreements import LesAgreement
from les.sign_up.queries.agreements import agreements_between, practice_as_paid
from les.sign_up.queries.places import places_of
from les.sign_up.rules.commitment import Committed, committed_in, most_of


def commitment_and_spend(scheme_id: int, locality_id: int | None, year: str) -> tuple[int, int]:
    """What sign-ups commit in a locality (None: everywhere) and year, in pence; of what is spent they know nothing."""
    return committed(scheme_id, locality_id, year), 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What a sign-up commits in a quarter, in pence. `locality_id`: of the practice’s group; None: it lies in none."""

    scheme_id: int
    practice_id: int
    locality_id: int | None
    quarter: int
    pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedUp:
    """What sign-ups commit in a year, and by scheme the most that caps on everything leave it, where there are any."""

    commitments: Sequence[Commitment]
    most: Mapping[int, int]


def committed(scheme_id: int, locality_id: int | None, year: str) -> int:
    """The pence due by time to the practices signed up, each for its days. The same number of queries for any number.

    A practice counts for the locality of its group on its first day in the year.
    """
    found = signed_up_in([scheme_id], year).commitments
    return sum(each.pence for each in found if locality_id is None or each.locality_id == locality_id)


def signed_up_in(scheme_ids: Collection[int], year: str) -> SignedUp:
    """What sign-ups to schemes commit in a year; the same number of queries however many schemes and practices."""
    in_year = FinancialYear.named(year)
    end = date.fromordinal(in_year.last_day.toordinal() + 1)
    agreements = agreements_between(first=in_year.first_day, end=end, scheme_ids=scheme_ids)
    if not agreements:
        return SignedUp(commitments=[], most={})
    prices = list_prices_of(scheme_ids)
    terms = {each.version_id: terms_of(each.scheme_version, prices.get(each.scheme_id, ())) for each in agreements}
    people = _people(agreements, [each.list_on for each in terms.values() if each is not None and each.list_on])
    ends, places = ended_on_of(scheme_ids), places_of({each.scheme.commissioner_id for each in agreements})
    paid: dict[int, Mapping[str, int]] = {}
    found: list[Commitment] = []
    for agreement in agreements:
        its_terms = terms[agreement.version_id]
        if its_terms is None:
            continue
        counted = people.get((agreement.practice_id, its_terms.list_on))
        practice = practice_as_paid(agreement, its_terms, counted, scheme_ends=ends.get(agreement.scheme_id))
        told = committed_in(its_terms, practice, in_year, paid.get(agreement.scheme_id, {}))
        paid[agreement.scheme_id] = told.scheme_paid
        first = max(agreement.joined_on, in_year.first_day)
        found += _commitments(agreement, places.of(agreement.practice_id, first), told)
    return SignedUp(commitments=found, most=_most(agreements, terms))


def _commitments(agreement: LesAgreement, locality_id: int | None, told: Committed) -> list[Commitment]:
    return [
        Commitment(
            scheme_id=agreement.scheme_id,
            practice_id=agreement.practice_id,
            locality_id=locality_id,
            quarter=quarter,
            pence=pence,
        )
        for quarter, pence in told.by_quarter.items()
    ]


def _most(agreements: Sequence[LesAgreement], terms: Mapping[int, SchemeTerms | None]) -> dict[int, int]:
    """The most by scheme, by the terms of the last agreement to it."""
    practices: dict[int, set[int]] = {}
    newest: dict[int, SchemeTerms] = {}
    for agreement in sorted(agreements, key=lambda each: (each.joined_on, each.id)):
        practices.setdefault(agreement.scheme_id, set()).add(agreement.practice_id)
        if (its_terms := terms[agreement.version_id]) is not None:
            newest[agreement.scheme_id] = its_terms
    found = {scheme_id: most_of(each, len(practices[scheme_id])) for scheme_id, each in newest.items()}
    return {scheme_id: most for scheme_id, most in found.items() if most is not None}


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
