"""What schemes come to against their budgets in a year: by scheme, and by locality where localities have budgets.

Rooms below ask `spent_of` for one budget; pages, files and the command take `spend_in`, in the same number of queries
however many schemes and practices.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from commissioning.organisations.models import GroupPlace, Locality, PracticeMembership
from core.db import db
from core.money import as_pence
from core.periods import FinancialYear
from les.claims.models.dues import Due
from les.claims.queries.windows import list_windows
from les.claims.rules.quarters import quarter_after
from les.payments.models.incentive import IncentivePlan
from les.payments.models.runs import Item, PaymentOutcome
from les.payments.queries.incentive_standing import standing_of
from les.payments.queries.spend_facts import Fact, Kind, Wanted, facts_of
from les.payments.rules.forecast import QUARTERS, Forecast, Past, forecasts
from les.payments.rules.kinds import Result
from les.payments.rules.spending import Position
from les.schemes.models.budgets import SchemeBudget
from les.schemes.models.schemes import Scheme
from les.schemes.queries.budgets import budgets_in_force
from les.schemes.rules.kinds import SchemeKind, State
from les.schemes.rules.quarters import Quarter
from les.sign_up.queries.commitment import signed_up_in
from les.sign_up.queries.places import Places, places_of

ELSEWHERE = "Elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendAsked:
    """What is asked: a year as it stands on a day. `practice_id`: of one practice alone, without budgets."""

    commissioner_ids: Collection[int]
    year: str
    on: date
    practice_id: int | None = None
    locality_id: int | None = None
    kind: SchemeKind | None = None
    scheme_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendLine:
    """A scheme in the whole area, in a locality, or elsewhere. `budget`: None where none holds there.

    `facts`: the sums of which the position is made.
    """

    scheme: Scheme
    where: str
    budget: SchemeBudget | None
    position: Position
    forecast: Forecast | None
    facts: Sequence[Fact]


def spent_of(scheme_id: int, locality_id: int | None, year: str) -> tuple[int, int]:
    """What of a budget is committed here (nothing) and paid, in pence; set-aside parts are spent as well.

    A practice counts to the locality in which its group lay on the day from which the sum was due.
    """
    rows: Select[Decimal | None] = (
        select(func.sum(Item.amount))
        .join(PaymentOutcome, PaymentOutcome.item_id == Item.id)
        .join(Due, Due.id == Item.due_id)
        .where(PaymentOutcome.result == Result.PAID, Due.scheme_id == scheme_id, Due.year == year)
    )
    if locality_id is not None:
        rows = rows.where(_lies_in(locality_id))
    total = db.session.scalar(rows)
    return 0, as_pence(total) if total is not None else 0


def spend_in(asked: SpendAsked) -> list[SpendLine]:
    """Every scheme of a year with its figures; schemes of which nothing is approved and nothing happened left out.

    A locality that is none of these commissioners’ has no lines.
    """
    named = _localities(asked.commissioner_ids)
    if asked.locality_id is not None and asked.locality_id not in named:
        return []
    schemes = _schemes(asked)
    ids = [scheme.id for scheme in schemes]
    budgets = budgets_in_force(ids, asked.year) if asked.practice_id is None else {}
    signed_up, places = signed_up_in(ids, asked.year), places_of(asked.commissioner_ids)
    wanted = Wanted(scheme_ids=ids, year=asked.year, practice_id=asked.practice_id)
    facts: dict[int, list[Fact]] = {}
    for fact in [*facts_of(wanted, signed_up, places), *_planned(ids, asked, places)]:
        facts.setdefault(fact.scheme_id, []).append(fact)
    around = _Around(
        asked=asked,
        named=named,
        closed=closed_quarters(asked.commissioner_ids, asked.year, on=asked.on),
        most=signed_up.most,
    )
    lines: list[SpendLine] = []
    for scheme in schemes:
        own, held = facts.get(scheme.id, []), budgets.get(scheme.id, [])
        if own or held or (asked.practice_id is None and _is_approved(scheme)):
            lines += _lines(scheme, own, held, around)
    return lines


def closed_quarters(commissioner_ids: Collection[int], year: str, *, on: date) -> dict[int, frozenset[int]]:
    """The quarters of a year of which no claims come in time any more, by commissioner.

    A quarter without a window is closed once the quarter after it is over.
    """
    windows = {(each.commissioner_id, each.of): each for each in list_windows(commissioner_ids)}
    found = {}
    for commissioner_id in commissioner_ids:
        shut = set()
        for number in QUARTERS:
            quarter = Quarter(FinancialYear.named(year), number)
            window = windows.get((commissioner_id, quarter))
            last = window.closes_on if window else quarter_after(quarter).last_day
            if on > last:
                shut.add(number)
        found[commissioner_id] = frozenset(shut)
    return found


def years_with_spend(commissioner_ids: Collection[int]) -> list[str]:
    """The years in which schemes have a budget or something due, newest first."""
    with_budget = select(SchemeBudget.year).join(SchemeBudget.scheme)
    with_budget = with_budget.where(Scheme.commissioner_id.in_(commissioner_ids))
    with_dues = select(Due.year).where(Due.commissioner_id.in_(commissioner_ids))
    return sorted({*db.session.scalars(with_budget.union(with_dues))}, reverse=True)


def commissioners_with_schemes() -> list[int]:
    """The commissioners that have a scheme."""
    return list(db.session.scalars(select(Scheme.commissioner_id).distinct()))


def position_of(facts: Iterable[Fact], budget: SchemeBudget | None = None, total: int | None = None) -> Position:
    """Sums added up. `total`: the forecast of the year."""
    sums: Counter[Kind] = Counter()
    for each in facts:
        sums[each.kind] += each.pence
    return Position(
        budget=as_pence(budget.amount) if budget else None,
        least=as_pence(budget.floor) if budget and budget.floor is not None else None,
        committed=sums[Kind.COMMITTED],
        claimed=sums[Kind.CLAIMED],
        undecided=sums[Kind.UNDECIDED] + sums[Kind.PROPOSED],
        approved=sums[Kind.APPROVED],
        spent=sums[Kind.SPENT],
        set_aside=sums[Kind.KEPT],
        forecast=total,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What the lines of all schemes have in common. `named`: localities; `most`: what caps leave, by scheme."""

    asked: SpendAsked
    named: Mapping[int, str]
    closed: Mapping[int, frozenset[int]]
    most: Mapping[int, int]


