"""The forms of lines of money and of exceptions."""

from collections.abc import Mapping, Sequence

from wtforms import Field, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional

from contracts.agreements.rules.money import BudgetLine
from core.forms import Filter, Form, PoundsField, options
from core.money import as_decimal, as_pence

Pairs = Sequence[tuple[object, str]]
_PREFIX = "group_"


class LineFilter(Filter):
    """Which budget line."""

    line = SelectField("Budget line", validate_choice=False)

    def __init__(self, lines: Pairs) -> None:
        super().__init__()
        self.line.choices = options(lines)


class LineForm(Form):
    """What the contract commits of one budget line: an amount for each group that may be covered."""

    def amounts(self) -> dict[str, int]:
        """The amounts by group, in pence; a blank field is nought."""
        return {
            name.removeprefix(_PREFIX): as_pence(bound.pounds) if bound.pounds is not None else 0
            for name, bound in self._fields.items()
            if isinstance(bound, PoundsField)
        }

    def field_of(self, group: str) -> Field:
        """The field of a group."""
        return self[f"{_PREFIX}{group}"]


def line_form(line: BudgetLine, groups: Mapping[str, str], standing: Mapping[str, int]) -> LineForm:
    """The form of one line, with a field for each of these groups (code and name) that the line holds money for."""
    fields = {
        f"{_PREFIX}{code}": PoundsField(f"{line.name} for {name}", validators=[Optional()])
        for code, name in groups.items()
        if code in line.holds
    }
    made: type[LineForm] = type("OneLineForm", (LineForm,), dict(fields))
    return made(data={f"{_PREFIX}{code}": as_decimal(pence) for code, pence in standing.items()})


class ExceptionForm(Form):
    """By how much a contract may go over a group’s line, and why."""

    place = SelectField("Line and group", validators=[InputRequired("Choose a line and a group")])
    amount = PoundsField("By at most", validators=[InputRequired("Enter by how much it may go over")])
    reason = TextAreaField("Why", description="Everybody who sees the contract reads this.")

    def __init__(self, places: Pairs) -> None:
        super().__init__()
        self.place.choices = options(places)

    @property
    def line_and_group(self) -> tuple[str, str]:
        """Codes of the line and of the group that were chosen."""
        line, _, group = str(self.place.data).partition("|")
        return line, group

    @property
    def pence(self) -> int:
        """The amount in pence."""
        return as_pence(self.amount.pounds) if self.amount.pounds is not None else 0
