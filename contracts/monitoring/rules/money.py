"""What activity costs by the terms of payment: to a month, for a year, exactly, each account rounded once.

Bands, floors and caps are those of a financial year. To a month they are taken in proportion to the plan: a year’s band
around 10,000 contacts, of which 4,000 are planned by then, is a band around 4,000. Where nothing is planned in the year
it goes by months. A block amount is paid in equal parts, whatever the activity.

Where the terms change within the year, the months of each terms are an *account* of their own; the whole is their sum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from contracts.agreements.rules.figures import TermsLine
from contracts.agreements.rules.paying import exact_payment, instalments
from contracts.agreements.rules.payment_terms import Block, CostAndVolume, PaymentTerms
from contracts.agreements.rules.phasing import month_in_words
from contracts.monitoring.rules.months import Month
from core.errors import Refusal
from core.money import rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The months under the same terms, with the share of a year's band, floor and cap that falls to them."""

    line: TermsLine
    months: tuple[Month, ...]
    share: Fraction

    @property
    def is_block(self) -> bool:
        """Whether activity changes nothing."""
        return isinstance(self.line.terms, Block)

    def exact(self, units: Fraction) -> Fraction:
        """What that much activity in these months costs, in pence before rounding. Refused where it cannot be told."""
        if isinstance(self.line.terms, Block):
            parts = instalments(self.line.terms.amount, self.line.months)
            return Fraction(sum(parts.get(each.month, 0) for each in self.months))
        if units < 0:
            raise Refusal("After adjustments less than nothing was done, which no terms pay for.")
        return exact_payment(_in_proportion(self.line.terms, self.share), units)

    def pence(self, units: Fraction) -> int:
        """The same, rounded once."""
        return rounded(self.exact(units))


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in pence, or None and why it cannot be told."""

    pence: int | None
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyCompared:
    """What the plan and what the activity of the same months cost, in pence; None with the reason."""

    plan: int | None
    actual: int | None
    why_not: str = ""
    is_block: bool = False

    @property
    def variance(self) -> int | None:
        """Actual less plan."""
        return None if self.plan is None or self.actual is None else self.actual - self.plan


def accounts(year: Sequence[Month], taken: Sequence[Month], *, unit: str) -> list[Account]:
    """The accounts of those months of a year, in the order in which their terms begin. Refused without terms."""
    by_terms: dict[TermsLine, list[Month]] = {}
    for each in taken:
        terms = each.plan.terms if each.plan else None
        if terms is None:
            raise Refusal(f"The contract says nothing about payment for {month_in_words(each.month)}.")
        _check_unit(terms, unit)
        by_terms.setdefault(terms, []).append(each)
    return [
        Account(line=line, months=tuple(months), share=_share(year, line, months)) for line, months in by_terms.items()
    ]


def cost(year: Sequence[Month], units: Mapping[str, Fraction], *, unit: str) -> Money:
    """What these units by month cost; the months taken are those named."""
    try:
        found = accounts(year, [each for each in year if each.month in units], unit=unit)
        return Money(pence=sum(each.pence(_sum(units, each.months)) for each in found))
    except Refusal as refusal:
        return Money(pence=None, why_not=str(refusal))


def money_compared(year: Sequence[Month], to: str, *, unit: str) -> MoneyCompared:
    """What plan and activity of the compared months up to one cost. At plan there is no variance."""
    both = [each for each in year if each.month <= to and each.is_compared]
    try:
        found = accounts(year, both, unit=unit)
        plan = sum(each.pence(planned_in(each.months)) for each in found)
        actual = sum(each.pence(actual_in(each.months)) for each in found)
    except Refusal as refusal:
        return MoneyCompared(plan=None, actual=None, why_not=str(refusal))
    is_block = bool(found) and all(each.is_block for each in found)
    return MoneyCompared(plan=plan, actual=actual, is_block=is_block)


def money_of_month(year: Sequence[Month], month: str, *, unit: str) -> MoneyCompared:
    """What a compared month adds to plan and actual: the amount to it, less the amount to the months before.

    So the months add up to the amount to date.
    """
    now = money_compared(year, month, unit=unit)
    before = [each.month for each in year if each.month < month and each.is_compared]
    if not before or now.plan is None or now.actual is None:
        return now
    then = money_compared(year, before[-1], unit=unit)
    if then.plan is None or then.actual is None:
        return then
    return replace(now, plan=now.plan - then.plan, actual=now.actual - then.actual)


def planned_in(months: Sequence[Month]) -> Fraction:
    """The plan of some months, in units."""
    return Fraction(sum(each.planned for each in months))


def actual_in(months: Sequence[Month]) -> Fraction:
    """The activity of some compared months, in units."""
    return sum((each.actual or Fraction(0) for each in months), Fraction(0))


def _sum(units: Mapping[str, Fraction], months: Sequence[Month]) -> Fraction:
    return sum((units[each.month] for each in months), Fraction(0))


def _share(year: Sequence[Month], line: TermsLine, taken: Sequence[Month]) -> Fraction:
    """What part of a year's plan these months hold, by what the contract plans when the terms hold last."""
    planned = [each for each in year if each.plan is not None]
    last = [each for each in planned if each.plan and each.plan.terms == line][-1]
    whole = sum(each.planned for each in planned if each.month <= last.month) + (last.plan.ahead if last.plan else 0)
    return Fraction(planned_in(taken), whole) if whole else Fraction(len(taken), len(planned))


def _in_proportion(terms: PaymentTerms, share: Fraction) -> PaymentTerms:
    """The terms of a year as they are for a part of its plan."""
    if share == 1 or isinstance(terms, Block):
        return terms
    floor, cap = _part(terms.floor, share), _part(terms.cap, share)
    if not share and (isinstance(terms, CostAndVolume) or floor is not None or cap is not None):
        raise Refusal("Nothing is planned for these months, so that the terms of the year cannot be taken in part.")
    if isinstance(terms, CostAndVolume):
        plan = None if terms.plan is None else terms.plan * share
        return replace(terms, plan=plan, floor=floor, cap=cap)
    return replace(terms, floor=floor, cap=cap)


def _part(pence: int | None, share: Fraction) -> int | None:
    return None if pence is None else rounded(pence * share)


def _check_unit(line: TermsLine, unit: str) -> None:
    if not isinstance(line.terms, Block) and line.unit.strip().casefold() != unit.strip().casefold():
        raise Refusal(
            f"The contract plans {unit} and pays for {line.unit}: the one does not tell the cost of the other."
        )
