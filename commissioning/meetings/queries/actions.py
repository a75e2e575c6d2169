"""The log of actions across all meetings: filtered, sorted and paged in SQL, with how old each is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, selectinload

from commissioning.meetings.models import Action, Meeting, MovedDay
from commissioning.meetings.queries.meetings import concerning
from commissioning.meetings.rules.ageing import ActionStage, Age, age_of
from core.db import db
from core.permissions import Actor
from core.working_days import add_working_days, working_days_between

SORTS: Mapping[str, tuple[InstrumentedAttribute[object] | ColumnElement[object], ...]] = {
    "due": (Action.due_on, Action.id),
    "meeting": (Meeting.meets_on, Meeting.id, Action.number),
    "owner": (Action.owner_name, Action.due_on, Action.id),
}
_SOON = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the reader asks of the log; blank: everything."""

    text: str = ""
    state: str = "open"
    owner: str = ""
    sort: str = "due"


def select_actions(asked: Asked, *, by: Actor, on: date) -> Select[Action]:
    """The actions of the meetings that concern the reader, as asked, in order."""
    rows = _actions().where(concerning(by), *_filters(asked, by, on))
    columns = SORTS.get(asked.sort.lstrip("-"), SORTS["due"])
    return rows.order_by(*(each.desc() if asked.sort.startswith("-") else each for each in columns))


def list_actions(asked: Asked, *, by: Actor, on: date) -> list[Action]:
    """The same as a list: all of them, for a file."""
    return list(db.session.scalars(select_actions(asked, by=by, on=on)))


def get_action(action_id: int, *, for_change: bool = False) -> Action:
    """The action of that id; `for_change` holds it, as it is now, until the act is over."""
    rows = select(Action).where(Action.id == action_id)
    if for_change:
        rows = rows.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(rows).one()


def find_action_seen(action_id: int, *, by: Actor) -> Action | None:
    """The action of that id, if the reader may see its meeting."""
    return db.session.scalars(_actions().where(Action.id == action_id, concerning(by))).one_or_none()


def list_own_overdue(*, by: Actor, on: date, most: int = 20) -> list[Action]:
    """The open actions of the reader's organisation that are past their day, oldest first."""
    rows = select_actions(Asked(state="overdue", owner="own"), by=by, on=on)
    return list(db.session.scalars(rows.limit(most)))


def list_open_due_by(on: date) -> list[Action]:
    """All open actions due within five working days of a day, or past it: for the installation's reminders."""
    soon = add_working_days(on, _SOON)
    rows = _actions().where(Action.stage == ActionStage.OPEN, Action.due_on <= soon)
    return list(db.session.scalars(rows.order_by(Action.id)))


def age_on(action: Action, on: date) -> Age:
    """How an action stands on a day."""
    return age_of(
        stage=action.stage,
        due_on=action.due_on,
        on=on,
        working_days_left=working_days_between(on, action.due_on),
        working_days_late=days_late(action, on),
    )


def days_late(action: Action, on: date) -> int:
    """How many working days an open action is past the day first agreed, whether it was moved or not; else 0."""
    if action.stage is not ActionStage.OPEN or on <= action.first_due_on:
        return 0
    return working_days_between(action.first_due_on, on)


def _actions() -> Select[Action]:
    return (
        select(Action)
        .join(Action.meeting)
        .options(
            contains_eager(Action.meeting).joinedload(Meeting.commissioner),
            joinedload(Action.owner),
            selectinload(Action.days_moved),
        )
    )


def _filters(asked: Asked, by: Actor, on: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.state == "overdue":
        found += [Action.stage == ActionStage.OPEN, Action.due_on < on]
    elif asked.state == "slipped":
        moved = exists().where(MovedDay.action_id == Action.id)
        found += [Action.stage == ActionStage.OPEN, moved]
    elif asked.state in list(ActionStage):
        found.append(Action.stage == ActionStage(asked.state))
    if asked.owner == "own":
        found.append(Action.owner_id == by.organisation_id)
    if wanted := asked.text.strip():
        texts = (Action.words, Action.owner_name, Meeting.title)
        found.append(or_(*(text.icontains(wanted, autoescape=True) for text in texts)))
    return found
