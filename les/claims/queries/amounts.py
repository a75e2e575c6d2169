"""What was claimed of schemes in a year before a claim, by the practice and by all: what caps are measured by.

Claims that count are those submitted, checked and approved; of a line that was cut, what is left of it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from core.db import db
from core.money import as_pence
from core.periods import FinancialYear
from les.claims.models.claims import Claim, ClaimLine, ClaimQuantity
from les.claims.models.decisions import LineCut
from les.claims.rules.asking import Member
from les.claims.rules.kinds import CURRENT, Step
from les.claims.rules.working import kept_of_cut
from les.schemes.rules.quarters import Quarter
from les.schemes.rules.terms import Basis, Before, Form, Quantity, Whose

T = TypeVarTuple("T")
_evidence = aliased(LineCut, name="evidence_cut")
_payment = aliased(LineCut, name="payment_cut")
LEFT: ColumnElement[Decimal] = func.coalesce(
    _payment.amount, _evidence.amount, ClaimLine.amount, type_=ClaimLine.amount.type
)
"""What is left of a line after the last step that cut it; for selects made with `with_cuts`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLine:
    """A line that counts, as the database has it. Amounts are pence."""

    scheme_id: int
    element: str
    quantity: Quantity
    price: int
    amount: int
    left: int

    def kept(self, bases: Mapping[str, Basis]) -> Quantity:
        """What is left of what was counted, where the line was cut."""
        count = kept_of_cut(
            allowed=Fraction(self.quantity.count),
            amount=self.amount,
            left=self.left,
            price=self.price,
            basis=bases.get(self.element, Basis.EACH),
        )
        told = self.quantity
        return Quantity(element=self.element, starts_on=told.starts_on, ends_on=told.ends_on, count=count)


def with_cuts(rows: Select[*T]) -> Select[*T]:
    """A select of lines, joined to what was cut of each at the two steps of approval: `LEFT` reads it."""
    return rows.outerjoin(_evidence, (_evidence.line_id == ClaimLine.id) & (_evidence.step == Step.EVIDENCE)).outerjoin(
        _payment, (_payment.line_id == ClaimLine.id) & (_payment.step == Step.PAYMENT)
    )


def before_of(
    members: Mapping[int, Sequence[Member]], *, practice_id: int, quarter: Quarter, scheme_ids: Collection[int]
) -> dict[int, Before]:
    """What was claimed before in the year, by scheme, in the same few queries however many schemes.

    The claim of this practice, scheme and quarter that counts now is left out: the one being worked out replaces it.
    """
    own_bases = {scheme_id: _bases(members.get(scheme_id, ())) for scheme_id in scheme_ids}
    counted_by_all = {scheme_id for scheme_id in scheme_ids if _counts_of_all(members.get(scheme_id, ()))}
    others = _others(practice_id, quarter)
    own = lines_that_count(
        Claim.scheme_id.in_(scheme_ids), Claim.practice_id == practice_id, others, year=str(quarter.year)
    )
    all_lines = (
        lines_that_count(Claim.scheme_id.in_(counted_by_all), others, year=str(quarter.year)) if counted_by_all else []
    )
    planned = _planned(own_bases, practice_id, quarter)
    staged = {scheme_id for scheme_id in scheme_ids if _is_staged(members.get(scheme_id, ()))}
    begun = _begun(staged, practice_id, quarter)
    sums = sums_that_count(scheme_ids, others, year=str(quarter.year))
    found = {}
    for scheme_id in scheme_ids:
        bases = own_bases[scheme_id]
        mine = [row for row in own if row.scheme_id == scheme_id]
        done = [row.kept(bases) for row in mine if bases.get(row.element) is not Basis.PLANNED]
        found[scheme_id] = Before(
            done=tuple(each for each in [*done, *planned.get(scheme_id, ())] if each.count),
            paid=left_of_lines(mine),
            scheme_paid=sums.get(scheme_id, {}),
            scheme_done=counted((row for row in all_lines if row.scheme_id == scheme_id), bases),
            begun=counted((row for row in begun if row.scheme_id == scheme_id), bases),
        )
    return found


def _others(practice_id: int, quarter: Quarter) -> ColumnElement[bool]:
    """All claims but that of a practice for a quarter."""
    return ~((Claim.practice_id == practice_id) & (Claim.quarter == quarter.number))


