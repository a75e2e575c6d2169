"""The sources of a round as a reader sees them: of which inputs, and under which calculation the money stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for

from budgets.method.result import Calculation
from budgets.rounds.models import Inputs, Round, StoredCalculation
from budgets.rounds.presented.links import NO_LINKS, Links
from budgets.rounds.queries import calculations_seen_by, get_inputs, list_inputs
from budgets.rounds.views.reach import followed_round
from budgets.rounds.views.seen import Seen, calculation_at_hand
from budgets.sources.models import DriverSource
from budgets.sources.presented.asked import LINE, TOTAL, Asked, Measure
from budgets.sources.queries import list_standing_sources
from budgets.sources.rules.descriptions import Descriptions
from budgets.sources.rules.money import Footing, Rests, rests_of
from core.permissions import Actor, Permission
from core.web import asked_number, current_actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A calculation with its values and what its money rests on."""

    stored: StoredCalculation
    calculation: Calculation
    rests: Rests
    links: Links


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesSeen:
    """What the page is about: a set of inputs, what is said of it, and a calculation made from it, if there is one."""

    round: Round
    inputs: Inputs
    standing: Sequence[DriverSource]
    kept: Kept | None
    all_inputs: Sequence[Inputs]
    calculations: Sequence[StoredCalculation]

    @property
    def query(self) -> dict[str, Any]:
        """The address of the same choice."""
        return {"calculation": self.kept.stored.id} if self.kept else {"inputs": self.inputs.id}


def sources_seen(round_id: int) -> SourcesSeen | None:
    """What the address asks for (`?calculation=`, else `?inputs=`, else the newest inputs); None without any inputs.

    What is not there, or not open to the reader, is not found.
    """
    found, actor = followed_round(round_id), current_actor()
    calculations = calculations_seen_by(actor, found)
    readable = _readable_inputs(found, actor, calculations)
    if not readable:
        return None
    stored, inputs = _chosen(calculations, readable)
    standing = list_standing_sources(inputs.id)
    return SourcesSeen(
        round=found,
        inputs=inputs,
        standing=standing,
        kept=_kept(stored, standing, actor) if stored else None,
        all_inputs=readable,
        calculations=calculations,
    )


def inputs_to_describe(round_id: int, inputs_id: int) -> Inputs:
    """The inputs of the address, if they are of this round and within the reader's reach."""
    found = followed_round(round_id)
    if inputs_id not in {each.id for each in list_inputs(found.id)}:
        abort(404)
    return get_inputs(inputs_id)


def asked() -> Asked:
    """What the address asks of the tables; what nobody knows is as usual."""
    query = request.args
    measure, grade, sort = query.get("measure", ""), query.get("grade", ""), query.get("sort", "")
    return Asked(
        measure=Measure(measure) if measure in list(Measure) else Measure.POUNDS,
        footing=grade if grade in list(Footing) else "",
        sort=sort if sort in {LINE, TOTAL, *Footing} else "",
        descending=query.get("descending") == "yes",
    )


def crumbs_to(found: Round) -> list[tuple[str, str]]:
    """The way to the pages of a round's sources."""
    return [
        ("Budget rounds", url_for("rounds.list_rounds")),
        (f"Round {found.year}", url_for("rounds.show_round", round_id=found.id)),
    ]


def crumbs_to_sources(inputs: Inputs) -> list[tuple[str, str]]:
    """The way to what is said of a set of inputs."""
    address = url_for("sources.show_sources", round_id=inputs.round_id, inputs=inputs.id)
    return [*crumbs_to(inputs.round), (f"Sources of inputs {inputs.number}", address)]


def _readable_inputs(found: Round, actor: Actor, calculations: Sequence[StoredCalculation]) -> list[Inputs]:
    """The inputs the reader may see, newest first: all, or those of the calculations opened to them."""
    if actor.may(Permission.SEE_UNSHOWN_CALCULATIONS):
        return list_inputs(found.id)
    return sorted({each.inputs for each in calculations}, key=lambda inputs: inputs.number, reverse=True)


def _chosen(
    calculations: Sequence[StoredCalculation], readable: Sequence[Inputs]
) -> tuple[StoredCalculation | None, Inputs]:
    wanted = asked_number("calculation")
    if wanted is not None:
        stored = next((each for each in calculations if each.id == wanted), None)
        if stored is None:
            abort(404)
        return stored, stored.inputs
    asked_for = asked_number("inputs", readable[0].id)
    inputs = next((each for each in readable if each.id == asked_for), None)
    if inputs is None:
        abort(404)
    return next((each for each in calculations if each.inputs_id == inputs.id), None), inputs


def _kept(stored: StoredCalculation, standing: Sequence[DriverSource], actor: Actor) -> Kept:
    calculation = calculation_at_hand(stored)
    seen = Seen(stored=stored, calculation=calculation, by=actor)
    return Kept(
        stored=stored,
        calculation=calculation,
        rests=rests_of(calculation, Descriptions.of(row.description for row in standing)),
        links=seen.links() if actor.may(Permission.SEE_ROUNDS) else NO_LINKS,
    )
