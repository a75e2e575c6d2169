"""The part of the demo year about re-commissioning: three schemes decided, one proposed, opinions from some groups."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from core.money import pence_from
from core.permissions import Actor
from les.schemes.actions.deciding import decide_outcome, propose_outcome
from les.schemes.actions.ending import propose_end
from les.schemes.actions.opinions import ask_groups, give_opinion
from les.schemes.actions.recommissioning import begin_exercise
from les.schemes.demo import Sides
from les.schemes.models.recommissioning import SchemeCase
from les.schemes.queries.opinions import mark_of
from les.schemes.queries.recommissioning import get_case, list_cases, newest_exercise
from les.schemes.rules.kinds import Verdict
from les.schemes.rules.opinions import Advice
from les.schemes.rules.recommissioning import Alternative, Made, Outcome

Case = tuple[SchemeCase, Mapping[str, Any]]


def seed_demo_recommissioning(file: Path, sides: Sides, leads: Mapping[str, Actor]) -> None:
    """Begin the re-commissioning of the file in February, and ask the groups about what is decided first."""
    told, by = _told(file), sides.commissioner
    began = sides.hour(2008, 2, 8, 11)
    begin_exercise(
        commissioner_id=by.organisation_id,
        began_on=told["began_on"],
        months=told["months"],
        source=told["source"],
        by=by,
        on=began.date(),
        at=began,
    )
    decided, _ = _cases(told, by)
    for case, _ in decided:
        _ask(case, sides, sides.hour(2008, 2, 8, 12), by_on=date(2008, 2, 22))
    for case, each in decided:
        _answer(case, each["opinions"], leads, sides.hour(2008, 2, 11, 12))


def seed_demo_decisions(file: Path, sides: Sides, leads: Mapping[str, Actor]) -> None:
    """Decide what has a reason in the file, and ask about the rest, which stays open."""
    told, by = _told(file), sides.commissioner
    decided, left = _cases(told, by)
    for case, each in decided:
        _propose(case, each, told["equality"], by, sides.hour(2008, 2, 29, 11))
    for case, each in decided:
        _decide(case, each, sides, sides.hour(2008, 2, 29, 15))
    _ask(left[0][0], sides, sides.hour(2008, 2, 29, 16), by_on=date(2008, 3, 28), is_on_all=True)
    for case, each in left:
        _propose(case, each, told["equality"], by, sides.hour(2008, 2, 29, 17))
        _answer(case, each["opinions"], leads, sides.hour(2008, 3, 3, 8))


def _told(file: Path) -> Mapping[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _cases(told: Mapping[str, Any], by: Actor) -> tuple[list[Case], list[Case]]:
    """The cases of the file that are decided, and those that are not."""
    exercise = newest_exercise(by.organisation_id)
    if exercise is None:
        raise RuntimeError("the re-commissioning of the demo was not begun")
    known = {each.scheme.name: each for each in list_cases(exercise.id)}
    pairs = [(known[each["scheme"]], each) for each in told["cases"]]
    decided = [pair for pair in pairs if "reason" in pair[1]]
    return decided, [pair for pair in pairs if "reason" not in pair[1]]


def _ask(case: SchemeCase, sides: Sides, at: datetime, *, by_on: date, is_on_all: bool = False) -> None:
    ask_groups(
        exercise_id=case.exercise_id,
        case_id=None if is_on_all else case.id,
        group_ids=None,
        by_on=by_on,
        by=sides.commissioner,
        on=at.date(),
        at=at,
        href=_address(case),
    )


def _answer(
    case: SchemeCase, opinions: Sequence[tuple[str, str, str]], leads: Mapping[str, Actor], at: datetime
) -> None:
    for code, advice, words in opinions:
        give_opinion(case_id=case.id, advice=Advice(advice), words=words, by=leads[code], on=at.date(), at=at)


def _propose(case: SchemeCase, told: Mapping[str, Any], equality: str, by: Actor, at: datetime) -> None:
    element, count, tariff, source, tariff_on = told["cost"]
    made = Made(
        outcome=Outcome(told["outcome"]),
        need=told["need"],
        evidence=told["evidence"],
        equality=equality,
        consistency=told["consistency"],
        alternative=Alternative(
            element=element, count=count, tariff=pence_from(tariff), source=source, tariff_on=tariff_on
        ),
    )
    propose_outcome(case_id=case.id, made=made, by=by, on=at.date(), at=at, href=_address(case))


def _decide(case: SchemeCase, told: Mapping[str, Any], sides: Sides, at: datetime) -> None:
    found = get_case(case.id)
    decide_outcome(
        case_id=case.id,
        proposal_id=found.proposals[-1].id,
        verdict=Verdict.APPROVED,
        reason=told["reason"],
        seen=mark_of(found),
        by=sides.finance,
        on=at.date(),
        at=at,
    )
    if "ends" in told:
        ends_on, reason = told["ends"]
        href = f"/les/schemes/{case.scheme_id}"
        propose_end(
            scheme_id=case.scheme_id,
            ends_on=ends_on,
            reason=reason,
            by=sides.commissioner,
            on=at.date(),
            at=at,
            href=href,
        )


def _address(case: SchemeCase) -> str:
    return f"/les/schemes/recommissioning/cases/{case.id}"
