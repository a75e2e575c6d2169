"""The forms of meetings: who attends, who is there, notes, decisions, actions, and what is asked of the log."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from commissioning.meetings.rules.ageing import STAGE_NAMES, ActionStage
from commissioning.meetings.rules.attendance import PRESENCE_NAMES, Presence
from core.forms import DayField, Filter, Form, grouped_options, options

_BEFORE = "presence_"
Pairs = Sequence[tuple[object, str]]


class NominateForm(Form):
    """Who attends, for which organisation."""

    party = SelectField("For which organisation", validators=[InputRequired("Choose the organisation")])
    name = StringField(
        "Who attends",
        description="By name or role, such as “Head of community services”.",
        validators=[InputRequired("Say who attends")],
    )

    def __init__(self, parties: Pairs) -> None:
        super().__init__()
        self.party.choices = options(parties)


class AttendanceForm(Form):
    """For each who was nominated, whether they are there: fields are added for the people of one meeting."""

    @property
    def chosen(self) -> dict[int, Presence]:
        """What was ticked for each, by the id of the attendee."""
        return {
            int(bound.name.removeprefix(_BEFORE)): Presence(bound.data)
            for bound in self
            if bound.name.startswith(_BEFORE) and bound.data in list(Presence)
        }


def attendance_form(attendees: Sequence[tuple[int, str, Presence]]) -> AttendanceForm:
    """The form for these people (id, who they are, what is noted now)."""
    fields: dict[str, Any] = {
        f"{_BEFORE}{attendee_id}": RadioField(
            called,
            choices=options((str(kind), name) for kind, name in PRESENCE_NAMES.items()),
            default=str(presence),
        )
        for attendee_id, called, presence in attendees
    }
    made: AttendanceForm = type("AttendanceOfOne", (AttendanceForm,), fields)()
    return made


class NotesForm(Form):
    """The notes of one item."""

    notes = TextAreaField("Notes", description="Plain text; a line that begins with a hyphen is a point of a list.")


class DecisionForm(Form):
    """A decision."""

    words = TextAreaField("What was decided", validators=[InputRequired("Say what was decided")])


class ActionForm(Form):
    """Who does what by when, and what it should move."""

    words = TextAreaField("What is to be done", validators=[InputRequired("Say what is to be done")])
    owner = SelectField("Which organisation does it", validators=[InputRequired("Choose the organisation")])
    owner_name = StringField(
        "Who does it", description="By name or role.", validators=[InputRequired("Say who does it")]
    )
    due_on = DayField("Done by", required=True)
    moves = SelectField(
        "What it should move", description="The next pack shows whether it did.", validate_choice=False, default=""
    )

    def __init__(self, owners: Pairs, moves: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.owner.choices = options(owners)
        self.moves.choices = grouped_options([("", "Nothing that is measured", ""), *moves])


class MoveDayForm(Form):
    """Another day for an action, and why."""

    due_on = DayField("Done by", required=True)
    reason = TextAreaField(
        "Why", description="Its owner reads this.", validators=[InputRequired("Say why the day is moved")]
    )


class CloseForm(Form):
    """What became of an action."""

    becomes = RadioField(
        "What became of it",
        choices=options((str(each), STAGE_NAMES[each]) for each in (ActionStage.DONE, ActionStage.DROPPED)),
        validators=[InputRequired("Choose whether it is done or dropped")],
    )
    outcome = TextAreaField("What came of it", validators=[InputRequired("Say what came of it")])

    @property
    def chosen(self) -> ActionStage:
        """What was chosen."""
        return ActionStage(self.becomes.data)


class ReasonForm(Form):
    """Why."""

    reason = TextAreaField("Why", description="Everybody who approves the minutes reads this.")


class SeenForm(Form):
    """That the text of this hash was read."""

    seen = HiddenField()

    def take_as_seen(self, content_hash: str) -> None:
        """Note which text the page shows."""
        self.seen.data = content_hash


class ActionsFilter(Filter):
    """What is asked of the log of actions."""

    text = StringField("Action, owner or meeting")
    state = SelectField(
        "State",
        choices=options(
            [
                ("open", "Open"),
                ("overdue", "Overdue"),
                ("slipped", "Day moved"),
                ("done", "Done"),
                ("dropped", "Dropped"),
                ("all", "All"),
            ]
        ),
        default="open",
    )
    owner = SelectField("Owner", choices=options([("", "Everybody"), ("own", "My organisation")]), default="")
