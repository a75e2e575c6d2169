"""The forms of variations: what one is about, texts, the last day, money, reasons, and what is asked of lists."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from contracts.agreements.forms.fields import UnitsField
from contracts.agreements.forms.schedules import ScheduleForm
from contracts.agreements.forms.terms import ActivityFilter
from contracts.agreements.rules.phasing import month_in_words
from contracts.agreements.rules.plan import PlanLine
from contracts.variations.rules.composition import VariationKind
from contracts.variations.rules.kinds import KIND_HINTS, KIND_NAMES
from contracts.variations.rules.states import STATE_NAMES
from core.forms import DayField, Filter, Form, PoundsField, options
from core.money import as_pence
from core.tables import UNDEFINED
from core.wording import upper_first

Pairs = Sequence[tuple[object, str]]
_MONTH = "units_"


class DetailsForm(Form):
    """What a variation is about, and from when until when it holds."""

    kind = RadioField(
        "Kind",
        choices=options(
            (str(kind), f"{name}: {KIND_HINTS[kind][0].lower()}{KIND_HINTS[kind][1:]}")
            for kind, name in KIND_NAMES.items()
        ),
        validators=[InputRequired("Choose what the variation is about")],
    )
    title = StringField("What it changes, in a few words", validators=[InputRequired("Say what it changes")])
    reason = TextAreaField("Why", description="Everybody who sees the contract reads this.")
    effective_from = DayField("First day on which it holds", required=True)
    effective_to = DayField("Last day on which it holds", hint="Blank: until the contract ends.")
    response_due_on = DayField("Answer due by", required=True)
    life_value = PoundsField(
        "Added to the value over the whole life",
        description="Only for another last day: what the longer term adds, besides lines of money. Minus for less.",
        validators=[Optional()],
    )

    @property
    def chosen(self) -> VariationKind:
        """The kind that was chosen."""
        return VariationKind(self.kind.data)

    @property
    def pence(self) -> int:
        """What a longer term adds, in pence; a blank field is nought."""
        return as_pence(self.life_value.pounds) if self.life_value.pounds is not None else 0


class AddedForm(ScheduleForm):
    """A schedule that is added, with the part behind which it stands."""

    follows = SelectField("Behind", validate_choice=False)

    def __init__(self, parts: Pairs) -> None:
        super().__init__()
        self.follows.choices = options([("", "At the end"), *parts])


class LastDayForm(Form):
    """Another last day of the contract."""

    ends_on = DayField("Last day of the contract", required=True)


class PlanLineForm(Form):
    """The months of one line of an activity plan that may change, and its units in all; see `plan_line_form`."""

    planned = UnitsField("Planned in all")
    months: Sequence[str]

    def written(self) -> dict[str, int]:
        """The units by month, as typed; a blank field is nought."""
        return {month: self.month_of(month).units or 0 for month in self.months}

    def month_of(self, month: str) -> Any:
        """The field of a month (`2008-10`)."""
        return self[f"{_MONTH}{month}"]

    def added(self, besides: int) -> str:
        """What was typed, added up with what does not change; a dash while something typed is no number."""
        if any(self.month_of(month).errors for month in self.months):
            return UNDEFINED
        return f"{besides + sum(self.written().values()):,}"


def plan_line_form(line: PlanLine, months: Sequence[str]) -> PlanLineForm:
    """The form of a line with a field for each of these months."""
    fields = {
        f"{_MONTH}{month}": UnitsField(f"{upper_first(line.called)}, {month_in_words(month)}") for month in months
    }
    made: type[PlanLineForm] = type("OneLineOfPlanForm", (PlanLineForm,), dict(fields))
    units = {f"{_MONTH}{month}": line.months.get(month, 0) for month in months}
    form = made(data={"planned": line.planned, **units})
    form.months = months
    return form


class WhyForm(Form):
    """Why a variation is withdrawn or disputed, or how a dispute was settled."""

    reason = TextAreaField("Why", description="Everybody who sees the contract reads this.")


class AsAtFilter(Filter):
    """The day on which the contract is read."""

    on = DayField("Day", hint="Such as 1 10 2008.")

    def show(self, on: date) -> None:
        """Show a day that was not typed."""
        if self.on.data != on:
            self.on.typed = (str(on.day), str(on.month), str(on.year))


class PaymentFilter(AsAtFilter, ActivityFilter):
    """For how much activity, on which day, one wants to know what would be paid."""


class VariationsFilter(Filter):
    """Search and filters of the register of variations."""

    text = StringField("Search", description="Part of title, reference or provider")
    state = SelectField("State", validate_choice=False)
    kind = SelectField("Kind", validate_choice=False)
    year = SelectField("Year of the contract", validate_choice=False)

    def __init__(self, *, years: Sequence[str]) -> None:
        super().__init__()
        self.state.choices = options([("", "All states"), *((str(k), v) for k, v in STATE_NAMES.items())])
        self.kind.choices = options([("", "All kinds"), *((str(k), v) for k, v in KIND_NAMES.items())])
        self.year.choices = options([("", "All years"), *((year, year) for year in years)])


def day_asked(form: AsAtFilter, written: str, otherwise: date) -> date:
    """The day that was asked for: of an address (2008-10-01), else the one typed, else another."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return form.on.data if isinstance(form.on.data, date) else otherwise
