"""The forms in which a KPI is defined, put in use and retired."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from wtforms import Field, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from commissioning.activity.rules.months import FREQUENCY_NAMES, Frequency
from contracts.performance.rules.definition import Definition, Step
from contracts.performance.rules.figures import asked_figure, written
from contracts.performance.rules.kinds import DIRECTION_NAMES, KIND_NAMES, UNIT_NAMES, Direction, Kind, Unit
from core.errors import Refusal
from core.forms import Form, options

Pairs = Sequence[tuple[object, str]]
_STEP = re.compile(r"(\S+)\s+(\S+)")


class DefinitionForm(Form):
    """What a KPI says of itself."""

    name = StringField("Name", validators=[InputRequired("Enter what the KPI is called")])
    why = TextAreaField("Why it matters", validators=[InputRequired("Enter why it matters")])
    numerator = TextAreaField("Numerator, in words", validators=[InputRequired("Enter what the numerator counts")])
    denominator = TextAreaField("Denominator, in words", description="Left blank where the figure is a plain number.")
    source = StringField("Source", validators=[InputRequired("Enter where the figures come from")])
    owner = StringField("Owner", description="A role, not a name.", validators=[InputRequired("Enter who owns it")])
    frequency = RadioField("Frequency", choices=options((str(k), v) for k, v in FREQUENCY_NAMES.items()))
    due_days = IntegerField("Due so many working days after the end of the period", default=15)
    kind = SelectField("Kind", choices=options((str(k), v) for k, v in KIND_NAMES.items()))
    unit = SelectField("Unit", choices=options((str(k), v) for k, v in UNIT_NAMES.items()))
    per = IntegerField("A ratio is per", default=1, description="1, 100 or 1,000 of its denominator.")
    unit_words = StringField("Words beside a ratio or number", description="Such as days, or admissions.")
    direction = SelectField("Which way is better", choices=options((str(k), v) for k, v in DIRECTION_NAMES.items()))
    target = StringField("Target", description="Blank: none. Of a range, its lower end.")
    target_high = StringField("Upper end of a range")
    trajectory = TextAreaField("Trajectory", description="A step a line, month and target, such as: 2008-10 92.5")
    phasing = StringField(
        "Phasing of a cumulative count",
        description="Twelve shares of the year in per cent, April to March. Blank: equal twelfths.",
    )
    amber = StringField("Amber to so far off the target", description="On the bad side only, in the figure’s unit.")
    minimum_denominator = IntegerField("Not judged below a denominator of", default=0)
    baseline_until = StringField(
        "Baseline only, up to the month", description="Such as 2009-03. Blank: judged at once."
    )
    consequence = TextAreaField("Consequence of breach")
    requirement = StringField("Quality requirement of the contract it rests on")
    numerator_from = StringField(
        "Numerator from activity",
        description="Currencies of frozen activity to add up, such as: contact. Blank: it comes by the return.",
    )
    denominator_from = StringField("Denominator from activity", description="The same for the denominator.")
    services = SelectMultipleField("Services whose activity is added up")

    def __init__(self, *, services: Pairs, standing: Definition | None = None, **more: Any) -> None:
        super().__init__(data={**({} if standing is None else _shown(standing)), **more})
        self.services.choices = options(services)

    def wanted(self) -> Definition:
        """The definition that was typed; refused in words where a figure is none."""
        return Definition(
            **{name: _text(self[name]) for name in _TEXTS},
            frequency=Frequency(self.frequency.data),
            kind=Kind(self.kind.data),
            unit=Unit(self.unit.data),
            direction=Direction(self.direction.data),
            per=int(self.per.data or 0),
            target=asked_figure(_text(self.target), "The target"),
            target_high=asked_figure(_text(self.target_high), "The upper end of the range"),
            trajectory=_steps(_text(self.trajectory)),
            phasing=_shares(_text(self.phasing)),
            amber=asked_figure(_text(self.amber), "The width of amber") or Fraction(0),
            minimum_denominator=int(self.minimum_denominator.data or 0),
            numerator_from=_codes(_text(self.numerator_from)),
            denominator_from=_codes(_text(self.denominator_from)),
            services=tuple(self.services.data or ()),
            due_days=int(self.due_days.data or 0),
        )


_TEXTS = (
    "name",
    "why",
    "numerator",
    "denominator",
    "source",
    "owner",
    "unit_words",
    "consequence",
    "baseline_until",
    "requirement",
)


class NewKpiForm(DefinitionForm):
    """The same with what stays: its ID, who reports it, and what it is tied to."""

    code = StringField("ID", validators=[InputRequired("Enter the ID")], description="Such as CN-01.")
    provider = SelectField("Provider that reports it", coerce=int)
    contract = SelectField("Contract", coerce=int)
    service = SelectField("Service", coerce=int)

    def __init__(
        self, *, providers: Pairs, contracts: Pairs, of_services: Pairs, services: Pairs, standing: Definition | None
    ) -> None:
        super().__init__(services=services, standing=standing)
        self.provider.choices = options(providers)
        self.contract.choices = options([(0, "None"), *contracts])
        self.service.choices = options([(0, "None"), *of_services])

    def tied(self) -> list[Field]:
        """The fields that stay, in order."""
        return [self.code, self.provider, self.contract, self.service]


class UseForm(Form):
    """From when a draft is in use, and why."""

    from_month = StringField(
        "First month it holds for",
        validators=[InputRequired("Enter the first month")],
        description="Such as 2008-04. After the last period for which there is a result.",
    )
    reason = TextAreaField("Why", validators=[InputRequired("Enter why this version is put in use")])


class RetireForm(Form):
    """From when a KPI is asked for no more, and why."""

    month = StringField("First month without it", validators=[InputRequired("Enter the first month without it")])
    reason = TextAreaField("Why", validators=[InputRequired("Enter why it is retired")])


def _text(bound: Any) -> str:
    return str(bound.data or "").strip()


def _codes(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[,;\s]+", text) if part)


def _steps(text: str) -> tuple[Step, ...]:
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        match = _STEP.fullmatch(line.strip())
        target = asked_figure(match[2], "Each target of the trajectory") if match else None
        if match is None or target is None:
            raise Refusal(f"“{line.strip()}” is no step of a trajectory. Write month and target, such as 2008-10 92.5.")
        found.append(Step(month=match[1], target=target))
    return tuple(found)


def _shares(text: str) -> tuple[Fraction, ...]:
    shares = [asked_figure(part, "Each share of the phasing") for part in re.split(r"[,;\s]+", text) if part]
    return tuple(share for share in shares if share is not None)


def _shown(standing: Definition) -> dict[str, Any]:
    """A definition as the fields show it."""
    figures = {"target": standing.target, "target_high": standing.target_high}
    return {
        **{name: getattr(standing, name) for name in _TEXTS},
        **{name: "" if value is None else written(value) for name, value in figures.items()},
        "frequency": str(standing.frequency),
        "kind": str(standing.kind),
        "unit": str(standing.unit),
        "direction": str(standing.direction),
        "per": standing.per,
        "trajectory": "\n".join(f"{step.month} {written(step.target)}" for step in standing.trajectory),
        "phasing": ", ".join(written(share) for share in standing.phasing),
        "amber": written(standing.amber) if standing.amber else "",
        "minimum_denominator": standing.minimum_denominator,
        "numerator_from": ", ".join(standing.numerator_from),
        "denominator_from": ", ".join(standing.denominator_from),
        "services": list(standing.services),
        "due_days": standing.due_days,
    }
