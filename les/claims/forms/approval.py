"""Forms of approval: a decision with cuts of lines, adjustments and instalments, the rules, filters."""

from collections.abc import Mapping, Sequence

from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from core.errors import Refusal
from core.forms import DayField, Filter, Form, PoundsField, options
from core.money import as_pence, pence_from
from les.claims.rules.approving import STEP_NAMES, Cut, Worth
from les.claims.rules.bands import Band
from les.claims.rules.budget_check import CHECK_NAMES, BudgetCheck
from les.claims.rules.kinds import ADJUSTMENT_NAMES, CUT_NAMES, WAITS, AdjustmentKind, CutReason, Step, Verdict
from les.schemes.rules.kinds import VERDICT_NAMES
from les.schemes.rules.kinds import Verdict as ProposalVerdict

Pairs = Sequence[tuple[object, str]]
AGES = ((5, "More than 5 working days"), (10, "More than 10 working days"), (20, "More than 20 working days"))
_CHOICES: Mapping[Step, Pairs] = {
    Step.LATE: [(Verdict.APPROVED, "Take it although it came late"), (Verdict.DECLINED, "Do not take it")],
    Step.EVIDENCE: [
        (Verdict.APPROVED, "Approve the evidence"),
        (Verdict.RETURNED, "Give it back to the practice"),
        (Verdict.DECLINED, "Decline it: nothing is paid"),
    ],
    Step.PAYMENT: [
        (Verdict.APPROVED, "Approve it for payment"),
        (Verdict.RETURNED, "Give it back to the practice"),
        (Verdict.DECLINED, "Decline it: nothing is paid"),
    ],
}


class DecideClaimForm(Form):
    """What becomes of a claim at a step."""

    seen = HiddenField()
    verdict = RadioField("Your decision", validators=[InputRequired("Choose one")])
    answer = TextAreaField("Why it is not claimed twice", description="The next approver and auditors read it.")
    exception = TextAreaField(
        "Exception", description="Why it is paid although the budget does not hold it. It stays in the history."
    )
    words = TextAreaField("What you say to it", description="Needed unless you approve. The practice reads it.")

    @property
    def chosen(self) -> Verdict:
        """The decision."""
        return Verdict(self.verdict.data)

    def cuts(self, lines: Sequence[Worth]) -> dict[int, Cut]:
        """What was cut, by line; refuses a sum without its reason and a reason without its sum."""
        found = {}
        for line in lines:
            typed, reason = str(self[f"left_{line.line_id}"].data or ""), self[f"reason_{line.line_id}"].data
            left = pence_from(typed) if typed else None
            if left is None and not reason:
                continue
            if left is None or reason not in list(CutReason):
                raise Refusal(f"{line.name}: say both what is left of it and why.")
            words = str(self[f"words_{line.line_id}"].data or "").strip()
            found[line.line_id] = Cut(pence=left, reason=CutReason(reason), words=words)
        return found


def decide_form(step: Step, lines: Sequence[Worth], *, seen: str) -> DecideClaimForm:
    """The form of a step for a claim with these lines, each of which can be cut."""
    fields: dict[str, object] = {}
    for line in lines:
        fields[f"left_{line.line_id}"] = PoundsField("What is left of it", description="In pounds.")
        fields[f"reason_{line.line_id}"] = SelectField(
            "Why it is cut", choices=options([("", "Not cut"), *CUT_NAMES.items()]), validate_choice=False
        )
        fields[f"words_{line.line_id}"] = StringField("In words", description="Needed for another reason.")
    made: DecideClaimForm = type("DecideForm", (DecideClaimForm,), fields)(data={"seen": seen})
    made.verdict.choices = options(_CHOICES[step])
    return made


