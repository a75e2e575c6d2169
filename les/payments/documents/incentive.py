"""The plan of the incentive as a PDF statement: what it says, every practice and group, to the penny."""

from collections.abc import Sequence

from reportlab.platypus import Flowable
from reportlab.platypus import Table as Drawn

from core.canonical import canonical_text, hash_of
from core.pdf.page import LANDSCAPE_WIDTH, Running, pdf_bytes
from core.pdf.tables import captioned, figure_table, figures
from core.pdf.tables import words as word_column
from core.pdf.text import gap, note, paragraph, title_block
from core.tables import Cell, Table
from core.wording import sterling
from les.payments.models.incentive import IncentivePlan
from les.payments.presented.incentive import facts_of, groups_table, instalments_table, practices_table
from les.payments.queries.incentive_standing import PracticeStanding, Standing

RULE = (
    "A practice’s entitlement is the rate × its list of the list day. Freed-up resources of that sum or more: nothing "
    "is paid. Fewer: they are taken off in the order of the instalments, and of each instalment whose condition is met "
    "the rest is paid. An instalment whose condition is not met pays nothing."
)


def plan_statement(standing: Standing, practices: Sequence[PracticeStanding], *, as_at: str) -> bytes:
    """The statement of these practices of a plan; the same plan as it stands gives the same bytes."""
    plan, width = standing.plan, LANDSCAPE_WIDTH
    tables = [instalments_table(standing), groups_table(standing, practices), practices_table(standing, practices)]
    title = f"Incentive {plan.year}: {plan.scheme.name}"
    mark = hash_of(canonical_text([_texts(each) for each in tables]))
    facts = [*facts_of(plan)[:5], ("As at", as_at)]
    story: list[Flowable] = [
        *title_block("Statement of the incentive", title, facts, ("Source", plan.source), width=width),
        paragraph(in_one_sentence(plan, practices)),
        note(RULE),
        gap(4),
    ]
    for each in tables:
        story += [*captioned(each.caption, _drawn(each, width)), gap(6)]
    organisation = plan.scheme.commissioner.name
    return pdf_bytes(story, Running(organisation=organisation, title=title, content_hash=mark, is_landscape=True))


def in_one_sentence(plan: IncentivePlan, practices: Sequence[PracticeStanding]) -> str:
    """What is due in all, and who gets it."""
    due, kept = sum(each.due for each in practices), sum(each.kept for each in practices)
    count = f"{len(practices)} {'practice' if len(practices) == 1 else 'practices'}"
    told = f"{sterling(due)} is due to {count} for {plan.year}"
    return f"{told}: {sterling(kept)} for the accounts of the groups and {sterling(due - kept)} to the practices."


def _drawn(shown: Table, width: float) -> Drawn:
    heads = [figures(head.text)[0] if head.number else word_column(head.text) for head in shown.head]
    rows = [[_text(cell) for cell in row] for row in (*shown.rows, *shown.foot)]
    return figure_table(heads, rows, width=width, totals=len(shown.foot), is_tight=True)


def _text(cell: Cell) -> str:
    return cell.text if cell.number or not cell.note else f"{cell.text} ({cell.note})"


def _texts(shown: Table) -> list[list[str]]:
    return [[_text(cell) for cell in row] for row in (*shown.rows, *shown.foot)]
