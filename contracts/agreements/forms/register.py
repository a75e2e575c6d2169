"""What the reader asks of the register."""

from collections.abc import Sequence

from wtforms import SelectField, StringField

from contracts.agreements.rules.forms import FORM_NAMES, TYPE_NAMES
from contracts.agreements.rules.states import STATE_NAMES
from core.forms import Filter, options

Pairs = Sequence[tuple[object, str]]


class RegisterFilter(Filter):
    """Search and filters of the register."""

    text = StringField("Search", description="Part of reference, title or provider")
    state = SelectField("State", validate_choice=False)
    kind = SelectField("Type", validate_choice=False)
    form = SelectField("Legal form", validate_choice=False)
    group = SelectField("PbC group", validate_choice=False)
    year = SelectField("Year", validate_choice=False)

    def __init__(self, *, groups: Pairs, years: Sequence[str]) -> None:
        super().__init__()
        self.state.choices = options([("", "All but discarded"), *((str(k), v) for k, v in STATE_NAMES.items())])
        self.kind.choices = options([("", "All types"), *((str(k), v) for k, v in TYPE_NAMES.items())])
        self.form.choices = options([("", "All forms"), *((str(k), v) for k, v in FORM_NAMES.items())])
        self.group.choices = options([("", "All groups"), *groups])
        self.year.choices = options([("", "All years"), *((year, year) for year in years)])
