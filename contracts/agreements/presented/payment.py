"""What would be paid, laid out: step by step, month by month for a block, and at levels of activity."""

from collections.abc import Sequence
from fractions import Fraction

from contracts.agreements.rules.figures import TermsLine
from contracts.agreements.rules.levels import Level
from contracts.agreements.rules.paying import Explained, explain_payment, instalments
from contracts.agreements.rules.payment_terms import Block, CostAndVolume
from contracts.agreements.rules.phasing import month_in_words
from contracts.agreements.rules.terms_words import units_in_words
from core.charts.figure import Bar, Figure, Row, bar_figure
from core.tables import Cell, Table, amount, columns, exact_pounds, number, signed, table, words
from core.wording import sterling, upper_first

_NOTHING = Cell(text="", number=True)


def at_first(line: TermsLine, planned: int | None) -> str | None:
    """The activity for which a page shows the payment before one was typed: the plan, if there is one."""
    plan = line.terms.plan if isinstance(line.terms, CostAndVolume) else planned
    return None if plan is None else units_in_words(plan)


def explained_for(line: TermsLine, units: Fraction | None) -> Explained | None:
    """The payment; for a block amount also without an activity, which changes nothing."""
    if isinstance(line.terms, Block):
        return explain_payment(line.terms, 0)
    return None if units is None else explain_payment(line.terms, units)


def steps_table(line: TermsLine, explained: Explained) -> Table:
    """The steps of a payment; quantity × rate is the amount, and the amounts add up to what is paid."""
    rows = [
        [
            words(step.label),
            _NOTHING if step.quantity is None else number(step.quantity),
            _NOTHING if step.rate is None else exact_pounds(step.rate),
            exact_pounds(step.amount),
        ]
        for step in explained.steps
    ]
    foot = [[words("Paid"), _NOTHING, _NOTHING, amount(explained.payment)]]
    head = columns("Step", f"#{upper_first(line.unit) or 'Units'}", "Each £", "Amount £")
    return table("steps", "How the payment is made up", head, rows, foot)


def instalments_table(line: TermsLine) -> Table | None:
    """A block amount by month; None for every other basis."""
    if not isinstance(line.terms, Block) or not line.months:
        return None
    parts = instalments(line.terms.amount, line.months)
    rows = [[words(month_in_words(month)), amount(pence)] for month, pence in parts.items()]
    foot = [[words("All months"), amount(sum(parts.values()))]]
    return table("instalments", "Paid by month", columns("Month", "Paid £"), rows, foot)


def levels_table(line: TermsLine, levels: Sequence[Level]) -> Table | None:
    """What would be paid at levels of activity, beside what is paid at the plan; None without a level."""
    if not levels:
        return None
    paid = {each.activity: explain_payment(line.terms, each.activity).payment for each in levels}
    at_plan = next(paid[each.activity] for each in levels if "the plan" in each.label.lower().split("; "))
    rows = [
        [
            words(each.label),
            number(each.activity),
            amount(paid[each.activity]),
            signed(paid[each.activity] - at_plan),
        ]
        for each in levels
    ]
    head = columns("Level", f"#{upper_first(line.unit)}", "Payment £", "More or less than at the plan £")
    return table("levels", "What would be paid at other levels of activity", head, rows)


def payment_chart(line: TermsLine, levels: Sequence[Level]) -> Figure | None:
    """Payment against activity as bars; None without a level."""
    if not levels:
        return None
    paid = [explain_payment(line.terms, each.activity).payment for each in levels]
    rows = [
        Row(label=each.label, bars=(Bar(end=pence, shown=sterling(pence)),))
        for each, pence in zip(levels, paid, strict=True)
    ]
    finding = (
        f"From {levels[0].label.lower()} to {levels[-1].label.lower()}, {sterling(paid[0])} to {sterling(paid[-1])} is "
        f"paid for {line.service_name}."
    )
    alt = f"Bar chart of what would be paid for {line.service_name} at levels of activity"
    return bar_figure(rows, finding=finding, alt=alt, unit="Payment, £")
