"""What re-commissioning puts on the home page: what is undecided by when, what waits for a second person, opinions."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from core.four_eyes import is_one_with
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission
from les.schemes.models.recommissioning import Exercise, SchemeCase
from les.schemes.queries.ending import list_waiting_ends
from les.schemes.queries.interests import interest_in_scheme
from les.schemes.queries.opinions import closed_on, newest_opinion, newest_request
from les.schemes.queries.recommissioning import list_cases, list_exercises, standing, waiting
from les.schemes.rules.recommissioning import UNDECIDED

_MOST_SINGLE = 3


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """For those who propose, decide or advise: what is theirs in the newest re-commissioning of each trust."""
    concerned = (Permission.MAINTAIN_SCHEMES, Permission.APPROVE_SCHEMES, Permission.ADVISE_ON_SCHEMES)
    if not any(actor.may(each) for each in concerned):
        return []
    newest: dict[int, Exercise] = {}
    for exercise in list_exercises(actor.commissioner_ids):
        newest.setdefault(exercise.commissioner_id, exercise)
    found: list[ToDo | Figure] = []
    for exercise in newest.values():
        cases = list_cases(exercise.id)
        found += [
            *_to_propose(actor, exercise, cases),
            *_to_decide(actor, exercise, cases),
            *_to_advise(actor, cases, on),
        ]
    return [*found, *_ends(actor)]


def _to_propose(actor: Actor, exercise: Exercise, cases: Sequence[SchemeCase]) -> Iterator[ToDo]:
    left = [each for each in cases if standing(each) is None]
    if not left or not actor.may(Permission.MAINTAIN_SCHEMES):
        return
    many = "1 enhanced service is" if len(left) == 1 else f"{len(left)} enhanced services are"
    proposed = sum(waiting(each) is not None for each in left)
    detail = f"{proposed} of them {'waits' if proposed == 1 else 'wait'} for a second person." if proposed else ""
    href = url_for("schemes.show_exercise", exercise_id=exercise.id, decision=UNDECIDED)
    yield ToDo(what=f"Re-commissioning: {many} undecided", href=href, by=exercise.decide_by, detail=detail)


def _to_decide(actor: Actor, exercise: Exercise, cases: Sequence[SchemeCase]) -> Iterator[ToDo]:
    if not actor.may(Permission.APPROVE_SCHEMES):
        return
    for case in cases:
        proposal = waiting(case)
        if proposal is not None and not is_one_with(actor, proposal.proposed_by_id):
            href = url_for("schemes.show_case", case_id=case.id)
            what = f"Decide what becomes of {case.scheme.called}"
            yield ToDo(
                what=what, href=href, by=exercise.decide_by, detail=f"Proposed: {proposal.outcome_name.lower()}."
            )


def _to_advise(actor: Actor, cases: Sequence[SchemeCase], on: date) -> Iterator[ToDo]:
    """Each opinion that is asked for; many as one, by the first day. Not of those with an interest: others answer."""
    if not actor.may(Permission.ADVISE_ON_SCHEMES):
        return
    asked = []
    for case in cases:
        request = newest_request(case, actor.organisation_id)
        is_open = request is not None and newest_opinion(request) is None and closed_on(case, request) is None
        if request is not None and is_open and not interest_in_scheme(case.scheme, actor, on=on):
            asked.append((request.by_on, case))
    if len(asked) > _MOST_SINGLE:
        href = url_for("schemes.show_exercise", exercise_id=asked[0][1].exercise_id)
        what = f"Give your group’s opinion on {len(asked)} enhanced services"
        yield ToDo(what=what, href=href, by=min(by_on for by_on, _ in asked))
        return
    for by_on, case in asked:
        href = url_for("schemes.give_opinion", case_id=case.id)
        yield ToDo(what=f"Give your group’s opinion on {case.scheme.called}", href=href, by=by_on)


def _ends(actor: Actor) -> Iterator[ToDo]:
    if not actor.may(Permission.APPROVE_SCHEMES):
        return
    for end in list_waiting_ends(actor.commissioner_ids):
        if not is_one_with(actor, end.proposed_by_id):
            href = url_for("schemes.decide_end", end_id=end.id)
            yield ToDo(what=f"Decide over the end of {end.scheme.called}", href=href, by=end.ends_on)
