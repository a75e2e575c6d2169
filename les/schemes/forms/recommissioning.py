"""The forms of re-commissioning and of ending a scheme."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from core.errors import Refusal
from core.forms import DayField, Filter, Form, PoundsField, options
from core.money import as_pence
from les.schemes.forms.schemes import DecideForm, Pairs, number_in
from les.schemes.rules.opinions import ADVICE_NAMES, Advice
from les.schemes.rules.recommissioning import (
    MOST_COUNT,
    OUTCOME_MEANINGS,
    OUTCOME_NAMES,
    UNDECIDED,
    USUAL_MONTHS,
    USUAL_SOURCE,
    Alternative,
    Made,
    Outcome,
)


class BeginForm(Form):
    """When a re-commissioning began, and within how many months all is decided."""

    began_on = DayField("Began on", required=True)
    months = StringField("Months to decide within", default=str(USUAL_MONTHS))
    source = StringField("Where this rule stands", default=USUAL_SOURCE, description="Such as a minute with its date.")


class AddForm(Form):
    """A scheme that is added later, and why."""

    scheme = SelectField("Scheme", validate_choice=False)
    reason = TextAreaField("Reason")

    def __init__(self, *, schemes: Pairs) -> None:
        super().__init__()
        self.scheme.choices = options([("", "Choose a scheme"), *schemes])


class AskForm(Form):
    """Which groups are asked about which schemes, by when."""

    by_on = DayField("Opinions by", required=True)
    case = SelectField("On", validate_choice=False)
    group = SelectField("Whom", validate_choice=False)

    def __init__(self, *, cases: Pairs, groups: Pairs, chosen: str) -> None:
        super().__init__(data={"case": chosen})
        self.case.choices = options([("", "All schemes that are undecided"), *cases])
        self.group.choices = options([("", "All groups concerned"), *groups])


class OpinionForm(Form):
    """What a group advises, in words."""

    advice = RadioField(
        "What your group advises",
        choices=options(ADVICE_NAMES.items()),
        validators=[InputRequired("Choose what your group advises")],
    )
    words = TextAreaField("Why", description="What patients and practices of your group need, and what would change.")

    @property
    def chosen(self) -> Advice:
        """What is advised."""
        return Advice(self.advice.data)


class ProposeForm(Form):
    """The case for what becomes of a scheme."""

    outcome = RadioField(
        "What becomes of it",
        choices=options((each, f"{name}: {OUTCOME_MEANINGS[each]}") for each, name in OUTCOME_NAMES.items()),
        validators=[InputRequired("Choose what becomes of the scheme")],
    )
    reason = TextAreaField("Why it is decided anew", description="Only where it is decided already.")
    need = TextAreaField("Need", description="Who needs it, how many, and how that is known.")
    evidence = TextAreaField("Evidence", description="What it achieved, by its outcome measure.")
    element = SelectField("What is compared with the hospital", validate_choice=False)
    count = StringField("Expected count in a year", description="A whole number, such as 1,200.")
    tariff = PoundsField("Tariff for one of them", description="What one costs at the hospital, in pounds.")
    tariff_source = StringField("Where the tariff stands", description="Such as “National tariff 2008/09, HRG C58”.")
    tariff_on = DayField("Tariff holds from")
    provider = SelectField("Hospital", validate_choice=False)
    no_alternative = TextAreaField(
        "Or why it cannot be compared",
        description="Only where no hospital does anything like it; leave the rest blank.",
    )
    equality = TextAreaField("Equality check", description="Who would gain or lose by it, and what is done about that.")
    consistency_check = TextAreaField(
        "Consistency check", description="Whether the same is offered and paid across the area, and why not."
    )

    def __init__(self, *, elements: Pairs, providers: Pairs, before: dict[str, Any]) -> None:
        super().__init__(data=before)
        self.element.choices = options([("", "Nothing: it cannot be compared"), *elements])
        self.provider.choices = options([("", "Not one in particular"), *providers])

    def made(self) -> Made:
        """The case that was made; refuses a comparison of which a figure is missing."""
        return Made(
            outcome=Outcome(self.outcome.data),
            need=str(self.need.data or ""),
            evidence=str(self.evidence.data or ""),
            equality=str(self.equality.data or ""),
            consistency=str(self.consistency_check.data or ""),
            alternative=self._alternative(),
            no_alternative=str(self.no_alternative.data or ""),
            reason=str(self.reason.data or ""),
        )

    def _alternative(self) -> Alternative | None:
        if not self.element.data:
            return None
        tariff, count = self.tariff.pounds, number_in(str(self.count.data or "").strip().replace(",", ""))
        if tariff is None or count is None:
            raise Refusal(f"Enter the tariff in pounds, and the expected count as a number up to {MOST_COUNT:,}.")
        return Alternative(
            element=str(self.element.data),
            count=count,
            tariff=as_pence(tariff),
            source=str(self.tariff_source.data or ""),
            tariff_on=self.tariff_on.data,
            provider_id=number_in(self.provider.data),
        )


class DecideOutcomeForm(DecideForm):
    """What becomes of a proposal, as the person saw it with its opinions."""

    seen = HiddenField()

    def __init__(self, *, is_own: bool, seen: str) -> None:
        super().__init__(is_own=is_own)
        self.reason.description = "Needed where you decline it, and where a group’s opinion is missing."
        if not self.seen.data:
            self.seen.data = seen


class EndForm(Form):
    """From which day a scheme does not hold any more, and why."""

    ends_on = DayField("Ends from", hint="The first day on which it does not hold any more.", required=True)
    reason = TextAreaField("Reason", description="Practices and groups read it.")


class DecisionFilter(Filter):
    """Which schemes of a re-commissioning are listed."""

    decision = SelectField(
        "Decision",
        choices=options([("", "All"), (UNDECIDED, "Undecided"), *OUTCOME_NAMES.items()]),
        validate_choice=False,
    )