def _lines(scheme: Scheme, facts: Sequence[Fact], budgets: Sequence[SchemeBudget], around: _Around) -> list[SpendLine]:
    """A line for each locality with a budget of its own or asked for, and one for the rest or the whole area."""
    asked, own = around.asked, {each.locality_id: each for each in budgets}
    split = {each for each in (*own, asked.locality_id) if each is not None}
    parts: dict[int | None, list[Fact]] = {each: [] for each in sorted(split, key=lambda each: around.named[each])}
    parts[None] = []
    for fact in facts:
        parts[fact.locality_id if fact.locality_id in split else None].append(fact)
    told: dict[int | None, Forecast] = {}
    if asked.practice_id is None:
        closed = around.closed.get(scheme.commissioner_id, frozenset())
        pasts = {str(place): _past(found) for place, found in parts.items()}
        by_name = forecasts(pasts, closed=closed, most=around.most.get(scheme.id))
        told = {place: by_name[str(place)] for place in parts}
    lines = []
    for place, found in parts.items():
        if not _is_shown(place, found, split, asked):
            continue
        rest = ELSEWHERE if split else scheme.where
        budget, forecast = own.get(place), told.get(place)
        lines.append(
            SpendLine(
                scheme=scheme,
                where=rest if place is None else around.named[place],
                budget=budget,
                position=position_of(found, budget, forecast.total if forecast else None),
                forecast=forecast,
                facts=found,
            )
        )
    return lines


