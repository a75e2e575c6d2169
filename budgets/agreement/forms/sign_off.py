"""Forms of the sign-off: reasons for a decision, and the buttons that open and sign."""

from wtforms import HiddenField, TextAreaField

from core.forms import Form
from core.record_numbers import record_number


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
    """Opening a sign-off needs nothing but the decision to do it. `proposal` and `seen`: what stood on the page."""

    proposal = HiddenField()
    seen = HiddenField()

    def __init__(self, proposal_id: int, content_hash: str) -> None:
        super().__init__(data={"proposal": str(proposal_id), "seen": content_hash})

    def take_as_seen(self, proposal_id: int, content_hash: str) -> None:
        """From here on the page shows this."""
        self.proposal.data, self.seen.data = str(proposal_id), content_hash

    @property
    def proposal_id(self) -> int:
        """The proposal that stood on the page; none has the number nought."""
        return record_number(self.proposal.data) or 0


class SignForm(Form):
    """Signing needs nothing but having read what is signed."""
