"""Asking PbC groups what should become of schemes, and a group’s answer."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from budgets.rounds.queries import hold_commissioner
from commissioning.organisations.models import Locality
from commissioning.organisations.queries.localities import list_groups
from core import audit
from core.clock import in_london
from core.db import db
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.parties.models import Party
from core.permissions import ROLE_NAMES, Actor, Permission, check_may
from core.wording import in_full, listed
from les.schemes.actions.recommissioning import check_is_newest, record_exercise
from les.schemes.actions.recording import held, words_to_keep
from les.schemes.models.opinions import Opinion, OpinionRequest
from les.schemes.models.recommissioning import Exercise, SchemeCase
from les.schemes.queries.interests import interest_in_scheme
from les.schemes.queries.opinions import closed_on, left_to_ask, newest_request
from les.schemes.queries.recommissioning import (
    decision_of,
    get_case,
    get_exercise,
    groups_concerned,
    list_cases,
    scheme_id_of_case,
    standing,
    waiting,
)
from les.schemes.rules.opinions import ADVICE_NAMES, Advice, check_may_advise, check_may_ask

MOST_OF_OPINION = 2000


def ask_groups(
    *,
    exercise_id: int,
    case_id: int | None,
    group_ids: Collection[int] | None,
    by_on: date,
    by: Actor,
    on: date,
    at: datetime,
    href: str,
) -> list[OpinionRequest]:
    """Ask the groups concerned for their opinion by a day: on one scheme, or on all that are undecided.

    `group_ids`: only these; None: all concerned. Groups that were asked by that day already, or answered, are not
    asked twice. Their leads are told.
    """
    exercise = get_exercise(exercise_id)
    check_may(by, Permission.MAINTAIN_SCHEMES, commissioner_id=exercise.commissioner_id)
    hold_commissioner(exercise.commissioner_id)
    check_is_newest(exercise)
    chosen = [each for each in list_cases(exercise_id) if _is_chosen(each, case_id)]
    wanted = [
        pair for pair in list_groups(exercise.commissioner_id, on=on) if group_ids is None or pair[0].id in group_ids
    ]
    pairs = [(case, group) for case in chosen for group in _left_to_ask(case, wanted, by_on)]
    names = sorted({group.name for _, group in pairs})
    check_may_ask(by_on=by_on, on=on, decide_by=exercise.decide_by, groups=names)
    requests = [
        OpinionRequest(case_id=case.id, group_id=group.id, by_on=by_on, asked_by_id=by.person_id, asked_at=at)
        for case, group in pairs
    ]
    db.session.add_all(requests)
    db.session.flush()
    schemes = listed(sorted({case.scheme.called for case, _ in pairs}))
    new: audit.Values = {"groups": listed(names), "by_on": by_on.isoformat(), "schemes": schemes}
    record_exercise(exercise, "ask_groups", by, new, chosen[0] if case_id is not None else None)
    _tell(exercise, pairs, key=str(requests[-1].id), by_on=by_on, on=on, at=at, href=href)
    return requests


def give_opinion(*, case_id: int, advice: Advice, words: str, by: Actor, on: date, at: datetime) -> Opinion:
    """Give the opinion of one’s group on a scheme, in words. Late ones count while nothing is decided, and say so.

    Given anew, the newest counts; the others stay on record. Refuses a person with an interest.
    """
    scheme = held(scheme_id_of_case(case_id), by, Permission.ADVISE_ON_SCHEMES)
    case = get_case(case_id)
    request = newest_request(case, by.organisation_id)
    proposal = waiting(case) or standing(case)
    interest = interest_in_scheme(scheme, by, on=on, provider_id=proposal.provider_id if proposal else None)
    check_may_advise(is_asked=request is not None, decided_on=closed_on(case, request), interest=interest)
    kept = words_to_keep(words, what="What your group says", most=MOST_OF_OPINION)
    opinion = Opinion(
        request=request,
        advice=advice,
        words=kept,
        given_by_id=by.person_id,
        name=by.name,
        role=ROLE_NAMES[by.role],
        given_at=at,
    )
    db.session.add(opinion)
    db.session.flush()
    is_late = request is not None and in_london(at).date() > request.by_on
    new: audit.Values = {
        "scheme": scheme.called,
        "group": by.organisation_name,
        "advice": ADVICE_NAMES[advice].lower(),
        "in_time": "late" if is_late else "in time",
    }
    record_exercise(case.exercise, "advise_on_case", by, new, case)
    return opinion


def _is_chosen(case: SchemeCase, case_id: int | None) -> bool:
    return case.id == case_id if case_id is not None else standing(case) is None


def _left_to_ask(case: SchemeCase, groups: Sequence[tuple[Party, Locality | None]], by_on: date) -> list[Party]:
    decided = standing(case)
    decided_at = decision_of(decided).decided_at if decided else None
    return left_to_ask(case, groups_concerned(case.scheme, groups), by_on=by_on, decided_at=decided_at)


def _tell(
    exercise: Exercise,
    pairs: Sequence[tuple[SchemeCase, Party]],
    *,
    key: str,
    by_on: date,
    on: date,
    at: datetime,
    href: str,
) -> None:
    """One message to the leads of each group, however many schemes it is asked about."""
    for group in {group.id: group for _, group in pairs}.values():
        asked = [case.scheme.called for case, other in pairs if other.id == group.id]
        many = asked[0] if len(asked) == 1 else f"{len(asked)} enhanced services"
        notify(
            key=f"schemes.ask_groups/{key}/{group.id}",
            person_ids=people_at([group.id], on=on, permission=Permission.ADVISE_ON_SCHEMES),
            subject=f"Your group’s opinion on {many} is asked",
            words=f"{exercise.commissioner.name} asks what {group.name} advises, by {in_full(by_on)}.",
            href=href,
            at=at,
        )
