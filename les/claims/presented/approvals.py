"""Approval as tables: lines of a claim step by step, what waits, the budget, adjustments, rules."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from core.clock import day_in_words
from core.money import as_pence
from core.tables import Cell, Table, amount, columns, difference, number, table, words
from core.wording import in_full
from les.claims.models.approvals import AdjustmentApproval
from les.claims.models.claims import Claim, ClaimLine
from les.claims.models.decisions import Adjustment, LineCut
from les.claims.models.settings import ClaimRules
from les.claims.queries.adjustments import Part
from les.claims.queries.settings import RulesInForce, rules_of
from les.claims.queries.worklist import Waiting
from les.claims.rules.approving import STEP_NAMES
from les.claims.rules.bands import in_words
from les.claims.rules.budget_check import BudgetState
from les.claims.rules.kinds import ADJUSTMENT_NAMES, CUT_NAMES, Step
from les.schemes.rules.kinds import VERDICT_NAMES

_CHECKS = {"allow": "Shown, nothing asked", "warn": "Exception in words", "stop": "Nobody approves"}


def lines_table(claim: Claim, cuts: Mapping[int, Sequence[LineCut]]) -> Table:
    """The lines of a claim: how many, at which price, claimed, after each step, and why they were cut."""
    head = columns("For", "Days", "#How many", "Price £", "Claimed £", "After evidence £", "After finance £", "Why cut")
    rows = [_line(line, cuts.get(line.id, ())) for line in claim.lines]
    sums = [sum(values) for values in zip(*(_worths(line, cuts.get(line.id, ())) for line in claim.lines), strict=True)]
    foot = [words("All lines"), words(""), words(""), words(""), *(amount(pence) for pence in sums), words("")]
    return table("lines", "Lines of the claim", head, rows, [foot] if rows else [])


def _worths(line: ClaimLine, cuts: Sequence[LineCut]) -> tuple[int, int, int]:
    claimed = as_pence(line.amount)
    by_step = {cut.step: as_pence(cut.amount) for cut in cuts}
    checked = by_step.get(Step.EVIDENCE, claimed)
    return claimed, checked, by_step.get(Step.PAYMENT, checked)


def _line(line: ClaimLine, cuts: Sequence[LineCut]) -> list[Cell]:
    why = "; ".join(f"{CUT_NAMES[cut.reason]}{f': {cut.words}' if cut.words else ''}" for cut in cuts)
    days = f"{in_full(line.starts_on)} to {in_full(line.ends_on)}"
    many = number(Fraction(line.allowed), note=f"of {line.claimed} claimed" if line.allowed != line.claimed else "")
    sums = [amount(pence) for pence in _worths(line, cuts)]
    return [words(line.name, note=line.how), words(days), many, amount(as_pence(line.price)), *sums, words(why)]


def waiting_table(waiting: Sequence[Waiting]) -> Table:
    """What waits, as files have it."""
    head = columns(
        "Claim", "Scheme", "Practice", "Quarter", "Submitted", "#Working days", "Waits for", "Sum £", "To look at"
    )
    rows = [
        [
            words(each.claim.number),
            words(each.claim.scheme.called),
            words(f"{each.claim.practice.name} ({each.claim.practice.code})"),
            words(str(each.claim.of)),
            words(day_in_words(each.claim.submitted_at) if each.claim.submitted_at else ""),
            number(each.days),
            words(STEP_NAMES[each.step] if each.step else ""),
            amount(each.pence),
            words(", ".join(each.flags)),
        ]
        for each in waiting
    ]
    return table("waiting", "Claims that wait for a decision", head, rows)


def budget_table(state: BudgetState, pence: int) -> Table:
    """What the budget holds and what would be left of it."""
    rows = [
        [words(f"Budget of {state.year}, {state.where}"), amount(state.budget)],
        [words("Approved from it so far"), amount(state.used)],
        [words("Left"), amount(state.left)],
        [words("This sum"), amount(pence)],
    ]
    foot = [
        words("Left afterwards"),
        difference(state.left - pence) if state.left < pence else amount(state.left - pence),
    ]
    return table("budget", "The budget", columns("What", "Sum £"), rows, [foot])


def adjustments_table(listed: Sequence[Adjustment], link: Callable[[Adjustment], str] = lambda _: "") -> Table:
    """Adjustments with what became of each."""
    head = columns("Number", "Practice", "Scheme", "Quarter", "What", "Sum £", "For", "State")
    rows = [
        [
            words(each.number, href=link(each)),
            words(f"{each.practice.name} ({each.practice.code})"),
            words(each.scheme.called),
            words(f"{each.year} Q{each.quarter}"),
            words(ADJUSTMENT_NAMES[each.kind]),
            amount(as_pence(each.amount)),
            words(each.what),
            words(state_of(each)),
        ]
        for each in listed
    ]
    total = sum(as_pence(each.amount) for each in listed)
    foot = [words("All of these"), *(words("") for _ in range(4)), amount(total), words(""), words("")]
    many = f"{len(listed):,} {'adjustment' if len(listed) == 1 else 'adjustments'}"
    return table("adjustments", many, head, rows, [foot] if len(rows) > 1 else [])


def state_of(adjustment: Adjustment) -> str:
    """What became of an adjustment."""
    return VERDICT_NAMES[adjustment.decision.verdict] if adjustment.decision else "Waits for a decision"


def parts_table(parts: Sequence[Part]) -> Table:
    """The parts of a sum with the days on which they are due."""
    rows = [
        [
            words(part.number),
            words(f"{plan.number} of {plan.parts}"),
            words(in_full(plan.due_on)),
            amount(as_pence(part.amount)),
        ]
        for part, plan in parts
        if plan
    ]
    total = amount(sum(as_pence(part.amount) for part, _ in parts))
    return table(
        "parts",
        "Parts",
        columns("Number", "Part", "Due on", "Sum £"),
        rows,
        [[words("All parts"), words(""), words(""), total]],
    )


def adjustment_facts(adjustment: Adjustment, approvals: Sequence[AdjustmentApproval]) -> list[tuple[str, str]]:
    """What an adjustment is, as pairs."""
    facts = [
        ("Practice", f"{adjustment.practice.name} ({adjustment.practice.code})"),
        ("Scheme", adjustment.scheme.called),
        ("Quarter", f"Quarter {adjustment.quarter} of {adjustment.year}"),
        ("What it is for", adjustment.what),
        ("Proposed", f"by {adjustment.proposed_by.name} on {day_in_words(adjustment.proposed_at)}"),
    ]
    if adjustment.line:
        facts.insert(3, ("Corrects", f"{adjustment.line.name} in {adjustment.line.claim.number}"))
    facts += [("Approved first", f"by {each.person.name} on {day_in_words(each.approved_at)}") for each in approvals]
    if decision := adjustment.decision:
        facts.append(
            (VERDICT_NAMES[decision.verdict], f"by {decision.decided_by.name} on {day_in_words(decision.decided_at)}")
        )
        facts += [
            (name, text) for name, text in (("Reason", decision.words), ("Exception", decision.exception)) if text
        ]
    return facts


def rules_facts(rules: RulesInForce) -> list[tuple[str, str]]:
    """Rules of approval as pairs."""
    return [
        ("Who approves for payment", in_words(rules.bands)),
        ("Where the budget does not hold a sum", _CHECKS[rules.budget_check.value]),
        ("Evidence is kept, and claims are clawed back", f"for {rules.evidence_months} months after the quarter"),
    ]


def rules_table(listed: Sequence[ClaimRules], link: Callable[[ClaimRules], str] = lambda _: "") -> Table:
    """Rules that were ever proposed, those that hold from the latest day first."""
    head = columns("Hold from", "Value bands", "Budget check", "#Months of evidence", "Source", "State")
    rows = [
        [
            words(in_full(each.valid_from)),
            words(in_words(rules_of(each).bands)),
            words(_CHECKS[each.budget_check.value]),
            number(each.evidence_months),
            words(each.source, note=f"by {each.proposed_by.name}"),
            _rules_state(each, link),
        ]
        for each in listed
    ]
    return table("rules", "Rules of approval", head, rows)


def _rules_state(rules: ClaimRules, link: Callable[[ClaimRules], str]) -> Cell:
    if rules.decision is None:
        return words("Waits for a second person", href=link(rules))
    return words(VERDICT_NAMES[rules.decision.verdict], note=f"by {rules.decision.decided_by.name}")
