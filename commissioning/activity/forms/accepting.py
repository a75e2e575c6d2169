"""Forms of what the commissioner does with a return: ask about figures, ask on, ask for services again, freeze."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from wtforms import BooleanField, Field, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from commissioning.activity.rules.asking import LONGEST_WORDS
from commissioning.activity.rules.figures import Figure
from core.forms import Form, options

ANSWER_DAYS: Final = 5
_MOST_DAYS = 60
_ONE, _OWN = "ask_", "own_"
_IN_TIME = (
    InputRequired("Enter in how many working days the answer is due"),
    NumberRange(min=1, max=_MOST_DAYS, message=f"The answer is due in 1 to {_MOST_DAYS} working days"),
)


class AskAgainForm(Form):
    """What is still not clear about an answered query."""

    words = TextAreaField("What is still to be explained", [InputRequired("Write what is still to be explained")])
    days = IntegerField("Answer due in working days", _IN_TIME, default=ANSWER_DAYS)


class AskToResubmitForm(Form):
    """Which services are to be sent again, why and by when."""

    services = SelectMultipleField("Services to be sent again", validate_choice=False)
    reason = TextAreaField(
        "Why they are to be sent again", [InputRequired("Write why the services are to be sent again")]
    )
    days = IntegerField(
        "Due in working days",
        [
            InputRequired("Enter in how many working days the services are due"),
            NumberRange(min=1, max=_MOST_DAYS, message=f"The services are due in 1 to {_MOST_DAYS} working days"),
        ],
        default=ANSWER_DAYS,
    )

    def __init__(self, services: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self.services.choices = options(services)


class AskAboutForm(Form):
    """Which figures are asked about, with one question for all, or one of its own for each.

    `ask_about_form` adds the two fields of each figure.
    """

    words = TextAreaField(
        "Question",
        [Length(max=LONGEST_WORDS)],
        description="For every figure you tick that has no question of its own.",
    )
    days = IntegerField("Answer due in working days", _IN_TIME, default=ANSWER_DAYS)
    figures: Sequence[Figure] = ()

    @property
    def lines(self) -> list[tuple[Figure, Field, Field]]:
        """Each figure with its tick and its own question."""
        return [(each, self[_ONE + key_of(each)], self[_OWN + key_of(each)]) for each in self.figures]

    def asked(self) -> list[tuple[Figure, str]]:
        """The figures that were ticked, or have a question of their own, each with its question."""
        common = str(self.words.data or "")
        return [
            (figure, str(own.data or "").strip() or common)
            for figure, tick, own in self.lines
            if tick.data or str(own.data or "").strip()
        ]

    def lost(self, sent: Mapping[str, str]) -> bool:
        """Whether a figure that was ticked or asked about is not among those that stand any more."""
        return any(name.startswith((_ONE, _OWN)) and value.strip() and name not in self for name, value in sent.items())


def ask_about_form(figures: Sequence[Figure]) -> AskAboutForm:
    """The form with a tick and a question for each figure, in their order."""
    fields: dict[str, Any] = {}
    for figure in figures:
        about = figure.about
        fields[_ONE + key_of(figure)] = BooleanField(f"Ask about {about}")
        fields[_OWN + key_of(figure)] = StringField(f"Question of its own about {about}", [Length(max=LONGEST_WORDS)])
    made: type[AskAboutForm] = type("AskAboutTheseForm", (AskAboutForm,), fields)
    form = made()
    form.figures = figures
    return form


def key_of(figure: Figure) -> str:
    """What names a figure in the form, whatever else is listed with it."""
    whose = figure.practice or ("all" if figure.place else "")
    whose = "none" if figure.is_unplaced else whose
    return f"{figure.service_id}_{figure.month}_{figure.currency.code}_{whose}"
