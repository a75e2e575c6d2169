"""150 calculations of a national set against the bare largest-remainder loop, and against floats in pandas.

Run as `python -m benchmarks.budget_method`. The three take turns in one run, the best of several turns counts; the
exit status is 1 when `calculate` costs more than the limit. The bare loop deals out the same cells (groups, practices,
reserve, fair share, bridge) on ready integers and does nothing else; pandas does what an analyst would write, which
is quick and does not add up.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import process_time

import pandas as pd

from benchmarks.national_set import GROUPS, PRACTICES, national_set
from budgets.method.calculation import calculate
from budgets.method.policy import Policy
from budgets.method.result import LINE_STEPS, Calculation, LineKind
from budgets.method.workbook import Workbook

LIMIT = 5.0
SETS = 150
TURNS = 3


@dataclass(frozen=True, slots=True)
class Cells:
    """One deal: an amount, whole weights and the codes that hold them."""

    amount: int
    weights: Sequence[int]
    codes: Sequence[str]


def bare_loop(deals: Sequence[Cells]) -> int:
    """Largest remainder on integers and nothing else; gives the pence dealt, so that nothing is skipped."""
    dealt = 0
    for cells in deals:
        whole = sum(cells.weights)
        exact = [cells.amount * weight for weight in cells.weights]
        shares = [share // whole for share in exact]
        owed = [share * whole - wanted for share, wanted in zip(shares, exact, strict=True)]
        ranked = sorted(zip(owed, [-weight for weight in cells.weights], cells.codes, range(len(owed)), strict=True))
        for _, _, _, place in ranked[: cells.amount - sum(shares)]:
            shares[place] += 1
        dealt += sum(shares)
    return dealt


def deals_of(workbook: Workbook, calculation: Calculation) -> list[Cells]:
    """What must be dealt out for a calculation, from its own results: the weights are ready before the clock starts."""
    people = {row.practice: int(row.under("weighted") * 100) for row in workbook.populations}
    members = {group: [p for p in PRACTICES if calculation.practice_groups[p] == group] for group in GROUPS}
    capitation = [sum(people[practice] for practice in members[group]) for group in GROUPS]
    deals = []
    for line in calculation.lines:
        if line.kind is LineKind.PACE_OF_CHANGE:
            continue
        gross = [max(1, amount) for amount in line.gross.values()]
        deals.append(Cells(abs(line.total), capitation, GROUPS))
        deals.append(Cells(abs(line.total), capitation, GROUPS))
        deals.append(Cells(sum(line.reserve.values()), gross, GROUPS))
        deals += [
            Cells(abs(amount), [people[practice] for practice in members[group]], members[group])
            for group, amount in line.gross.items()
        ]
        running = 0
        for step in LINE_STEPS:
            running += (line.steps or {}).get(step, 0)
            deals.append(Cells(abs(running), gross, GROUPS))
    return deals


def in_pandas(workbook: Workbook) -> float:
    """The split as an analyst would write it: floats, each column rounded to the penny.

    Gives the pounds by which the groups' amounts, reserves and fair shares miss the amounts they are parts of.
    """
    practices = pd.DataFrame(
        [(row.practice, row.group) for row in workbook.practices], columns=["practice", "group"]
    ).set_index("practice")["group"]
    people = pd.Series({row.practice: float(row.under("weighted")) for row in workbook.populations})
    ledger = pd.DataFrame([(row.service, row.amount / 100) for row in workbook.cost_centres], columns=["code", "money"])
    totals = ledger.groupby("code")["money"].sum() * 1.023
    totals = (totals + totals / totals.sum() * 5_000_000).round(2)
    activity = pd.DataFrame(
        {"code": workbook.activity.service, "practice": workbook.activity.practice, "n": workbook.activity.quantity}
    )
    weights = activity.pivot_table(index="code", columns="practice", values="n", aggfunc="sum").reindex(totals.index)
    weights = weights.fillna(people)
    by_practice = weights.div(weights.sum(axis=1), axis=0).mul(totals, axis=0).round(2)
    by_group = by_practice.T.groupby(practices).sum().T
    reserve = (totals * 0.015).round(2)
    reserves = by_group.div(by_group.sum(axis=1), axis=0).mul(reserve, axis=0).round(2)
    by_need = people.groupby(practices).sum() / people.sum()
    fair = pd.DataFrame({group: (totals * share).round(2) for group, share in by_need.items()})
    missed = [
        (part.sum(axis=1) - whole).abs().sum()
        for part, whole in ((by_group, totals), (reserves, reserve), (fair, totals))
    ]
    return float(sum(missed))


def best(turns: Sequence[float]) -> float:
    """The quickest turn: what the work costs when nothing else disturbs it."""
    return min(turns)


def timed(work: Callable[[], object]) -> float:
    """Processor seconds that a piece of work takes, so that a busy machine does not count against it."""
    start = process_time()
    work()
    return process_time() - start


def all_calculated(inputs: Sequence[tuple[Workbook, Policy]]) -> None:
    """Every calculation, checks of its workbook included; none is kept, as none of the dealt cells is."""
    for workbook, policy in inputs:
        calculate(workbook, policy)


def main() -> int:
    """Measure, print the ratios, and say by the exit status whether the limit is kept."""
    inputs: list[tuple[Workbook, Policy]] = list(national_set(SETS))
    deals = [cells for workbook, policy in inputs for cells in deals_of(workbook, calculate(workbook, policy))]
    ours, bare, pandas = [], [], []
    for _ in range(TURNS):
        ours.append(timed(lambda: all_calculated(inputs)))
        bare.append(timed(lambda: bare_loop(deals)))
        pandas.append(timed(lambda: [in_pandas(workbook) for workbook, _ in inputs]))
    ratio = best(ours) / best(bare)
    missed = sum(in_pandas(workbook) for workbook, _ in inputs)
    print(f"{SETS} calculations, {len(deals)} amounts and {sum(len(cells.codes) for cells in deals)} cells dealt out")
    print(f"bare largest-remainder loop  {best(bare):7.2f} s   1.00")
    print(f"calculate                    {best(ours):7.2f} s   {ratio:.2f}   (limit {LIMIT:.2f})")
    print(f"pandas, floats, rounded      {best(pandas):7.2f} s   {best(pandas) / best(bare):.2f}")
    print(f"parts of calculate miss their totals by £0.00, those of pandas by £{missed:,.2f}")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
