"""The forms of the activity plan: a service with its groups and phasing, and the grid of its months."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from wtforms import Field, RadioField, SelectField, StringField
from wtforms.validators import InputRequired

from contracts.agreements.forms.fields import ExactField, UnitsField
from contracts.agreements.rules.phasing import Phasing, month_in_words
from contracts.agreements.rules.plan import PlanLine
from contracts.agreements.rules.planning import Dealing, LineWritten, ServiceWanted
from contracts.agreements.rules.services import code_for
from core.forms import Form, options
from core.tables import UNDEFINED
from core.wording import upper_first

ANOTHER: Final = ""
_PART, _WEIGHT = "part_", "weight_"
_DEALINGS = {
    Dealing.UNITS: "Units, which add up to the total",
    Dealing.SHARES: "Shares (percentages, or any numbers), by which the total is dealt out",
}
_PHASINGS = {
    Phasing.WORKING_DAYS: "By working days in each month",
    Phasing.CALENDAR_DAYS: "By calendar days in each month",
    Phasing.EQUAL: "In equal parts, a part month with its part",
    Phasing.GIVEN: "By weights given for each month",
}


class ServicePlanForm(Form):
    """A service as it is planned; fields for each group and month are added by `service_plan_form`."""

    service = SelectField("Service", validate_choice=True)
    another = StringField("Name of another service", description="Only where the list does not have it.")
    unit = StringField("What is counted", description="Contacts, bed days, first appointments, …")
    total = UnitsField("Planned in all", validators=[InputRequired("Enter how much is planned in all")])
    dealing = RadioField("What you write beside the groups", choices=options(_DEALINGS.items()), default="units")
    first = SelectField("Phased from")
    last = SelectField("to")
    phasing = RadioField("Phased", choices=options(_PHASINGS.items()), default=Phasing.WORKING_DAYS.value)
    names: Mapping[str, str]
    groups: Mapping[str, str]
    months: Sequence[str]

    def field_of(self, group: str) -> Field:
        """The field of a group."""
        return self[f"{_PART}{group}"]

    def weight_of(self, month: str) -> Field:
        """The field of the weight of a month."""
        return self[f"{_WEIGHT}{month}"]

    def wanted(self) -> ServiceWanted:
        """What was typed. A group whose field is blank gets nothing; are all blank, it is not planned by group."""
        code, name = service_chosen(str(self.service.data or ""), str(self.another.data or ""), self.names)
        return ServiceWanted(
            service=code,
            service_name=name,
            unit=str(self.unit.data or "").strip(),
            total=self.total.units or 0,
            phasing=Phasing(self.phasing.data),
            first=str(self.first.data),
            last=str(self.last.data),
            dealing=Dealing(self.dealing.data),
            parts=self._typed(_PART, self.groups),
            group_names=self.groups,
            given=self._typed(_WEIGHT, self.months),
        )

    def _typed(self, prefix: str, names: Mapping[str, str] | Sequence[str]) -> dict[str, Fraction]:
        fields = {name: self[f"{prefix}{name}"] for name in names}
        typed = {name: field.exact for name, field in fields.items() if isinstance(field, ExactField)}
        return {name: exact for name, exact in typed.items() if exact is not None}


def service_chosen(code: str, another: str, names: Mapping[str, str]) -> tuple[str, str]:
    """Code and name of the service: of the list, or with the name typed where nothing of the list was chosen."""
    return (code, names[code]) if code in names else (code_for(another), another.strip())


def service_choices(names: Mapping[str, str]) -> Any:
    """The services of the list, and another one."""
    return options([(ANOTHER, "Another service (name it)"), *names.items()])


def service_plan_form(
    names: Mapping[str, str],
    groups: Mapping[str, str],
    months: Sequence[str],
    *,
    within: tuple[str, str],
    standing: Sequence[PlanLine] = (),
) -> ServicePlanForm:
    """The form with a field for each group and month. `names`: services by code; `within`: months chosen at first."""
    fields: dict[str, Any] = {f"{_PART}{code}": ExactField(name) for code, name in groups.items()}
    fields |= {f"{_WEIGHT}{month}": ExactField(f"Weight of {month_in_words(month)}") for month in months}
    made: type[ServicePlanForm] = type("OneServiceForm", (ServicePlanForm,), fields)
    form = made(data={"first": within[0], "last": within[1], **_standing(standing)})
    form.names, form.groups, form.months = names, groups, months
    form.service.choices = service_choices(names)
    form.first.choices = form.last.choices = options((month, month_in_words(month)) for month in months)
    return form


def _standing(lines: Sequence[PlanLine]) -> dict[str, object]:
    if not lines:
        return {}
    first = lines[0]
    planned = sorted({month for line in lines for month, units in line.months.items() if units})
    return {
        "service": first.service,
        "unit": first.unit,
        "total": sum(line.planned for line in lines),
        "phasing": first.phasing.value if first.phasing else Phasing.WORKING_DAYS.value,
        **({"first": planned[0], "last": planned[-1]} if planned else {}),
        **{f"{_PART}{line.group}": f"{line.planned:,}" for line in lines if line.group},
    }


class GridForm(Form):
    """The months of a plan by hand; fields for each line and month are added by `grid_form`."""

    lines: Mapping[int, PlanLine]
    months: Sequence[str]
    firsts: Mapping[str, int]

    def written(self) -> list[LineWritten]:
        """What was typed; a blank field is nought."""
        return [
            LineWritten(
                line_id=line_id,
                planned=self.planned_of(line_id).units or 0,
                months={month: self.month_of(line_id, month).units or 0 for month in self.months},
            )
            for line_id in self.lines
        ]

    def totals(self) -> dict[str, int]:
        """What each service has in all."""
        return {line.service: self.total_of(line.service).units or 0 for line in self.lines.values()}

    def added(self, service: str, month: str) -> str:
        """What the groups have of a service in a month, as typed, added up; a dash while one of them is no number."""
        fields = [self.month_of(line_id, month) for line_id, line in self.lines.items() if line.service == service]
        return UNDEFINED if any(each.errors for each in fields) else f"{sum(each.units or 0 for each in fields):,}"

    def planned_of(self, line_id: int) -> Any:
        """The field of a line’s units in all."""
        return self[f"planned_{line_id}"]

    def month_of(self, line_id: int, month: str) -> Any:
        """The field of a line’s month."""
        return self[f"units_{line_id}_{month}"]

    def total_of(self, service: str) -> Any:
        """The field of a service’s units in all; it bears the number of the service’s first line."""
        return self[f"total_{self.firsts[service]}"]


def grid_form(lines: Mapping[int, PlanLine], months: Sequence[str]) -> GridForm:
    """The form of these lines (by id) over these months."""
    fields: dict[str, Any] = {}
    data: dict[str, int] = {}
    firsts: dict[str, int] = {}
    for line_id, line in lines.items():
        total = f"total_{firsts.setdefault(line.service, line_id)}"
        fields[f"planned_{line_id}"] = UnitsField(f"{upper_first(line.called)}, in all")
        data[f"planned_{line_id}"] = line.planned
        fields.setdefault(total, UnitsField(f"{line.service_name}, all groups"))
        data[total] = data.get(total, 0) + line.planned
        for month in months:
            fields[f"units_{line_id}_{month}"] = UnitsField(f"{upper_first(line.called)}, {month_in_words(month)}")
            data[f"units_{line_id}_{month}"] = line.months.get(month, 0)
    made: type[GridForm] = type("OneGridForm", (GridForm,), fields)
    form = made(data=data)
    form.lines, form.months, form.firsts = lines, months, firsts
    return form
