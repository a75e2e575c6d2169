"""A re-commissioning as one PDF for a board: first how much is decided and what is left, then every scheme."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from budgets.papers.documents.tables import table_on_paper
from core.canonical import canonical_text, hash_of
from core.clock import day_in_words
from core.pdf.contents import Contents, Entry, with_contents
from core.pdf.page import LANDSCAPE_WIDTH, Running
from core.pdf.text import lead, paragraph, section, summary_list, title_block
from core.tables import Table, table, words
from core.wording import in_full, listed
from core.working_days import time_left
from les.schemes.models.recommissioning import CaseProposal, Exercise, SchemeCase
from les.schemes.presented.recommissioning import (
    Around,
    cases_table,
    cost_table,
    counted,
    opinions_table,
    proposals_table,
    what_follows,
)
from les.schemes.queries.recommissioning import decision_of, standing, waiting
from les.schemes.rules.opinions import in_words
from les.schemes.rules.recommissioning import OUTCOME_MEANINGS, UNDECIDED, Outcome

_ACTS = ("Need", "Evidence", "Equality check", "Consistency check")


def exercise_pdf(exercise: Exercise, cases: Sequence[SchemeCase], around: Around) -> bytes:
    """The re-commissioning as it stands on the day. The same state gives the same bytes."""
    entries = [
        Entry(key=f"case-{each.id}", number=f"{place}.", title=each.scheme.called)
        for place, each in enumerate(cases, start=1)
    ]
    running = Running(
        organisation=exercise.commissioner.name,
        title=f"{exercise.called} of enhanced services",
        content_hash=hash_of(_content(exercise, cases, around)),
        is_landscape=True,
    )
    contents = Contents(entries)
    return with_contents(contents, lambda: _story(exercise, cases, around, running, contents), running)


def _content(exercise: Exercise, cases: Sequence[SchemeCase], around: Around) -> str:
    """What the hash is taken of: the day, and every row of the list with the words of the case."""
    rows = [[cell.text + cell.note for cell in row] for row in cases_table(cases, around).rows]
    made = [[p.id, p.outcome.value, *_words(p)] for case in cases for p in case.proposals]
    said = [[o.id, o.advice.value, o.words] for case in cases for asked in case.requests for o in asked.opinions]
    return canonical_text([exercise.called, around.on.isoformat(), rows, made, said])


def _story(
    exercise: Exercise, cases: Sequence[SchemeCase], around: Around, running: Running, contents: Contents
) -> list[Flowable]:
    facts = [
        ("Began", in_full(exercise.began_on)),
        ("To be decided by", f"{in_full(exercise.decide_by)} ({time_left(exercise.decide_by, around.on)})"),
        ("Rule", exercise.source),
        ("As at", in_full(around.on)),
    ]
    hashed = ("Hash", running.content_hash)
    story: list[Flowable] = [
        *title_block(running.title, exercise.commissioner.name, facts, hashed, width=LANDSCAPE_WIDTH),
        lead(_finding(exercise, cases, around)),
        summary_list(_counts(cases), width=LANDSCAPE_WIDTH),
        *section("Schemes"),
        contents.table(width=LANDSCAPE_WIDTH),
        *section("Decisions"),
        *table_on_paper(_listed(cases, around), width=LANDSCAPE_WIDTH),
    ]
    for each in cases:
        story += [*contents.heading(f"case-{each.id}"), *_case(each, around)]
    return story


def _listed(cases: Sequence[SchemeCase], around: Around) -> Table:
    """The list with number and name in one column, which leaves the words more room on paper."""
    whole = cases_table(cases, around)
    rows = [[words(case.scheme.called), *row[2:]] for case, row in zip(cases, whole.rows, strict=True)]
    return table(whole.name, whole.caption, whole.head[1:], rows)


def _finding(exercise: Exercise, cases: Sequence[SchemeCase], around: Around) -> str:
    """What a board reads first: how many are decided, and which are left by when."""
    left = [each.scheme.name for each in cases if standing(each) is None]
    if not left:
        return "The one scheme is decided." if len(cases) == 1 else f"All {len(cases)} schemes are decided."
    done, days = len(cases) - len(left), time_left(exercise.decide_by, around.on)
    verb = "is" if len(left) == 1 else "are"
    return (
        f"{done} of {len(cases)} schemes are decided. {listed(left)} {verb} to be decided by "
        f"{in_full(exercise.decide_by)}, {days}, and {'runs' if len(left) == 1 else 'run'} on until then."
    )


def _counts(cases: Sequence[SchemeCase]) -> list[tuple[str, str, str]]:
    return [
        (name, str(count), "runs on until decided" if value == UNDECIDED else OUTCOME_MEANINGS[Outcome(value)])
        for value, name, count in counted(cases)
    ]


def _case(case: SchemeCase, around: Around) -> list[Flowable]:
    held, waits = standing(case), waiting(case)
    found = around.opinions.get(case.id, ())
    story: list[Flowable] = [lead(_decided(held, case, around))]
    if case.reason:
        story.append(paragraph(f"Added on {day_in_words(case.added_at)}: {case.reason}"))
    for proposal, title in ((held, "What was decided"), (waits, "What is proposed and waits for a second person")):
        if proposal is not None:
            story += _made(proposal, title)
    story.append(paragraph(in_words(found)))
    if found:
        story += table_on_paper(opinions_table(case, found), width=LANDSCAPE_WIDTH)
    if case.proposals:
        story += table_on_paper(proposals_table(case.proposals), width=LANDSCAPE_WIDTH)
    return story


def _decided(held: CaseProposal | None, case: SchemeCase, around: Around) -> str:
    if held is None:
        return "Undecided. It runs on until decided."
    decision = decision_of(held)
    day = day_in_words(decision.decided_at)
    reason = f" {decision.reason}" if decision.reason else ""
    return (
        f"{held.outcome_name}: {OUTCOME_MEANINGS[held.outcome]}. Decided by {decision.name}, {decision.role}, on {day}."
        f"{reason} {what_follows(case, around)}."
    )


def _made(proposal: CaseProposal, title: str) -> list[Flowable]:
    cost = cost_table(proposal)
    compared: list[Flowable] = (
        table_on_paper(cost, width=LANDSCAPE_WIDTH)
        if cost
        else [paragraph(f"Cost against the hospital: not compared. {proposal.no_alternative}")]
    )
    named = zip(_ACTS, _words(proposal), strict=True)
    return [
        *section(f"{title}: {proposal.outcome_name.lower()}"),
        *(paragraph(f"{name}: {text}") for name, text in named),
        paragraph(f"Prices by locality on the day: {proposal.price_facts}"),
        *compared,
    ]


def _words(proposal: CaseProposal) -> tuple[str, str, str, str]:
    return proposal.need, proposal.evidence, proposal.equality, proposal.consistency
