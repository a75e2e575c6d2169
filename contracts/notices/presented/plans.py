"""Plans that stand no more, as a page shows them: what became of each, and where its milestones stood."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.notices.models.outcomes import NoticeOutcome
from contracts.notices.queries.facts import milestone_of
from contracts.notices.rules.outcomes import PLANS
from contracts.notices.rules.standing import Facts
from core.components import day
from core.tables import Table, columns, table, words


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierPlan:
    """A plan that does not hold: its row, what became of it in a sentence, its milestones."""

    row: NoticeOutcome
    became: str
    milestones: Table


def earlier_plans(rows: Sequence[NoticeOutcome], facts: Facts, *, on: date) -> list[EarlierPlan]:
    """The plans among outcomes that neither stand nor wait for an answer, newest first."""
    shown = {each.id for each in (facts.plan, facts.pending) if each is not None}
    return [
        EarlierPlan(row=row, became=_became(row), milestones=_milestones(row, on))
        for row in reversed(rows)
        if row.outcome in PLANS and row.id not in shown
    ]


def _became(row: NoticeOutcome) -> str:
    if row.answer is None:
        return "It was never answered: something else was recorded since."
    if not row.answer.is_agreed:
        return f"Declined by {row.answer.name}: {row.answer.words}"
    return "Both parties agreed to it; what was recorded later took its place. What was missed under it stays missed."


def _milestones(row: NoticeOutcome, on: date) -> Table:
    is_agreed = row.answer is not None and row.answer.is_agreed
    body = []
    for each in map(milestone_of, row.milestones):
        state = each.state_name(on) if is_agreed else "Never agreed"
        note = each.reports_in_words(on) if is_agreed else ""
        cells = [words(str(each.number)), words(each.what), words(each.owner), words(day(each.due_on), look="app-day")]
        body.append([*cells, words(state, note=note)])
    head = columns("No.", "What was to be done", "Who saw to it", "By when", "Where it stood")
    return table(f"plan-{row.number}", f"Milestones of plan {row.number}", head, body)
