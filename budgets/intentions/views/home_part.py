"""What intentions put on the home page: lines not said yet, answers due, and the sums each role lives by."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from budgets.intentions.queries.calculations import find_calculation_at_hand
from budgets.intentions.queries.overview import overview_of
from budgets.intentions.rules.overview import Overview
from budgets.intentions.rules.sums import Sums, sums_of
from budgets.rounds.queries import list_rounds
from budgets.rounds.rules import deadline_of
from budgets.rounds.views.held import held_fast
from budgets.rounds.views.seen import calculation_at_hand
from core.components import pounds
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """The part of intentions on the home page of one who reads, on a day."""
    if not actor.may(Permission.SEE_INTENTIONS):
        return []
    return [part for overview in _overviews(actor, on) for part in _parts(actor, overview)]


def _overviews(actor: Actor, on: date) -> Iterator[Overview]:
    """Of each commissioner the newest round of which a calculation was opened to the groups, until it is signed off."""
    done: set[int] = set()
    for found in list_rounds(actor, on=on):
        stored = None if found.commissioner_id in done else find_calculation_at_hand(found.id)
        if stored is not None:
            done.add(found.commissioner_id)
            if held_fast(found.id):
                continue
            yield overview_of(found, stored, calculation_at_hand(stored), on=on)


def _parts(actor: Actor, overview: Overview) -> Iterator[ToDo | Figure]:
    if actor.may(Permission.STATE_INTENTIONS):
        yield from _for_lead(actor, overview)
    elif actor.may(Permission.ANSWER_INTENTIONS):
        yield from _for_provider(actor, overview)
    elif actor.may(Permission.SEE_UNSHOWN_CALCULATIONS):
        yield _net_figure("Net change the groups want", overview, sums_of(overview.said, overview.answers))


def _for_lead(actor: Actor, overview: Overview) -> Iterator[ToDo]:
    if actor.organisation_code not in overview.groups:
        return
    said = overview.said_by(actor.organisation_code)
    lines = overview.open_lines
    spoken = sum(line.code in said for line in lines)
    if spoken < len(lines):
        yield ToDo(
            what=f"Say what you are willing to spend in {overview.year} ({spoken} of {len(lines)} lines)",
            href=_address(overview),
            by=deadline_of(overview.year),
            detail="The same, more, less, or a new service. Saying nothing is not saying “the same”.",
        )


def _for_provider(actor: Actor, overview: Overview) -> Iterator[ToDo | Figure]:
    concerning = overview.concerning(actor.organisation_id)
    if not overview.provided.lines_of(actor.organisation_id):
        return
    due = len(overview.due_from(actor.organisation_id))
    if due:
        yield ToDo(
            what=f"Answer {due} {'intention' if due == 1 else 'intentions'} for {overview.year}",
            href=_address(overview),
            by=deadline_of(overview.year),
            detail="Can do, can do from a day, or cannot, with what follows from it.",
        )
    sums = sums_of(concerning, overview.answers, provider_id=actor.organisation_id)
    yield _net_figure("Net change of your lines", overview, sums)


def _net_figure(label: str, overview: Overview, sums: Sums) -> Figure:
    return Figure(
        label=f"{label} for {overview.year}",
        value=f"£{pounds(sums.net)}".replace("£\u2212", "\u2212£"),
        href=_address(overview),
        note=f"£{pounds(sums.gained)} more, £{pounds(sums.disinvest)} less, as said so far.",
    )


def _address(overview: Overview) -> str:
    return url_for("intentions.show_intentions", round_id=overview.round_id)
