"""Where the opinions of groups on a scheme stand. Pure reading of a case that is loaded with all it holds."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from core import clock
from core.parties.models import Party
from les.schemes.models.opinions import Opinion, OpinionRequest
from les.schemes.models.recommissioning import SchemeCase
from les.schemes.queries.recommissioning import decision_of, standing
from les.schemes.rules.opinions import OpinionState, Standing, state_of


def newest_request(case: SchemeCase, group_id: int) -> OpinionRequest | None:
    """How a group was asked last."""
    return next((each for each in reversed(case.requests) if each.group_id == group_id), None)


def newest_opinion(request: OpinionRequest | None) -> Opinion | None:
    """What a group said last to what it was asked."""
    return request.opinions[-1] if request and request.opinions else None


def standings(case: SchemeCase, groups: Iterable[Party], *, on: date) -> list[Standing]:
    """Where the opinions of the groups concerned stand on a day, and of those asked besides, by code of the group."""
    asked = {each.group_id: each.group for each in case.requests}
    concerned = {**{each.id: each for each in groups}, **asked}
    return [
        _standing(group, newest_request(case, group.id), on)
        for group in sorted(concerned.values(), key=lambda each: each.code)
    ]


def closed_on(case: SchemeCase, request: OpinionRequest | None) -> date | None:
    """The day of the decision after which an answer to this request cannot count; None while none was made."""
    held = standing(case)
    if held is None or request is None or decision_of(held).decided_at < request.asked_at:
        return None
    return clock.in_london(decision_of(held).decided_at).date()


def left_to_ask(case: SchemeCase, groups: Sequence[Party], *, by_on: date, decided_at: datetime | None) -> list[Party]:
    """The groups that can be asked by a day: not asked yet, or silent so far with less time, or before the decision."""
    found = []
    for group in groups:
        request = newest_request(case, group.id)
        is_of_before = request is not None and decided_at is not None and request.asked_at <= decided_at
        if request is None or is_of_before or (newest_opinion(request) is None and request.by_on < by_on):
            found.append(group)
    return found


def may_still_answer(found: Iterable[Standing]) -> list[Standing]:
    """Those who were asked and have time still."""
    return [each for each in found if each.state is OpinionState.ASKED]


def mark_of(case: SchemeCase) -> str:
    """What a person had in front of them: the newest proposal, request and opinion. It changes with any of them."""
    opinions = [opinion.id for request in case.requests for opinion in request.opinions]
    newest = (
        max((each.id for each in case.proposals), default=0),
        max((each.id for each in case.requests), default=0),
        max(opinions, default=0),
    )
    return "-".join(str(each) for each in newest)


def _standing(group: Party, request: OpinionRequest | None, on: date) -> Standing:
    opinion = newest_opinion(request)
    given_on = clock.in_london(opinion.given_at).date() if opinion else None
    by_on = request.by_on if request else None
    return Standing(
        group=group.name,
        state=state_of(by_on=by_on, given_on=given_on, on=on),
        by_on=by_on,
        advice=opinion.advice if opinion else None,
    )
