"""The parts of the papers, in the order of the meeting: where everybody stands, then what it comes from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from budgets.agreement.presented import board, changes
from budgets.intentions.presented.matrix import Asked as IntentionsAsked
from budgets.intentions.presented.matrix import Which, all_sums, matrix_table, outcome_table
from budgets.intentions.presented.provider import sums_figures
from budgets.must_dos.presented.growth import finding as finding_of_growth
from budgets.must_dos.presented.growth import growth_figures
from budgets.must_dos.presented.listed import Asked as MustDosAsked
from budgets.must_dos.presented.listed import groups_table as must_dos_by_group
from budgets.must_dos.presented.listed import must_dos_table
from budgets.papers.presented.scenarios import scenarios_table
from budgets.papers.queries.gathering import Gathered
from budgets.papers.rules import Level
from budgets.risk.presented import pool, volatility
from budgets.rounds.presented.links import NO_LINKS
from budgets.rounds.presented.overview import KeyFigure, groups_table
from budgets.sources.presented import asked as sources_asked
from budgets.sources.presented import money
from core.tables import Section, Table

MOST_CHANGES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part: its heading, the level from which on it is there, what it says, its figures and tables."""

    heading: str
    level: Level = Level.DETAIL
    sentences: Sequence[str] = ()
    figures: Sequence[KeyFigure] = ()
    tables: Sequence[Table] = ()


def parts_of(gathered: Gathered, level: Level) -> list[Part]:
    """The parts of the papers at a level; what nothing is to be said about is left out.

    Tables come from the pages of many rooms: each gets a name of its own here, for all stand on one page.
    """
    told = [part for part in _parts(gathered) if part.level is Level.HEADLINES or level is not Level.HEADLINES]
    return [
        replace(part, tables=[replace(shown, name=f"part-{number}-{shown.name}") for shown in part.tables])
        for number, part in enumerate(told, start=1)
    ]


def _parts(gathered: Gathered) -> Iterator[Part]:
    yield _standing(gathered)
    yield _budgets(gathered)
    yield _disputes(gathered)
    yield from _changes(gathered)
    yield from _scenarios(gathered)
    yield _must_dos(gathered)
    yield from _intentions(gathered)
    yield _sources(gathered)
    yield _risk(gathered)


def _standing(gathered: Gathered) -> Part:
    shown = gathered.board
    return Part(
        heading="Where every group stands",
        level=Level.HEADLINES,
        sentences=[board.opened_in_words(shown), *([gathered.adopted] if gathered.adopted else [])],
        figures=board.money_figures(shown),
        tables=[board.groups_table(shown)],
    )


def _budgets(gathered: Gathered) -> Part:
    """What is proposed, without links: figures on paper lead nowhere."""
    return Part(
        heading="What is proposed",
        level=Level.HEADLINES,
        tables=[groups_table(gathered.calculation, NO_LINKS)],
    )


def _disputes(gathered: Gathered) -> Part:
    disputes = gathered.board.disputes
    if not disputes:
        return Part(heading="Disputes to work through", sentences=["Nobody disputes anything of this proposal."])
    names = {group.code: group.name for group in gathered.calculation.groups}
    return Part(heading="Disputes to work through", tables=[board.disputes_table(disputes, names=names)])


def _changes(gathered: Gathered) -> Iterator[Part]:
    found = gathered.changes
    if found is None:
        return
    every = changes.rows_table(found)
    left_out = len(every.rows) - MOST_CHANGES
    largest = replace(
        every,
        caption=f"The {MOST_CHANGES} largest changes by line and group",
        sections=[Section(rows=every.rows[:MOST_CHANGES])],
        foot=(),
    )
    rest = f"{left_out} smaller changes stand on the page of proposal {gathered.proposal.number}."
    yield Part(
        heading=f"What changed since proposal {found.since}",
        sentences=[
            changes.what_was_done(found),
            changes.how_it_is_told(found),
            *([rest] if left_out > 0 else []),
        ],
        tables=[changes.groups_table(found, gathered.calculation), largest if left_out > 0 else every],
    )


def _scenarios(gathered: Gathered) -> Iterator[Part]:
    if gathered.scenarios:
        yield Part(heading="Scenarios asked for", tables=[scenarios_table(gathered)])


def _must_dos(gathered: Gathered) -> Part:
    names = {group.code: group.name for group in gathered.calculation.groups}
    by_group = must_dos_by_group(gathered.calculation, gathered.proposal.calculation.number, NO_LINKS)
    return Part(
        heading="Must-dos and growth",
        sentences=[finding_of_growth(gathered.growth)],
        figures=growth_figures(gathered.growth, gathered.proposal.calculation.inputs.number),
        tables=[must_dos_table(gathered.must_dos, MustDosAsked(), names), *([by_group] if by_group else [])],
    )


def _intentions(gathered: Gathered) -> Iterator[Part]:
    overview = gathered.intentions
    if not overview.said:
        yield Part(heading="Commissioning intentions", sentences=["No group has said yet what it is willing to spend."])
        return
    yield Part(
        heading="Commissioning intentions",
        figures=sums_figures(all_sums(overview)),
        tables=[matrix_table(overview, IntentionsAsked(which=Which.CHANGES)), outcome_table(overview)],
    )


def _sources(gathered: Gathered) -> Part:
    asked = sources_asked.Asked()
    return Part(
        heading="Where the figures come from",
        sentences=[money.finding(gathered.calculation, gathered.rests)],
        tables=[money.groups_table(gathered.calculation, gathered.rests, asked, NO_LINKS)],
    )


def _risk(gathered: Gathered) -> Part:
    return Part(
        heading="Risk",
        sentences=[
            "Chance variation is measured on hospital care of fundholders and is indicative for community services."
        ],
        figures=pool.key_figures(gathered.pool),
        tables=[volatility.volatility_table(gathered.calculation)],
    )
