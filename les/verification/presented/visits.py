"""A visit as steps, facts and tables: findings line by line, visits as a list."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from budgets.rounds.rules import RoundStep, StepState
from core.clock import day_in_words
from core.money import as_pence
from core.tables import Cell, Table, amount, columns, number, table, words
from core.wording import in_full, sterling
from les.verification.models.visits import Visit
from les.verification.queries.facts import facts_of
from les.verification.queries.visits import LineFound
from les.verification.rules.kinds import ANSWER_NAMES, APPEAL_NAMES, REASON_NAMES
from les.verification.rules.recovering import to_recover
from les.verification.rules.standing import STAGE_NAMES, Stage, stage_of

_PLACES = {
    Stage.ARRANGED: 1,
    Stage.FOUND: 1,
    Stage.REPORTED: 3,
    Stage.APPEALED: 3,
    Stage.STANDS: 4,
    Stage.ALLOWED: 5,
    Stage.OVER: 5,
}


def steps_of(visit: Visit, *, on: date) -> list[RoundStep]:
    """Arranged, visited, reported, answered, over: what is done, what comes now, what comes later."""
    stage = stage_of(facts_of(visit), on=on)
    place = _PLACES[stage]
    lines = len({each.line_id for each in visit.findings})
    said = (
        ("Arranged", f"Practice told on {day_in_words(visit.told_at)}"),
        ("Visit", f"{in_full(visit.visit_on)}, {lines} {'line' if lines == 1 else 'lines'} looked at"),
        ("Report", f"Sent on {day_in_words(visit.report.sent_at)}" if visit.report else "To the practice"),
        ("Answer", _answer(visit, stage)),
        ("Recovery", _recovery(visit, stage)),
    )
    return [RoundStep(name=name, words=told, state=_state(turn, place)) for turn, (name, told) in enumerate(said)]


def facts_table(visit: Visit) -> list[tuple[str, str]]:
    """What there is to know of a visit."""
    facts = [
        ("Practice", f"{visit.practice.name} ({visit.practice.code})"),
        ("Plan", visit.plan.name),
        ("Day", in_full(visit.visit_on)),
        ("Who comes", visit.visitors),
    ]
    if visit.report:
        facts.append(("Report", visit.report.summary))
        facts.append(("Hash of the report", visit.report.content_hash))
    if visit.answer:
        facts.append(("Answer", f"{ANSWER_NAMES[visit.answer.answer]}. {visit.answer.words}".strip()))
    if visit.appeal:
        facts.append(("Appeal", f"{APPEAL_NAMES[visit.appeal.verdict]}. {visit.appeal.words}"))
    if visit.recovery:
        how = ", taken over to all items as both sides signed" if visit.recovery.is_extrapolated else ""
        facts.append(("Proposed for recovery", f"{sterling(as_pence(visit.recovery.amount))}{how}"))
    return facts


def findings_table(found: Sequence[LineFound], link: Callable[[LineFound], str] = lambda _: "") -> Table:
    """Every line of the claims that were drawn: claimed, looked at, verified, and what it comes to."""
    head = columns(
        "Claim",
        "Line",
        "#Claimed",
        "Paid £",
        "#Looked at",
        "#Verified",
        "Reason",
        "Items not verified",
        "To recover £",
    )
    rows = [_row(each, link(each)) for each in found]
    recover = sum(to_recover(each.looked) for each in found if each.looked)
    foot = [
        words("All"),
        words(""),
        number(sum((Fraction(each.line.claimed) for each in found), Fraction())),
        amount(sum(_paid(each) for each in found)),
        number(sum((Fraction(each.finding.checked) for each in found if each.finding), Fraction())),
        number(sum((Fraction(each.finding.verified) for each in found if each.finding), Fraction())),
        words(""),
        words(""),
        amount(recover),
    ]
    return table("findings", f"{len(found)} {'line' if len(found) == 1 else 'lines'} claimed", head, rows, [foot])


def visits_table(visits: Sequence[Visit], *, on: date, link: Callable[[Visit], str]) -> Table:
    """Visits, newest day first."""
    head = columns("Plan", "Practice", "Day", "State", "Proposed for recovery £")
    rows = [
        [
            words(each.plan.name, href=link(each), about=each.practice.name),
            words(each.practice.name),
            words(in_full(each.visit_on)),
            words(STAGE_NAMES[stage_of(facts_of(each), on=on)]),
            amount(as_pence(each.recovery.amount)) if each.recovery else words("", look="app-number"),
        ]
        for each in visits
    ]
    return table("visits", f"{len(visits)} {'visit' if len(visits) == 1 else 'visits'}", head, rows)


def _row(found: LineFound, href: str) -> list[Cell]:
    finding, looked = found.finding, found.looked
    told = [
        words(found.sampled.claim.number, note=f"{found.sampled.claim.scheme.name}, {found.sampled.claim.of}"),
        words(found.line.name, href=href, about=found.sampled.claim.number if href else ""),
        number(Fraction(found.line.claimed)),
        amount(_paid(found)),
    ]
    if finding is None or looked is None:
        return [
            *told,
            *(words("not looked at", look="app-nothing") for _ in range(2)),
            words(""),
            words(""),
            amount(None),
        ]
    return [
        *told,
        number(Fraction(finding.checked)),
        number(Fraction(finding.verified)),
        words(REASON_NAMES[finding.reason], note=finding.words),
        words(finding.items),
        amount(to_recover(looked)),
    ]


def _paid(found: LineFound) -> int:
    return as_pence(found.finding.paid) if found.finding else found.paid


def _answer(visit: Visit, stage: Stage) -> str:
    if visit.appeal:
        return APPEAL_NAMES[visit.appeal.verdict]
    if visit.answer:
        return ANSWER_NAMES[visit.answer.answer]
    if visit.report and stage is Stage.REPORTED:
        return f"By {in_full(visit.report.answer_by)}"
    return "None by its day: the findings stand" if visit.report else "Accepted or appealed"


def _recovery(visit: Visit, stage: Stage) -> str:
    if visit.recovery:
        return sterling(as_pence(visit.recovery.amount))
    return "Nothing" if stage is Stage.ALLOWED else "Of items not verified"


def _state(turn: int, place: int) -> StepState:
    if turn < place:
        return StepState.DONE
    return StepState.NOW if turn == place else StepState.LATER
