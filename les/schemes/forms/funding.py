"""Forms of funding applications: what is asked for, whose opinion, an opinion, the decision, taking back, filter."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from core.errors import Refusal
from core.forms import DayField, Filter, Form, PoundsField, options
from core.money import as_decimal, as_pence
from les.schemes.forms.schemes import Pairs, number_in
from les.schemes.rules.funding import FUNDING_NAMES, OPINION_NAMES, Opinion, Wanted

IN_FULL, IN_PART, NOTHING = "full", "part", "nothing"


class ApplicationForm(Form):
    """What a practice asks for. The scheme is chosen once, when the application is begun."""

    scheme = SelectField("Enhanced service", validate_choice=False)
    what = StringField(
        "What it is for", description="In a line, such as “Two places on the course for practice nurses”."
    )
    why = TextAreaField(
        "Why it is needed", description="What it changes for patients, and how the cost comes about. Name no patient."
    )
    amount = PoundsField("How much", description="In pounds.")
    wanted_on = DayField("When the money is needed", required=True)

    def __init__(self, *, schemes: Pairs = (), chosen: int | None = None, saved: Wanted | None = None) -> None:
        shown: dict[str, Any] = {"scheme": str(chosen or "")}
        if saved is not None:
            shown |= {
                "what": saved.what,
                "why": saved.why,
                "amount": as_decimal(saved.pence),
                "wanted_on": saved.wanted_on,
            }
        super().__init__(data=shown)
        self.scheme.choices = options([("", "Choose an enhanced service"), *schemes])
        if saved is not None:
            del self.scheme

    @property
    def scheme_id(self) -> int:
        """The scheme that was chosen; refuses none."""
        chosen = number_in(self.scheme.data)
        if chosen is None:
            raise Refusal("Choose the enhanced service under which the practice asks.")
        return chosen

    def wanted(self) -> Wanted:
        """What was typed; refuses a missing amount or day."""
        if self.amount.pounds is None or self.wanted_on.data is None:
            raise Refusal("Say how much is asked for, in pounds, and when it is needed.")
        return Wanted(
            what=str(self.what.data or "").strip(),
            why=str(self.why.data or "").strip(),
            pence=as_pence(self.amount.pounds),
            wanted_on=self.wanted_on.data,
        )


class SendForm(Form):
    """The hash of the text that the person had in front of them."""

    seen_hash = HiddenField()


class AskForm(Form):
    """Which groups are asked for their opinion, by when."""

    groups = SelectMultipleField("PbC groups", validate_choice=False)
    due_on = DayField("By", hint="The groups answer by this day; it counts until midnight.", required=True)

    def __init__(self, *, groups: Pairs) -> None:
        super().__init__()
        self.groups.choices = options(groups)

    @property
    def group_ids(self) -> list[int]:
        """The groups that were ticked."""
        return [each for each in map(number_in, self.groups.data or []) if each is not None]


class OpinionForm(Form):
    """What a group says of an application."""

    opinion = RadioField(
        "The opinion of your group",
        choices=options(OPINION_NAMES.items()),
        validators=[InputRequired("Choose one; to have no opinion is one too")],
    )
    words = TextAreaField(
        "What it rests on",
        description="With the conditions, if there are any. The commissioner reads it now, the practice once it is "
        "decided.",
    )

    @property
    def chosen(self) -> Opinion:
        """The opinion."""
        return Opinion(self.opinion.data)


class DecideApplicationForm(Form):
    """What is approved of an application, why, and the exception where the budget does not hold it."""

    outcome = RadioField("Your decision", validators=[InputRequired("Choose one")])
    amount = PoundsField("Amount, if in part", description="In pounds.")
    reason = TextAreaField("Reason", description="The practice and the groups that were asked read it.")
    exception = TextAreaField(
        "Exception", description="Only where the amount is beyond the budget: why it is approved all the same."
    )

    def __init__(self, *, asked: str) -> None:
        super().__init__()
        self.outcome.choices = options(
            [(IN_FULL, f"Approve {asked} in full"), (IN_PART, "Approve a part of it"), (NOTHING, "Decline")]
        )

    def pence(self, asked: int) -> int:
        """What is approved; refuses a part that is none."""
        if self.outcome.data != IN_PART:
            return asked if self.outcome.data == IN_FULL else 0
        part = 0 if self.amount.pounds is None else as_pence(self.amount.pounds)
        if not 0 < part < asked:
            raise Refusal("Say which part is approved, in pounds: more than nothing, and less than was asked for.")
        return part


class WithdrawApplicationForm(Form):
    """Why the practice takes its application back."""

    reason = TextAreaField("Reason", description="It stays with the application; whoever was asked about it reads it.")


class ApplicationsFilter(Filter):
    """Which applications are listed."""

    text = StringField("What for, or practice", description="Part of it")
    scheme = SelectField("Enhanced service", validate_choice=False)
    state = SelectField("State", choices=options([("", "All states"), *FUNDING_NAMES.items()]), validate_choice=False)

    def __init__(self, *, schemes: Pairs) -> None:
        super().__init__()
        self.scheme.choices = options([("", "All services"), *schemes])
