"""What stands behind a line: its rows of the ledger, its adjustments, and how the amount of each step came about."""

from collections.abc import Mapping, Sequence

from budgets.method.explained import LedgerRow, LineExplained
from budgets.method.result import Step
from budgets.method.words import step_in_words
from budgets.method.workbook import Adjustment
from core.money import plain
from core.tables import Cell, Table, amount, columns, exact_text, signed, table, words
from core.wording import sterling, upper_first


def steps_table(explained: LineExplained) -> Table | None:
    """The six steps from ledger to total with the sum after each; None for a line that is no service."""
    line = explained.line
    if line.steps is None:
        return None
    reasons = reasons_for(explained)
    running = 0
    rows = []
    for step, pence in line.steps.items():
        running += pence
        rows.append([words(step_in_words(step)), words(reasons[step]), _step(step, pence), amount(running)])
    return table(
        "steps",
        "From ledger to total",
        columns("Step", "How it came about", "Amount £", "Sum so far £"),
        rows,
        [[words("Total of the line"), words(""), amount(line.total), amount(line.total)]],
    )


def reasons_for(explained: LineExplained) -> Mapping[Step, str]:
    """How the amount of each step of a service came about, in words."""
    counted = len(explained.adjustments)
    return {
        Step.BASELINE: f"the sum of {_counted(len(explained.ledger), 'line')} of the ledger, below",
        Step.EXCLUDED: _why_excluded(explained.ledger),
        Step.HOSTED_BY_OTHERS: _why_hosted(explained),
        Step.ADJUSTMENTS: f"{_counted(counted, 'adjustment')}, below" if counted else "none for this service",
        Step.UPLIFT: _why_uplifted(explained),
        Step.RETURNED_MONEY: _why_returned(explained),
    }


def ledger_table(rows: Sequence[LedgerRow]) -> Table | None:
    """The service's rows of the ledger, those out of scope with the reason; None where there are none."""
    if not rows:
        return None
    return table(
        "ledger",
        "Lines of the ledger",
        columns("Cost centre", "Description", "Recurrent", "In scope", "Amount £"),
        [
            [
                words(row.code),
                words(row.description, note=row.subjective),
                words("recurrent" if row.recurrent else "non-recurrent"),
                _scope(row),
                amount(row.amount),
            ]
            for row in rows
        ],
        [[words("Baseline"), words(""), words(""), words(""), amount(sum(row.amount for row in rows))]],
    )


def adjustments_table(adjustments: Sequence[Adjustment]) -> Table | None:
    """The service's adjustments, this commissioner's own share; None where there are none."""
    if not adjustments:
        return None
    return table(
        "adjustments",
        "Adjustments",
        columns("Kind", "Description", "Recurrent", "Amount £"),
        [
            [
                words(upper_first(row.kind.value.replace("_", " "))),
                words(row.description),
                words("recurrent" if row.recurrent else "non-recurrent"),
                signed(row.amount),
            ]
            for row in adjustments
        ],
        [[words("Total"), words(""), words(""), amount(sum(row.amount for row in adjustments))]],
    )


def _step(step: Step, pence: int) -> Cell:
    return amount(pence) if step is Step.BASELINE else signed(pence)


def _scope(row: LedgerRow) -> Cell:
    if row.counts:
        return words("in scope")
    return words("out of scope", note=row.reason or "no reason given", look="app-fell-back")


def _why_excluded(rows: Sequence[LedgerRow]) -> str:
    out = sum(not row.counts for row in rows)
    return f"{_counted(out, 'line')} out of scope, with the reason below" if out else "nothing is out of scope"


def _why_hosted(explained: LineExplained) -> str:
    steps, basis = explained.line.steps or {}, explained.uplift
    if basis is None or basis.hosted_share == 100:
        return "no other commissioner bears a part"
    in_scope = steps[Step.BASELINE] + steps[Step.EXCLUDED]
    return f"other commissioners bear {plain(100 - basis.hosted_share)}% of {sterling(in_scope)}"


def _why_uplifted(explained: LineExplained) -> str:
    basis = explained.uplift
    if basis is None or not basis.percent:
        return "no uplift"
    whose = "this service’s own" if basis.is_own else "the policy’s"
    return f"{plain(basis.percent)}% ({whose}) of {sterling(basis.basis)}, the recurrent part"


def _why_returned(explained: LineExplained) -> str:
    basis = explained.returned
    if basis is None:
        return "none is returned through service lines"
    if not basis.weight:
        return "no part: nothing of this line is in scope after the uplift"
    return (
        f"{sterling(basis.lump_sum)} × {sterling(basis.weight)} ÷ {sterling(basis.all_weights)}, what stands in scope "
        f"after the uplift here and everywhere: £{exact_text(basis.exact)} before rounding"
    )


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
