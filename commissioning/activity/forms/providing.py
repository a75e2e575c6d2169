"""What a provider sends, states and answers."""

from wtforms import BooleanField, Field, FileField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import ValidationError

from commissioning.activity.rules.asking import TAKING_NAMES, Taking, check_words
from core.errors import Refusal
from core.forms import Form, options


def _check(bound: StringField, what: str) -> None:
    """Ask the rule of the act already in the form, so that its answer stands at the field."""
    try:
        check_words(bound.data or "", what)
    except Refusal as refusal:
        raise ValidationError(str(refusal)) from refusal


class SendForm(Form):
    """A file to check, or to submit. `seen`: the hash of the file whose findings the page showed."""

    file = FileField("File", description="XLSX on the template of this period, or CSV with the same columns.")
    taking = RadioField(
        "What shall become of the rows without errors?",
        choices=options((each.value, TAKING_NAMES[each]) for each in Taking),
        default=Taking.WHOLE.value,
        validate_choice=False,
    )
    seen = HiddenField()


class FindingsForm(Form):
    """What was found, handed back signed, to be taken away as a file."""

    packed = HiddenField()


class TypedForm(Form):
    """Figures typed in; the cells themselves have no fields of their own."""


class NilForm(Form):
    """The statement that nothing happened, in two ways: ticked, and in words."""

    sure = BooleanField("I state that nothing of what is asked for happened in this period")
    words = TextAreaField(
        "Why was there no activity?",
        description="For whoever reads it later, such as: the clinic was closed for building works all month.",
    )

    def validate_sure(self, bound: Field) -> None:
        """The statement is made, never supposed."""
        if not bound.data:
            raise ValidationError("Tick the statement. Where you only do not know yet, send nothing")

    def validate_words(self, bound: StringField) -> None:
        """Words are needed."""
        _check(bound, "why there was no activity")


class AnswerForm(Form):
    """The answer to a query."""

    words = TextAreaField(
        "Your answer", description="The commissioner reads it, with your name. It cannot be changed or taken back."
    )

    def validate_words(self, bound: StringField) -> None:
        """Words are needed."""
        _check(bound, "your answer")


class ReleaseForm(Form):
    """What the number in a cell is, if it is no patient's."""

    reason = TextAreaField("What is it, if it is nobody’s?", description="Do not repeat it here. Say what it counts.")

    def validate_reason(self, bound: StringField) -> None:
        """Words are needed."""
        _check(bound, "what the number is, without repeating it")
