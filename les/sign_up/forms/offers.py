"""Forms of offers: days and words, practices, documents, withdrawal, answers, leaving."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from core.attachments.forms import AttachForm
from core.errors import Refusal
from core.forms import DayField, Form, options
from les.schemes.forms.schemes import DecideForm, number_in
from les.sign_up.rules.kinds import DOCUMENT_NAMES, DocumentKind, Outcome
from les.sign_up.rules.offers import OfferTerms

Pairs = Sequence[tuple[object, str]]
ALL, LIST, SIGNED, PLACE = "all", "list", "signed", "place"
DecideEndingForm = DecideForm


class OfferForm(Form):
    """Days, notice and words of an offer."""

    starts_on = DayField("First day", required=True, hint="From which day practices that accept are in the scheme.")
    answer_by = DayField("Answer by", required=True, hint="The last day on which it can be answered.")
    notice_days = IntegerField(
        "Days of notice",
        validators=[InputRequired("Say with how many days of notice a practice may leave")],
        description="With how many days of notice a practice may leave; 0 for none.",
        default=90,
    )
    words = TextAreaField("What you tell practices", description="Stands above the offer; blank for nothing.")
    reason = TextAreaField(
        "Why it begins before all have answered",
        description="Only where the first day is not after the day to answer by. Practices read it.",
    )
    old_ends_on = DayField(
        "An earlier version ends on",
        hint="Only for practices signed up to an earlier version: from which day that does not hold any more for those "
        "who must answer anew and do not.",
    )

    def __init__(self, saved: OfferTerms | None = None) -> None:
        super().__init__(data={name: getattr(saved, name) for name in OfferTerms.__slots__} if saved else None)

    def terms(self) -> OfferTerms:
        """What was typed."""
        if self.starts_on.data is None or self.answer_by.data is None:
            raise Refusal("Enter the first day and the day to answer by.")
        return OfferTerms(
            starts_on=self.starts_on.data,
            answer_by=self.answer_by.data,
            notice_days=int(self.notice_days.data or 0),
            old_ends_on=self.old_ends_on.data,
            words=str(self.words.data or ""),
            reason=str(self.reason.data or ""),
        )


class PracticesForm(Form):
    """To which practices an offer goes, at which level of provider."""

    who = RadioField("To whom it goes", default=LIST)
    locality = SelectField("Locality", validate_choice=False)
    level = SelectField("Level of provider", validate_choice=False)
    practice = SelectMultipleField("Practices", validate_choice=False)

    def __init__(self, *, localities: Pairs, levels: Sequence[int], chosen: Sequence[int]) -> None:
        super().__init__(data={"practice": [str(each) for each in chosen]})
        named = [(ALL, "All practices that the scheme is for"), (PLACE, "All practices of one locality")]
        signed = [(SIGNED, "All that are signed up to an earlier version")]
        self.who.choices = options([(LIST, "Those ticked below"), *named, *signed])
        self.locality.choices = options([("", "Choose a locality"), *localities])
        self.level.choices = options([(each, f"Level {each}") for each in levels] or [(0, "None")])

    @property
    def ticked(self) -> set[int]:
        """The practices that were ticked."""
        return {number for each in self.practice.data or [] if (number := number_in(each))}


class DocumentForm(AttachForm):
    """A document that binds with an offer."""

    kind = SelectField("What it is", choices=options(DOCUMENT_NAMES.items()))
    edition = StringField("Edition", description="As people cite it, such as “1.2” or “March 2008”.")
    group = SelectField("Binds", validate_choice=False)

    def __init__(self, groups: Pairs) -> None:
        super().__init__()
        self.group.choices = options([("", "All practices"), *((key, f"Practices of {name}") for key, name in groups)])

    @property
    def chosen(self) -> DocumentKind:
        """What it is."""
        return DocumentKind(self.kind.data)


class ReasonForm(Form):
    """A reason."""

    reason = TextAreaField("Reason", description="Those concerned read it, and it stays in the history.")


class SendForm(Form):
    """Sending an offer."""


class AnswerForm(Form):
    """A practice’s answer to an offer, with the hash of the text that the page showed."""

    outcome = RadioField("Your answer", validators=[InputRequired("Choose whether you accept or decline")])
    reason = TextAreaField("Reason", description="You need none. The commissioner reads what you write.")
    seen_hash = HiddenField()

    def __init__(self, *, practice: str, declined: bool) -> None:
        super().__init__()
        answers: Pairs = [(Outcome.ACCEPTED, f"Accept, and bind {practice}"), (Outcome.DECLINED, "Decline")]
        self.outcome.choices = options(answers[:1] if declined else answers)

    @property
    def chosen(self) -> Outcome:
        """The answer."""
        return Outcome(self.outcome.data)


class LeaveForm(Form):
    """From when on an agreement ends, and why."""

    left_on = DayField("First day without it", required=True)
    reason = TextAreaField("Reason")

    def __init__(self, **values: Any) -> None:
        super().__init__(data=values or None)
