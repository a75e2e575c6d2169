"""Forms of verification: a draw, a visit, a finding, the report, the answer, an appeal, what both sides sign."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from core.errors import Refusal
from core.forms import DayField, Filter, Form, options
from core.record_numbers import whole_number
from les.verification.rules.kinds import (
    APPEAL_NAMES,
    DEFAULT_WEIGHTS,
    METHOD_NAMES,
    REASON_NAMES,
    RISK_NAMES,
    RISK_SHORT,
    Answer,
    AppealVerdict,
    Method,
    Reason,
    Risk,
)
from les.verification.rules.sampling import MOST_WEIGHT, Asked

_MOST_ITEMS = 10**7 - 1
Pairs = Sequence[tuple[object, str]]


def _weight(risk: Risk) -> IntegerField:
    return IntegerField(
        f"Weight: {RISK_SHORT[risk].lower()}",
        default=DEFAULT_WEIGHTS[risk],
        validators=[Optional(), NumberRange(0, MOST_WEIGHT, f"A weight is a whole number from 0 to {MOST_WEIGHT}")],
        description=f"{RISK_NAMES[risk][0].upper()}{RISK_NAMES[risk][1:]}.",
    )


class DrawForm(Form):
    """A sample."""

    name = StringField("Name", description="Such as “Minor surgery, first half of 2008/09”.")
    schemes = SelectMultipleField("Schemes", validate_choice=False)
    quarters = SelectMultipleField("Quarters", validate_choice=False)
    method = RadioField("How claims are chosen", choices=options(METHOD_NAMES.items()), default="random")
    size = IntegerField("How many claims", validators=[Optional()], description="Not needed where all are verified.")
    seed = StringField("Seed", description="The draw follows from it alone, on any machine. It is kept and shown.")
    value, late, outlier, cut, never = (_weight(risk) for risk in Risk)

    def __init__(self, *, schemes: Pairs, quarters: Pairs, seed: str) -> None:
        super().__init__(data={"seed": seed, **{each.value: DEFAULT_WEIGHTS[each] for each in Risk}})
        self.schemes.choices = options(schemes)
        self.quarters.choices = options(quarters)

    def asked(self) -> Asked:
        """What is asked of the draw."""
        chosen = str(self.method.data or "")
        if chosen not in set(Method):
            raise Refusal("Choose how claims are chosen.")
        weights: Mapping[Risk, int] = {each: int(self[each.value].data or 0) for each in Risk}
        method = Method(chosen)
        return Asked(
            method=method,
            seed=str(self.seed.data or ""),
            size=self.size.data,
            weights=weights if method is Method.RISK else {},
        )

    @property
    def weight_fields(self) -> list[Field]:
        """The fields of the weights."""
        return [self[each.value] for each in Risk]


class VisitForm(Form):
    """The day of a visit and who comes."""

    visit_on = DayField("Day of the visit")
    visitors = StringField("Who comes", description="As roles, such as “Head of primary care and a clinical adviser”.")

    def __init__(self, saved: Mapping[str, Any] | None = None) -> None:
        super().__init__(data=saved)


class FindingForm(Form):
    """What was found of a line."""

    checked = StringField("Items looked at", validators=[InputRequired("Say how many items were looked at")])
    verified = StringField("Of these verified", validators=[InputRequired("Say how many were verified")])
    reason = SelectField("Why the others were not", choices=options(REASON_NAMES.items()), default="none")
    items = StringField(
        "Items not verified",
        description="By sequence number in the claim’s evidence, such as 3, 7. Never a name or number of a patient.",
    )
    words = TextAreaField("What was found", description="The practice reads it.")

    def count(self, name: str) -> Decimal:
        """A count that was typed."""
        typed = str(self[name].data or "").strip().replace(",", "")
        if whole_number(typed, _MOST_ITEMS) is None:
            raise Refusal(f"{self[name].label.text}: write a whole number.")
        return Decimal(typed)

    @property
    def why(self) -> Reason:
        """The reason that was chosen."""
        chosen = str(self.reason.data or "")
        return Reason(chosen) if chosen in set(Reason) else Reason.NONE


class ReportForm(Form):
    """The report to the practice."""

    seen = HiddenField()
    summary = TextAreaField("Summary", description="What was looked at and found, in a few sentences to the practice.")
    answer_by = DayField("To be answered by", hint="At least 10 days from today.")

    def __init__(self, *, answer_by: object) -> None:
        super().__init__(data={"answer_by": answer_by})


class AnswerForm(Form):
    """What the practice says."""

    answer = RadioField(
        "Your answer",
        choices=options([(Answer.ACCEPTED, "We accept the findings"), (Answer.APPEALED, "We appeal")]),
        validators=[InputRequired("Choose one")],
    )
    words = TextAreaField("Words", description="Needed for an appeal: what you say against which finding.")


class AppealForm(Form):
    """How an appeal is decided."""

    verdict = RadioField(
        "Your decision", choices=options(APPEAL_NAMES.items()), validators=[InputRequired("Choose one")]
    )
    words = TextAreaField("Reasons", description="The practice reads them.")

    @property
    def chosen(self) -> AppealVerdict:
        """The decision."""
        return AppealVerdict(self.verdict.data)


class SignForm(Form):
    """The hash of what the person had in front of them."""

    seen = HiddenField()


class PeersFilter(Filter):
    """Which scheme and quarter practices are compared in."""

    scheme = SelectField("Scheme", validate_choice=False)
    quarter = SelectField("Quarter", validate_choice=False)

    def __init__(self, *, schemes: Pairs, quarters: Pairs) -> None:
        super().__init__()
        self.scheme.choices = options(schemes)
        self.quarter.choices = options(quarters)


def chosen_numbers(field: Field, allowed: Collection[int]) -> list[int]:
    """The numbers of records that were chosen, of those that may be."""
    return [each for each in allowed if str(each) in (field.data or [])]
