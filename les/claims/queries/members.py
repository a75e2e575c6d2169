"""Under which agreements a practice claims of schemes in a quarter, with terms, prices and list of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from commissioning.organisations.models import PopulationSnapshot
from commissioning.organisations.queries.populations import find_in_force, latest_of
from core.parties.models import Party
from core.wording import in_full
from les.claims.queries.planned import planned_of
from les.claims.rules.asking import Member
from les.claims.rules.working import Register
from les.schemes.models.prices import SchemePrice
from les.schemes.queries.contents import terms_of
from les.schemes.queries.ending import ended_on_of
from les.schemes.queries.prices import list_prices_of
from les.schemes.rules.caps import count_in_words
from les.schemes.rules.quarters import Quarter
from les.sign_up.models.agreements import LesAgreement
from les.sign_up.queries.agreements import agreements_between, practice_as_paid


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The agreements of a practice in a quarter, and as rules take them, both by scheme.

    `planned`: schemes it is in as well, of which nothing is claimed because a plan pays them.
    """

    agreements: Mapping[int, Sequence[LesAgreement]]
    members: Mapping[int, Sequence[Member]]
    planned: frozenset[int] = frozenset()


def held_in(practice: Party, quarter: Quarter, scheme_ids: Collection[int] | None = None) -> Held:
    """The agreements of a practice in force on some day of a quarter; None: of all schemes.

    A practice that closed is in no scheme from that day on, and nobody is in a scheme that ended.
    """
    agreements = agreements_between(
        first=quarter.first_day, end=quarter.end, scheme_ids=scheme_ids, practice_ids=[practice.id]
    )
    planned = planned_of({each.scheme_id for each in agreements}, str(quarter.year))
    agreements = [each for each in agreements if each.scheme_id not in planned]
    known = list_prices_of({each.scheme_id for each in agreements})
    reader = _Reader(ended_on_of({each.scheme_id for each in agreements}))
    grouped: dict[int, list[LesAgreement]] = {}
    members: dict[int, list[Member]] = {}
    for agreement in agreements:
        grouped.setdefault(agreement.scheme_id, []).append(agreement)
        member = reader.member(agreement, known.get(agreement.scheme_id, []))
        if member is not None:
            members.setdefault(agreement.scheme_id, []).append(member)
    return Held(agreements=grouped, members=members, planned=planned)


def register_of(practice_id: int, quarter: Quarter) -> Register | None:
    """How many people a practice had registered when they were last counted, up to the end of a quarter."""
    found = latest_of([practice_id], on=quarter.last_day).get(practice_id)
    if found is None:
        return None
    people = Fraction(found.registered)
    return Register(people=people, words=f"{count_in_words(people)} people registered on {in_full(found.counted_on)}")


class _Reader:
    """Reads terms and lists, each list once."""

    def __init__(self, ends: Mapping[int, date]) -> None:
        self._ends = ends
        self._lists: dict[tuple[int, date], PopulationSnapshot | None] = {}

    def member(self, agreement: LesAgreement, prices: Sequence[SchemePrice]) -> Member | None:
        """An agreement as the rules take it."""
        terms = terms_of(agreement.scheme_version, prices)
        if terms is None:
            return None
        population = self._list(agreement.practice_id, terms.list_on) if terms.list_on else None
        ends = self._ends.get(agreement.scheme_id)
        practice = practice_as_paid(agreement, terms, population, scheme_ends=ends)
        return Member(agreement_id=agreement.id, terms=terms, practice=practice)

    def _list(self, practice_id: int, on: date) -> PopulationSnapshot | None:
        if (practice_id, on) not in self._lists:
            self._lists[practice_id, on] = find_in_force(practice_id, on=on)
        return self._lists[practice_id, on]
