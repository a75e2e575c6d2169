"""Forms of claims: filling one in, submitting, withdrawing, windows, workbooks, queries, filters."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from wtforms import BooleanField, Field, FileField, HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import NumberRange, Optional, ValidationError

from core.forms import DayField, Filter, Form, options
from core.wording import in_full
from les.claims.rules.asking import Asked, Way, breaks_of, gathered
from les.claims.rules.kinds import STATE_NAMES
from les.claims.rules.windows import Days
from les.schemes.rules.terms import Quantity

Pairs = Sequence[tuple[object, str]]
CHANGES = 2
"""How many changes of a count over time a form has room for; more where a workbook said more."""


class FillForm(Form):
    """What was done: a field for each thing asked (see `fill_form`), that there was nothing, and a note."""

    is_nil = BooleanField("There was nothing to claim this quarter")
    note = TextAreaField(
        "Note for the commissioner",
        description="What the reader should know; cases by their sequence number, never a name, date of birth or "
        "NHS number.",
    )

    def told(self, asked: Sequence[Asked]) -> list[Quantity]:
        """What was typed, as the rules take it."""
        return [quantity for place, each in enumerate(asked) for quantity in self._told(place, each)]

    def _told(self, place: int, asked: Asked) -> list[Quantity]:
        if asked.way is Way.ITSELF:
            return []
        if asked.way is Way.CONDITION:
            is_met = bool(self[f"met_{place}"].data)
            return [Quantity(element=asked.element.code, starts_on=asked.first, count=1)] if is_met else []
        starts = [(asked.first, self[f"count_{place}"].data)]
        if asked.way is Way.SPANS:
            numbers = [name.rsplit("_", 1)[1] for name in self._fields if name.startswith(f"from_{place}_")]
            changes = [(self[f"from_{place}_{n}"].data, self[f"then_{place}_{n}"].data) for n in numbers]
            starts += [(day, count) for day, count in changes if day is not None]
        ends = [day - timedelta(days=1) for day, _ in starts[1:]]
        return [
            Quantity(element=asked.element.code, starts_on=day, ends_on=end, count=int(count))
            for (day, count), end in zip(starts, [*ends, asked.last], strict=True)
            if count
        ]


def fill_form(asked: Sequence[Asked], quantities: Sequence[Quantity], *, is_nil: bool, note: str) -> FillForm:
    """The form of one claim, with what was told so far."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"is_nil": is_nil, "note": note}
    for place, each in enumerate(asked):
        told = gathered(each, quantities)
        fields |= _fields(place, each, max(CHANGES, len(breaks_of(each, told)) - 1))
        data |= _data(place, each, told)
    made = type("FillOneForm", (FillForm,), fields)
    return cast("FillForm", made(data=data))


def _fields(place: int, asked: Asked, changes: int) -> dict[str, Any]:
    element = asked.element
    if asked.way is Way.ITSELF:
        return {}
    if asked.way is Way.CONDITION:
        label = f"{element.name}: {element.condition}" if element.condition else element.name
        hint = f"Tick it if that is so. It is paid once a year, {asked.price_words} a patient of the frozen list."
        return {f"met_{place}": BooleanField(label, description=hint)}
    days = f" from {in_full(asked.first)} to {in_full(asked.last)}" if asked.is_parted else ""
    hint = f"{asked.price_words} for each {element.unit}."
    if asked.is_parted:
        hint += " The price changes within the quarter, so the days before and after are counted apart."
    if asked.way is Way.SPANS:
        hint += f" How many there were from {in_full(asked.first)} on."
    found: dict[str, Any] = {f"count_{place}": _count(f"{element.name}{days}", hint)}
    if asked.way is Way.SPANS:
        for number in range(changes):
            again = "" if number == 0 else " again"
            found[f"from_{place}_{number}"] = DayField(f"{element.name}: the number changed{again} on")
            found[f"then_{place}_{number}"] = _count(f"{element.name}: how many from that day on", "")
    return found


def _count(label: str, hint: str) -> IntegerField:
    between = NumberRange(min=0, max=9_999_999, message="Enter a whole number from 0 to 9,999,999")
    return IntegerField(label, description=hint, validators=[Optional(), between])


def _data(place: int, asked: Asked, told: Sequence[Quantity]) -> dict[str, Any]:
    if asked.way is Way.CONDITION:
        return {f"met_{place}": bool(told)}
    if asked.way is Way.COUNT:
        return {f"count_{place}": sum(int(each.count) for each in told) if told else None}
    breaks = breaks_of(asked, told)
    found: dict[str, Any] = {f"count_{place}": breaks[0][1] if breaks else None}
    for number, (day, count) in enumerate(breaks[1:]):
        found |= {f"from_{place}_{number}": day, f"then_{place}_{number}": count}
    return found


class SubmitForm(Form):
    """The lines that the person has in front of them."""

    seen = HiddenField()


class WithdrawClaimForm(Form):
    """Why a claim is taken back."""

    reason = TextAreaField("Reason", description="The commissioner reads it, and it stays in the history.")


class WindowForm(Form):
    """When claims of a quarter are made and paid."""

    opens_on = DayField("Claims are made from", required=True)
    closes_on = DayField(
        "Last day for claims in time", required=True, hint="Later claims are taken, flagged, and decided one by one."
    )
    pays_on = DayField("Paid on", required=True, hint="The day on which claims in time are paid.")

    def __init__(self, days: Days) -> None:
        super().__init__(data={"opens_on": days.opens_on, "closes_on": days.closes_on, "pays_on": days.pays_on})

    @property
    def days(self) -> Days:
        """The days that were typed."""
        return Days(opens_on=self.opens_on.data, closes_on=self.closes_on.data, pays_on=self.pays_on.data)


class WindowRuleForm(Form):
    """By how many working days windows are proposed."""

    closes_after = IntegerField("Working days after the quarter until the window closes")
    pays_after = IntegerField("Working days from then until claims are paid")

    def __init__(self, *, closes_after: int, pays_after: int) -> None:
        super().__init__(data={"closes_after": closes_after, "pays_after": pays_after})


class WorkbookForm(Form):
    """A workbook with the claims of a quarter."""

    file = FileField("Workbook", description="The XLSX or CSV file that you downloaded here and filled in.")

    def validate_file(self, bound: Field) -> None:
        """A file was chosen."""
        if not getattr(bound.data, "filename", ""):
            raise ValidationError("Choose the workbook that you filled in")


class SubmitAllForm(Form):
    """What was read of a workbook, signed by us, and the lines shown of it."""

    read = HiddenField()


class ClaimsFilter(Filter):
    """Which claims are listed."""

    quarter = SelectField("Quarter", validate_choice=False)
    scheme = SelectField("Scheme", validate_choice=False)
    practice = SelectField("Practice", validate_choice=False)
    group = SelectField("PbC group", validate_choice=False)
    state = SelectField("State", choices=options([("", "All that count"), *STATE_NAMES.items()]), validate_choice=False)
    only = SelectField(
        "Only",
        choices=options([("", "All"), ("late", "Late ones"), ("queried", "Those with an open query")]),
        validate_choice=False,
    )

    def __init__(self, *, quarters: Pairs, schemes: Pairs, practices: Pairs | None, groups: Pairs | None) -> None:
        super().__init__()
        self.quarter.choices = options([("", "All quarters"), *quarters])
        self.scheme.choices = options([("", "All schemes"), *schemes])
        if practices is None:
            del self.practice
        else:
            self.practice.choices = options([("", "All practices"), *practices])
        if groups is None:
            del self.group
        else:
            self.group.choices = options([("", "All groups"), *groups])