def _is_shown(place: int | None, facts: Sequence[Fact], split: Collection[int], asked: SpendAsked) -> bool:
    """Whether a part has a line: of a locality asked for that alone; what is elsewhere only where there is anything."""
    if asked.locality_id is not None:
        return place == asked.locality_id
    return place is not None or not split or any(each.pence for each in facts)


def _past(facts: Iterable[Fact]) -> Past:
    claimed: dict[int, int] = {}
    committed: dict[int, int] = {}
    beside = planned = 0
    for each in facts:
        if each.kind is Kind.LEFT:
            claimed[each.quarter] = claimed.get(each.quarter, 0) + each.pence
        elif each.kind is Kind.COMMITTED:
            committed[each.quarter] = committed.get(each.quarter, 0) + each.pence
        elif each.kind in (Kind.BESIDE, Kind.PROPOSED):
            beside += each.pence
        elif each.kind is Kind.PLANNED:
            planned += each.pence
    return Past(claimed=claimed, beside=beside, committed=committed, planned=planned)


def _planned(scheme_ids: Collection[int], asked: SpendAsked, places: Places) -> list[Fact]:
    """What plans of the incentive hold that is not proposed yet: what is due, or may be while something is missing."""
    if asked.practice_id is not None:
        return []
    rows = select(IncentivePlan).where(IncentivePlan.scheme_id.in_(scheme_ids), IncentivePlan.year == asked.year)
    rows = rows.options(joinedload(IncentivePlan.scheme), selectinload(IncentivePlan.instalments))
    found = []
    for plan in db.session.scalars(rows):
        for each in standing_of(plan).practices:
            for instalment, working in zip(plan.instalments, each.workings, strict=False):
                open_pence = working.entitled - working.used if working.why_not else working.due
                if open_pence and not working.is_fixed:
                    day = Quarter(FinancialYear.named(plan.year), instalment.quarter).last_day
                    found.append(
                        Fact(
                            kind=Kind.PLANNED,
                            scheme_id=plan.scheme_id,
                            practice_id=each.practice.id,
                            locality_id=places.of(each.practice.id, day),
                            quarter=instalment.quarter,
                            pence=open_pence,
                        )
                    )
    return found


def _schemes(asked: SpendAsked) -> list[Scheme]:
    rows = select(Scheme).where(Scheme.commissioner_id.in_(asked.commissioner_ids))
    if asked.kind is not None:
        rows = rows.where(Scheme.kind == asked.kind)
    if asked.scheme_id is not None:
        rows = rows.where(Scheme.id == asked.scheme_id)
    rows = rows.options(joinedload(Scheme.locality), selectinload(Scheme.versions))
    return list(db.session.scalars(rows.order_by(Scheme.commissioner_id, Scheme.number)))


def _is_approved(scheme: Scheme) -> bool:
    return any(version.state is State.APPROVED for version in scheme.versions)


def _localities(commissioner_ids: Collection[int]) -> dict[int, str]:
    rows = select(Locality.id, Locality.name).where(Locality.commissioner_id.in_(commissioner_ids))
    return {row.id: row.name for row in db.session.execute(rows)}


def _lies_in(locality_id: int) -> ColumnElement[bool]:
    return (
        select(1)
        .select_from(PracticeMembership)
        .join(GroupPlace, GroupPlace.group_id == PracticeMembership.group_id)
        .where(
            PracticeMembership.practice_id == Due.practice_id,
            or_(PracticeMembership.joined_on.is_(None), PracticeMembership.joined_on <= Due.due_on),
            or_(PracticeMembership.left_on.is_(None), PracticeMembership.left_on > Due.due_on),
            GroupPlace.locality_id == locality_id,
        )
        .correlate(Due)
        .exists()
    )