def lines_that_count(*conditions: ColumnElement[bool], year: str) -> list[CountedLine]:
    """The lines of a year’s claims that count now, under these conditions, in the order in which they were claimed."""
    rows = with_cuts(select(ClaimLine, Claim.scheme_id, LEFT.label("left")).join(ClaimLine.claim))
    rows = rows.where(Claim.state.in_(CURRENT), Claim.year == year, *conditions).order_by(ClaimLine.id)
    return [
        CountedLine(
            scheme_id=scheme_id,
            element=line.element,
            quantity=Quantity(
                element=line.element, starts_on=line.starts_on, ends_on=line.ends_on, count=Fraction(line.allowed)
            ),
            price=as_pence(line.price),
            amount=as_pence(line.amount),
            left=as_pence(left),
        )
        for line, scheme_id, left in db.session.execute(rows)
    ]


def sums_that_count(
    scheme_ids: Collection[int], others: ColumnElement[bool], *, year: str
) -> dict[int, dict[str, int]]:
    """The pence of all practices by scheme and element."""
    total = func.sum(LEFT, type_=ClaimLine.amount.type)
    rows = with_cuts(select(Claim.scheme_id, ClaimLine.element, total).join(ClaimLine.claim))
    rows = rows.where(Claim.scheme_id.in_(scheme_ids), Claim.state.in_(CURRENT), Claim.year == year, others)
    found: dict[int, dict[str, int]] = {}
    for scheme_id, element, pounds in db.session.execute(rows.group_by(Claim.scheme_id, ClaimLine.element)):
        found.setdefault(scheme_id, {})[element] = as_pence(Decimal(pounds))
    return found


def _planned(bases: Mapping[int, Mapping[str, Basis]], practice_id: int, quarter: Quarter) -> dict[int, list[Quantity]]:
    """What the practice did of planned activity, on the days on which it did it."""
    wanted = {scheme_id for scheme_id, known in bases.items() if Basis.PLANNED in known.values()}
    if not wanted:
        return {}
    rows = select(ClaimQuantity, Claim.scheme_id).join(Claim, Claim.id == ClaimQuantity.claim_id)
    rows = rows.where(
        Claim.scheme_id.in_(wanted),
        Claim.practice_id == practice_id,
        Claim.year == str(quarter.year),
        Claim.state.in_(CURRENT),
        _others(practice_id, quarter),
    )
    found: dict[int, list[Quantity]] = {}
    for told, scheme_id in db.session.execute(rows.order_by(ClaimQuantity.id)):
        if bases[scheme_id].get(told.element) is Basis.PLANNED:
            found.setdefault(scheme_id, []).append(as_quantity(told))
    return found


def _begun(scheme_ids: Collection[int], practice_id: int, quarter: Quarter) -> list[CountedLine]:
    """What the practice counted of schemes by stages in the last quarter of the year before."""
    if not scheme_ids:
        return []
    own = Claim.practice_id == practice_id
    year = FinancialYear(quarter.year.starts_in - 1)
    return lines_that_count(Claim.scheme_id.in_(scheme_ids), own, Claim.quarter == 4, year=str(year))


def as_quantity(told: ClaimQuantity) -> Quantity:
    """What was told as the rules take it."""
    return Quantity(element=told.element, starts_on=told.starts_on, ends_on=told.ends_on, count=told.count)


def counted(rows: Iterable[CountedLine], bases: Mapping[str, Basis]) -> dict[str, Fraction | int]:
    """How many of each element are left of lines."""
    found: dict[str, Fraction | int] = {}
    for row in rows:
        found[row.element] = found.get(row.element, 0) + row.kept(bases).count
    return found


def left_of_lines(rows: Iterable[CountedLine]) -> dict[str, int]:
    """The pence that are left of lines, by element."""
    found: dict[str, int] = {}
    for row in rows:
        found[row.element] = found.get(row.element, 0) + row.left
    return found


def _bases(members: Sequence[Member]) -> dict[str, Basis]:
    return {element.code: element.basis for member in members for element in member.terms.elements}


def _is_staged(members: Sequence[Member]) -> bool:
    return any(member.terms.form is Form.STAGED for member in members)


def _counts_of_all(members: Sequence[Member]) -> bool:
    """Whether a cap counts what all practices of the scheme did."""
    return any(cap.whose is Whose.SCHEME and cap.count is not None for member in members for cap in member.terms.caps)
