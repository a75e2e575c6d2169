"""The forms of notices: what one says, answers, meetings, outcomes, plans, milestones, the ledger, and the filter."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from contracts.notices.rules.kinds import KIND_HINTS, KIND_NAMES, Kind
from contracts.notices.rules.ledger import ENTRY_HINTS, ENTRY_NAMES, EntryKind
from contracts.notices.rules.outcomes import MOST_MILESTONES, OUTCOME_NAMES, Outcome, Planned
from contracts.notices.rules.standing import ALL_OPEN, ALL_OVER, OVERDUE, STAGE_NAMES
from core.errors import Refusal
from core.forms import DayField, Filter, Form, PoundsField, options
from core.money import as_pence

Pairs = Sequence[tuple[object, str]]
YES, NO = "yes", "no"
_BOTH_READ = "Both parties read this."


class IssueForm(Form):
    """What a notice says. `about_kind`, `about_id`: the record of another room from whose page it was started."""

    kind = RadioField(
        "Kind",
        choices=options((kind.value, f"{name}: {KIND_HINTS[kind]}") for kind, name in KIND_NAMES.items()),
        validators=[InputRequired("Choose the kind of notice")],
    )
    title = StringField("What it is about, in a few words", validators=[InputRequired("Say what it is about")])
    clause = StringField(
        "Clause, schedule or setting it rests on",
        description="Such as: Schedule 3, quality requirements, first standard.",
        validators=[InputRequired("Name the clause, schedule or setting")],
    )
    about = TextAreaField("What is not as the contract has it", description=_BOTH_READ)
    asked = TextAreaField("What the provider is asked to do", description=_BOTH_READ)
    response_due_on = DayField(
        "Answer due by", hint="Only where the contract has no setting for this kind of notice; blank otherwise."
    )
    about_kind = HiddenField()
    about_id = HiddenField()

    @property
    def chosen(self) -> Kind:
        """The kind that was chosen."""
        return Kind(self.kind.data)


class WordsOnlyForm(Form):
    """An act that is only words: an answer, a report, a closure."""

    words = TextAreaField("What you say", description=_BOTH_READ)


class MeetingForm(Form):
    """The meeting about a notice."""

    held_on = DayField("Day of the meeting", required=True)
    attended = TextAreaField("Who attended, by role", description="No names of people: roles.")
    words = TextAreaField("What was said", description=_BOTH_READ)


class OutcomeForm(Form):
    """An outcome that the commissioner records."""

    outcome = RadioField(
        "What follows",
        choices=options(
            [
                (Outcome.NO_ACTION.value, "No action, because…"),
                (Outcome.JOINT_REVIEW.value, "A joint review, after which a plan or no action follows"),
                (Outcome.WITHDRAWN.value, "The notice is withdrawn: it should not have been issued"),
            ]
        ),
        validators=[InputRequired("Choose what follows")],
    )
    words = TextAreaField("Reason", description=_BOTH_READ)
    review_due_on = DayField("Joint review ends by", hint="Only for a joint review.")


class PlanForm(Form):
    """A plan with its milestones; rows without a word and a day are left out."""

    outcome = RadioField(
        "Kind of plan",
        choices=options((each.value, OUTCOME_NAMES[each]) for each in (Outcome.REMEDIAL_PLAN, Outcome.ACTIVITY_PLAN)),
        validators=[InputRequired("Choose the kind of plan")],
    )
    words = TextAreaField("What the plan is to reach", description=_BOTH_READ)

    def rows(self) -> list[tuple[int, Any, Any, Any]]:
        """The milestones as rows of fields: number, what, who, by when."""
        return [
            (number, self[f"what_{number}"], self[f"owner_{number}"], self[f"due_{number}"])
            for number in range(1, MOST_MILESTONES + 1)
        ]

    def planned(self) -> list[Planned]:
        """The milestones that were typed. Refused for one without its day."""
        found = []
        for number, what, owner, due in self.rows():
            if not (str(what.data or "").strip() or str(owner.data or "").strip() or due.data):
                continue
            if due.data is None:
                raise Refusal(f"Milestone {number}: enter the day by which it is done.")
            found.append(Planned(what=str(what.data or ""), owner=str(owner.data or ""), due_on=due.data))
        return found


for _number in range(1, MOST_MILESTONES + 1):
    setattr(PlanForm, f"what_{_number}", StringField(f"Milestone {_number}: what is done"))
    setattr(PlanForm, f"owner_{_number}", StringField(f"Milestone {_number}: who sees to it, by role"))
    setattr(PlanForm, f"due_{_number}", DayField(f"Milestone {_number}: by when"))


class AnswerPlanForm(Form):
    """Agreeing to a plan, or declining it."""

    agrees = RadioField(
        "Your answer",
        choices=options([(YES, "We agree to this plan"), (NO, "We decline it")]),
        validators=[InputRequired("Say whether you agree")],
    )
    words = TextAreaField("Why", description=f"Needed where you decline. {_BOTH_READ}")


class JudgeForm(Form):
    """Accepting a milestone that was reported done, or not."""

    accepts = RadioField(
        "Is it done?",
        choices=options([(YES, "It is done: accept it"), (NO, "It is not: say what is missing")]),
        validators=[InputRequired("Say whether it is done")],
    )
    words = TextAreaField("What you say", description=f"Needed where something is missing. {_BOTH_READ}")


class ExceptionForm(Form):
    """An exception report on a missed milestone."""

    words = TextAreaField("What was not done, and what follows", description=_BOTH_READ)
    due_on = DayField("Put right by", hint="Only where the contract has no setting for this; blank otherwise.")


class WithholdForm(Form):
    """Money withheld of a month's payment."""

    month = SelectField("Of the payment for", validate_choice=False)
    milestone = SelectField("For", validate_choice=False)
    amount = PoundsField("Amount in pounds", validators=[InputRequired("Enter an amount")])
    reason = TextAreaField("Reason", description="Both parties read this once a second person has approved it.")

    def __init__(self, *, months: Pairs, milestones: Pairs) -> None:
        super().__init__()
        self.month.choices = options(months)
        self.milestone.choices = options([("", "The notice as a whole"), *milestones])

    @property
    def pence(self) -> int:
        """The amount in pence."""
        return _pence(self.amount)


