"""The figures of a return as they stand for each service, beside those that stood before they were sent again."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from commissioning.activity.models.submissions import Row, Submission
from commissioning.activity.queries.expectations import currencies_of
from commissioning.activity.queries.returns import Return
from commissioning.activity.queries.submissions import list_sums, standing_by_service
from commissioning.activity.queries.teams import rates_among, team_where_it_counts
from commissioning.activity.rules.checks.sums import Sum
from commissioning.activity.rules.currencies import Currency
from commissioning.activity.rules.figures import Figure
from commissioning.catalogue.models import CommissionedService
from core.db import db
from core.parties.models import Party

Whose = tuple[int | None, str]
"""A practice's id (0: nobody could place them; None: the whole service), and the team of a rate, else blank."""
Units = dict[tuple[int, int, str, str, Whose], int]
"""Units by submission, service, month, currency, and whose they are."""
_WHOLE: Whose = (None, "")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A service with the submission that stands for it, and the one that stood before."""

    service: CommissionedService
    now: Submission
    before: Submission | None


def list_service_figures(found: Return) -> list[Figure]:
    """The figures that stand by service, month and currency, as they count."""
    pairs = _pairs(found)
    known = currencies_of(found.expectation.commissioner_id)
    units: Units = {}
    for held in list_sums(_ids(pairs)):
        currency = known.get(held.currency)
        if currency is None:
            continue
        counted = Sum(placed=held.placed, unplaced=held.unplaced, total=held.total).counted(currency)
        if counted is not None:
            units[held.submission_id, held.service_id, held.month, held.currency, _WHOLE] = counted
    return [replace(each, place="") for each in _figures(pairs, units, known, {})]


def list_practice_figures(found: Return, *, service: str = "") -> list[Figure]:
    """The same by practice, rates by team; only those of one service (its code), where it is given."""
    pairs = [each for each in _pairs(found) if service in ("", each.service.code)]
    known = currencies_of(found.expectation.commissioner_id)
    team = team_where_it_counts(rates_among(known))
    keys = (Row.submission_id, Row.service_id, Row.month, Row.currency, Row.practice_id, Row.is_total, team)
    rows = (
        select(*keys, func.sum(Row.units))
        .where(Row.submission_id.in_(_ids(pairs)), Row.service_id.in_([each.service.id for each in pairs]))
        .group_by(*keys)
    )
    units: Units = {}
    for submission_id, service_id, month, currency, practice_id, is_total, of_team, summed in db.session.execute(rows):
        if currency in known:
            whose = (None if is_total else practice_id or 0, of_team)
            units[submission_id, service_id, month, currency, whose] = int(summed)
    wanted = {key[4][0] for key in units if key[4][0]}
    practices = db.session.scalars(select(Party).where(Party.id.in_(wanted)).order_by(Party.code))
    return list(_figures(pairs, units, known, {each.id: each for each in practices}))


def _pairs(found: Return) -> list[_Pair]:
    services = {each.service_id: each.service for each in found.expectation.services}
    services |= {each.service_id: each.service for sent in found.submissions for each in sent.covered}
    pairs = []
    for service_id, standing in found.standing.items():
        earlier = standing_by_service(each for each in found.submissions if each.number < standing.number)
        pairs.append(_Pair(services[service_id], standing, earlier.get(service_id)))
    return sorted(pairs, key=lambda each: each.service.name)


def _ids(pairs: list[_Pair]) -> list[int]:
    return sorted({each.id for pair in pairs for each in (pair.now, pair.before) if each is not None})


def _figures(
    pairs: list[_Pair], units: Units, known: dict[str, Currency], practices: dict[int, Party]
) -> Iterator[Figure]:
    keys: dict[tuple[int, int], set[tuple[str, str, Whose]]] = defaultdict(set)
    for submission_id, service_id, month, currency, whose in units:
        keys[submission_id, service_id].add((month, currency, whose))
    order = {code: number for number, code in enumerate(known)}
    codes: dict[int | None, str] = {None: "", 0: "~", **{party_id: party.code for party_id, party in practices.items()}}
    for pair in pairs:
        mine = (pair.now.id, pair.service.id)
        theirs = None if pair.before is None else (pair.before.id, pair.service.id)
        found = keys[mine] | (keys[theirs] if theirs else set())
        in_order = sorted(found, key=lambda key: (key[0], order[key[1]], codes[key[2][0]], key[2][1]))
        for month, currency, whose in in_order:
            yield Figure(
                service_id=pair.service.id,
                service_code=pair.service.code,
                service_name=pair.service.name,
                month=month,
                currency=known[currency],
                now=units.get((*mine, month, currency, whose)),
                before=units.get((*theirs, month, currency, whose)) if theirs else None,
                is_anew=theirs is not None,
                number=pair.now.number,
                place=_place_in_words(whose, practices),
                practice=practices[whose[0]].code if whose[0] else "",
                is_unplaced=whose[0] == 0,
            )


def _place_in_words(whose: Whose, practices: dict[int, Party]) -> str:
    """Whose a figure is, in words."""
    place, team = whose
    named = "Whole service" if place is None else "Nobody could place them"
    if place:
        named = f"{practices[place].name}, {practices[place].code}"
    return f"{named}, team {team}" if team else named
