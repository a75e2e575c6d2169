"""Cover: how the registered patients of each practice are seen to under each scheme on a day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from commissioning.organisations.queries.populations import latest_of
from core.db import db
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from les.schemes.models.schemes import Scheme
from les.schemes.queries.ending import ended_on_of
from les.schemes.queries.schemes import list_schemes
from les.schemes.rules.ending import has_ended
from les.schemes.rules.kinds import State
from les.sign_up.models.agreements import LesAgreement
from les.sign_up.models.cover import Cover
from les.sign_up.queries.agreements import agreements_between
from les.sign_up.queries.offers import practices_offered
from les.sign_up.queries.practices import InGroup, concerns, practices_in_groups
from les.sign_up.rules.cover import Covered, CoverOn, Sum, how_covered, sum_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverLine:
    """A practice under a scheme on a day: how it is seen to, and its registered patients (None: not counted)."""

    scheme: Scheme
    place: InGroup
    covered: Covered
    agreement: LesAgreement | None
    people: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverView:
    """Who is covered on a day under the schemes asked for. `counted_on`: the latest day of the populations taken."""

    on: date
    lines: Sequence[CoverLine]
    counted_on: date | None

    def sums(self) -> list[tuple[Scheme, Sum]]:
        """What each scheme comes to, those with most uncovered patients first."""
        found: dict[int, list[CoverLine]] = {}
        for line in self.lines:
            found.setdefault(line.scheme.id, []).append(line)
        pairs = [(lines[0].scheme, sum_lines(lines)) for lines in found.values()]
        return sorted(pairs, key=lambda pair: (-pair[1].uncovered_people, pair[0].number))

    def sums_by_group(self) -> dict[tuple[int, str], Sum]:
        """What each scheme and group come to, by scheme and the group's name."""
        found: dict[tuple[int, str], list[CoverLine]] = {}
        for line in self.lines:
            found.setdefault((line.scheme.id, line.place.group_name), []).append(line)
        return {key: sum_lines(lines) for key, lines in found.items()}


def sum_lines(lines: Sequence[CoverLine]) -> Sum:
    """What lines come to."""
    return sum_of([(line.covered, line.people) for line in lines])


def cover_on(by: Actor, *, on: date, scheme_id: int | None = None) -> CoverView:
    """The cover of the reader’s commissioner, a practice’s own alone to the practice.

    Counted are schemes with an approved version; the same number of queries however many practices and schemes.
    """
    approved = [each for each in list_schemes(by) if _is_approved(each) and scheme_id in (None, each.id)]
    ends = ended_on_of([each.id for each in approved])
    schemes = [each for each in approved if not has_ended(ends.get(each.id), on=on)]
    places = [
        each
        for commissioner_id in sorted({scheme.commissioner_id for scheme in schemes})
        for each in practices_in_groups(commissioner_id, on=on)
    ]
    if by.role is Role.PRACTICE_MANAGER:
        seen = [each for each in places if each.practice.id == by.organisation_id]
    else:
        seen = places
    ids = [scheme.id for scheme in schemes]
    agreements = _agreements(ids, on)
    people = latest_of([each.practice.id for each in seen], on=on)
    records, offered = _records(ids, on), practices_offered(ids, on=on)
    lines = [
        CoverLine(
            scheme=scheme,
            place=place,
            covered=how_covered(
                place.practice.id,
                members=agreements.get(scheme.id, {}).keys(),
                records=records.get((scheme.id, place.practice.id), []),
                offered=offered.get(scheme.id, ()),
            ),
            agreement=agreements.get(scheme.id, {}).get(place.practice.id),
            people=int(people[place.practice.id].registered) if place.practice.id in people else None,
        )
        for scheme in schemes
        for place in seen
        if concerns(scheme, place) and place.practice.commissioner_id == scheme.commissioner_id
    ]
    counted = [each.counted_on for each in people.values()]
    return CoverView(on=on, lines=lines, counted_on=max(counted, default=None))


def count_members(scheme: Scheme, *, on: date) -> tuple[int, int]:
    """How many practices are signed up to a scheme on a day, and how many it is for."""
    members = _agreements([scheme.id], on).get(scheme.id, {})
    places = [each for each in practices_in_groups(scheme.commissioner_id, on=on) if concerns(scheme, each)]
    return sum(each.practice.id in members for each in places), len(places)


def find_seen_cover(cover_id: int, by: Actor) -> Cover | None:
    """The record of cover of that id, for those who see the commissioner’s."""
    rows = _covers().where(Cover.id == cover_id, Scheme.commissioner_id.in_(by.commissioner_ids))
    return db.session.scalars(rows.execution_options(populate_existing=True)).first()


def get_cover(cover_id: int) -> Cover:
    """The record of cover of that id, as the database has it now; NoResultFound when there is none."""
    rows = _covers().where(Cover.id == cover_id).execution_options(populate_existing=True)
    return db.session.execute(rows).scalar_one()


def list_covers(scheme_id: int, practice_id: int) -> list[Cover]:
    """All records of cover of a practice under a scheme, oldest first."""
    rows = _covers().where(Cover.scheme_id == scheme_id, Cover.practice_id == practice_id)
    return list(db.session.scalars(rows.order_by(Cover.starts_on, Cover.id).execution_options(populate_existing=True)))


def list_coverers(commissioner_id: int, *, on: date) -> list[Party]:
    """The practices and providers that could cover others on a day, providers first, each by name."""
    rows = select(Party).where(
        Party.commissioner_id == commissioner_id,
        Party.kind.in_((PartyKind.PRACTICE, PartyKind.PROVIDER)),
        Party.opened_on <= on,
        or_(Party.closed_on.is_(None), Party.closed_on > on),
    )
    found = list(db.session.scalars(rows))
    return sorted(found, key=lambda each: (each.kind is PartyKind.PRACTICE, each.code))


def _is_approved(scheme: Scheme) -> bool:
    return any(version.state is State.APPROVED for version in scheme.versions)


def _agreements(scheme_ids: Collection[int], on: date) -> Mapping[int, Mapping[int, LesAgreement]]:
    found: dict[int, dict[int, LesAgreement]] = {}
    for each in agreements_between(first=on, end=on + timedelta(days=1), scheme_ids=scheme_ids):
        found.setdefault(each.scheme_id, {})[each.practice_id] = each
    return found


def _records(scheme_ids: Collection[int], on: date) -> dict[tuple[int, int], list[CoverOn]]:
    rows = _covers().where(
        Cover.scheme_id.in_(scheme_ids), Cover.starts_on <= on, or_(Cover.ends_on.is_(None), Cover.ends_on > on)
    )
    found: dict[tuple[int, int], list[CoverOn]] = {}
    for each in db.session.scalars(rows.order_by(Cover.id)):
        closed = each.coverer.closed_on is not None and each.coverer.closed_on <= on
        if closed:
            continue
        value = CoverOn(
            cover_id=each.id,
            by=each.coverer.name,
            by_id=each.coverer_id,
            agreed=bool(each.agreed),
            needs_sign_up=each.coverer.kind is PartyKind.PRACTICE,
        )
        found.setdefault((each.scheme_id, each.practice_id), []).append(value)
    return found


def _covers() -> Select[Cover]:
    return (
        select(Cover)
        .join(Cover.scheme)
        .options(joinedload(Cover.scheme), joinedload(Cover.practice), joinedload(Cover.coverer))
    )