class ProposeAdjustmentForm(Form):
    """A sum that is no line of a claim, at once or in instalments."""

    scheme = SelectField("Scheme", validate_choice=False)
    practice = SelectField("Practice", validate_choice=False)
    year = StringField("Year", description="Whose budget it is taken from, such as 2008/09.")
    quarter = SelectField("Quarter", choices=options([(number, f"Quarter {number}") for number in range(1, 5)]))
    kind = SelectField("What it is", validate_choice=False)
    amount = PoundsField("How much", description="In pounds, with a minus sign where it is taken back.")
    what = StringField("What it is for", description="As the practice reads it on its statement.")
    line = SelectField("Line of a claim that it corrects", validate_choice=False)
    parts = IntegerField("In how many parts", default=1, description="1: at once.")
    first_on = DayField("First part on", hint="Only for more than one part.")
    months = IntegerField("Months between parts", default=1)

    def __init__(self, *, schemes: Pairs, practices: Pairs, lines: Pairs, values: Mapping[str, object]) -> None:
        super().__init__(data=values)
        self.scheme.choices = options([("", "Choose a scheme"), *schemes])
        self.practice.choices = options([("", "Choose a practice"), *practices])
        self.kind.choices = options([(kind, name) for kind, name in ADJUSTMENT_NAMES.items() if kind in BY_HAND])
        self.line.choices = options([("", "None"), *lines])

    @property
    def chosen(self) -> AdjustmentKind:
        """What it is; refuses what a person does not propose by hand."""
        if self.kind.data not in BY_HAND:
            raise Refusal("Choose what it is.")
        return AdjustmentKind(self.kind.data)


BY_HAND = (AdjustmentKind.CORRECTION, AdjustmentKind.CLAW_BACK, AdjustmentKind.INSTALMENT, AdjustmentKind.FUNDING)


class DecideAdjustmentForm(Form):
    """What becomes of an adjustment."""

    verdict = RadioField("Your decision", validators=[InputRequired("Choose one")])
    exception = TextAreaField("Exception", description="Why it is paid although the budget does not hold it.")
    words = TextAreaField("Reason", description="Needed unless you approve.")

    def __init__(self, *, is_own: bool) -> None:
        super().__init__()
        second: Pairs = [(ProposalVerdict.APPROVED, "Approve"), (ProposalVerdict.DECLINED, "Decline")]
        self.verdict.choices = options([(ProposalVerdict.WITHDRAWN, "Withdraw it")] if is_own else second)

    @property
    def chosen(self) -> ProposalVerdict:
        """The decision."""
        return ProposalVerdict(self.verdict.data)


class RulesForm(Form):
    """Rules of approval from a day on."""

    valid_from = DayField("Hold from", required=True)
    second_from = PoundsField("Two people of finance from", description="In pounds; blank: one is always enough.")
    third_from = PoundsField("Three people of finance from", description="In pounds; blank: never.")
    budget_check = RadioField("Where the budget does not hold a sum", choices=options(CHECK_NAMES.items()))
    evidence_months = IntegerField("Months for which practices keep evidence")
    source = StringField("Where the rules come from", description="Such as “Standing financial instructions, 2008”.")

    def bands(self) -> list[Band]:
        """The value bands that were typed."""
        typed = ((self.second_from, 2), (self.third_from, 3))
        more = [Band(at_least=as_pence(each.pounds), releasers=many) for each, many in typed if each.pounds is not None]
        return [Band(at_least=0, releasers=1), *more]

    def check(self) -> BudgetCheck:
        """The budget check that was chosen."""
        if self.budget_check.data not in list(BudgetCheck):
            raise Refusal("Choose what happens where the budget does not hold a sum.")
        return BudgetCheck(self.budget_check.data)


class WorklistFilter(Filter):
    """Which claims that wait are listed."""

    step = SelectField("Waits for", validate_choice=False)
    scheme = SelectField("Scheme", validate_choice=False)
    practice = StringField("Practice", description="Part of its name or code")
    age = SelectField("Waiting", choices=options([("", "However long"), *AGES]), validate_choice=False)

    def __init__(self, *, schemes: Pairs) -> None:
        super().__init__()
        self.step.choices = options([("", "Any decision"), *STEP_NAMES.items()])
        self.scheme.choices = options([("", "All schemes"), *schemes])


class AdjustmentsFilter(Filter):
    """Which adjustments are listed."""

    scheme = SelectField("Scheme", validate_choice=False)
    practice = StringField("Practice", description="Part of its name or code")
    kind = SelectField("Kind", choices=options([("", "All kinds"), *ADJUSTMENT_NAMES.items()]), validate_choice=False)
    state = SelectField("State", validate_choice=False)

    def __init__(self, *, schemes: Pairs) -> None:
        super().__init__()
        self.scheme.choices = options([("", "All schemes"), *schemes])
        self.state.choices = options([("", "All states"), (WAITS, "Waits for a decision"), *VERDICT_NAMES.items()])
