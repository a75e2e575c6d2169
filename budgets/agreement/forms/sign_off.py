"""Forms of the sign-off: reasons for a decision, and the buttons that open and sign."""

from wtforms import HiddenField, TextAreaField

from core.forms import Form


class DecisionForm(Form):
    """Why the commissioner decides over dissent. `seen`: the mark of the dissent that stood on the page."""

    seen = HiddenField()
    reasons = TextAreaField(
        "Your reasons",
        description=(
            "They stand beside the dissent for ever: on this page, on every statement and in what is signed. "
            "Nothing about a patient belongs here."
        ),
    )

    def __init__(self, mark: str) -> None:
        super().__init__(data={"seen": mark})


class OpenForm(Form):
    """Opening a sign-off needs nothing but the decision to do it."""


class SignForm(Form):
    """Signing needs nothing but having read what is signed."""
