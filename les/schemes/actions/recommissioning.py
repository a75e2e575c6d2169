"""Beginning a re-commissioning over all approved schemes, and adding one later with the reason."""

from datetime import date, datetime

from budgets.rounds.queries import hold_commissioner
from core import audit
from core.db import db
from core.errors import Refusal
from core.permissions import Actor, Permission, check_may
from les.schemes.actions.recording import words_to_keep
from les.schemes.models.recommissioning import CASE, EXERCISE, Exercise, SchemeCase
from les.schemes.queries.recommissioning import (
    get_exercise,
    list_cases,
    newest_exercise,
    next_exercise_number,
    schemes_to_cover,
    standing,
)
from les.schemes.rules.recommissioning import check_may_begin, decide_by_of


def begin_exercise(
    *, commissioner_id: int, began_on: date, months: int, source: str, by: Actor, on: date, at: datetime
) -> Exercise:
    """Begin a re-commissioning over all approved schemes without an end. One follows the other, never beside it."""
    check_may(by, Permission.MAINTAIN_SCHEMES, commissioner_id=commissioner_id)
    hold_commissioner(commissioner_id)
    schemes = schemes_to_cover(by, commissioner_id)
    before = newest_exercise(commissioner_id)
    undecided = [each.scheme.name for each in list_cases(before.id) if standing(each) is None] if before else []
    check_may_begin(began_on=began_on, on=on, open_before=undecided, schemes=len(schemes))
    exercise = Exercise(
        commissioner_id=commissioner_id,
        number=next_exercise_number(commissioner_id),
        began_on=began_on,
        decide_by=decide_by_of(began_on, months),
        source=words_to_keep(source, what="The source of the time to decide"),
        begun_by_id=by.person_id,
        begun_at=at,
    )
    db.session.add(exercise)
    db.session.flush()
    db.session.add_all(
        SchemeCase(exercise_id=exercise.id, scheme_id=each.id, reason="", added_by_id=by.person_id, added_at=at)
        for each in schemes
    )
    db.session.flush()
    new: audit.Values = {
        "schemes": f"{len(schemes)} {'scheme' if len(schemes) == 1 else 'schemes'}",
        "decide_by": exercise.decide_by.isoformat(),
        "source": exercise.source,
    }
    record_exercise(exercise, "begin_exercise", by, new)
    return exercise


def add_to_exercise(*, exercise_id: int, scheme_id: int, reason: str, by: Actor, at: datetime) -> SchemeCase:
    """Add a scheme that was approved since to the newest re-commissioning, with the reason."""
    exercise = get_exercise(exercise_id)
    check_may(by, Permission.MAINTAIN_SCHEMES, commissioner_id=exercise.commissioner_id)
    hold_commissioner(exercise.commissioner_id)
    check_is_newest(exercise)
    scheme = next((each for each in schemes_to_cover(by, exercise.commissioner_id) if each.id == scheme_id), None)
    if scheme is None:
        raise Refusal("Choose an approved scheme without an end.")
    if any(each.scheme_id == scheme_id for each in list_cases(exercise_id)):
        raise Refusal(f"{scheme.called} stands in this re-commissioning already.")
    kept = words_to_keep(reason, what="The reason")
    case = SchemeCase(exercise_id=exercise_id, scheme_id=scheme_id, reason=kept, added_by_id=by.person_id, added_at=at)
    db.session.add(case)
    db.session.flush()
    record_exercise(exercise, "add_to_exercise", by, {"scheme": scheme.called, "reason": kept}, case)
    return case


def check_is_newest(exercise: Exercise) -> None:
    """Refuse to go on with a re-commissioning that a later one followed."""
    newest = newest_exercise(exercise.commissioner_id)
    if newest is not None and newest.id != exercise.id:
        raise Refusal(f"{newest.called} followed this one. Go on there.")


def record_exercise(exercise: Exercise, act: str, by: Actor, new: audit.Values, case: SchemeCase | None = None) -> None:
    """Note an act on an exercise, or on the case of a scheme in it."""
    audit.record(
        db.session(),
        by=by,
        act=f"schemes.{act}",
        subject=CASE if case else EXERCISE,
        subject_id=case.id if case else exercise.id,
        new={"exercise": exercise.called, **new},
        commissioner_id=exercise.commissioner_id,
    )