class GiveBackForm(Form):
    """Money that was withheld released, retained or waived."""

    kind = RadioField(
        "What becomes of it",
        choices=options(
            (kind.value, f"{ENTRY_NAMES[kind]}: {ENTRY_HINTS[kind]}")
            for kind in EntryKind
            if kind is not EntryKind.WITHHELD
        ),
        validators=[InputRequired("Choose what becomes of it")],
    )
    amount = PoundsField("Amount in pounds", validators=[InputRequired("Enter an amount")])
    reason = TextAreaField("Reason", description="Both parties read this once a second person has approved it.")

    @property
    def pence(self) -> int:
        """The amount in pence."""
        return _pence(self.amount)


class DecideForm(Form):
    """What a second person decides about an entry."""

    agrees = RadioField(
        "Your decision",
        choices=options([(YES, "Approve it: it counts, and the provider is told"), (NO, "Decline it")]),
        validators=[InputRequired("Choose a decision")],
    )
    words = TextAreaField("Why", description="Needed where you decline.")


class NoticesFilter(Filter):
    """Search and filters of the register of notices."""

    text = StringField("Search", description="Part of title, reference or provider")
    state = SelectField("State", validate_choice=False)
    kind = SelectField("Kind", validate_choice=False)
    year = SelectField("Year of the contract", validate_choice=False)

    def __init__(self, *, years: Sequence[str]) -> None:
        super().__init__()
        states = [("", "All states"), (OVERDUE, "Overdue"), (ALL_OPEN, "Open"), (ALL_OVER, "Over")]
        self.state.choices = options([*states, *((stage.value, name) for stage, name in STAGE_NAMES.items())])
        self.kind.choices = options([("", "All kinds"), *((kind.value, name) for kind, name in KIND_NAMES.items())])
        self.year.choices = options([("", "All years"), *((year, year) for year in years)])


def _pence(field: PoundsField) -> int:
    return as_pence(field.pounds) if field.pounds is not None else 0
