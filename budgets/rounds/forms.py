"""Forms of a round: open it, upload inputs, set policy and methods, name a scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, Field, FileField, HiddenField, RadioField, SelectField, StringField

from budgets.rounds.rules import POLICY_NAMES as NAMES
from budgets.rounds.rules import kept_text, values_in
from core.errors import Refusal
from core.forms import Form, PercentField, PoundsField, options
from core.money import as_decimal, pence_from
from core.problems import Problem

BLEND = "blend"
_UNREADABLE = "What this page had shown of the methods came back changed. Open the page again, and choose them anew."


class OpenRoundForm(Form):
    """The year a round is for. The act refuses a year that is taken, so that a second click finds the first's round."""

    year = SelectField("Financial year", description="April to March. Each year has one round.", validate_choice=False)

    def __init__(self, years: Sequence[str], proposed: str) -> None:
        super().__init__(data={"year": proposed})
        self.year.choices = options((year, year) for year in years)


class UploadInputsForm(Form):
    """The file of a budget workbook."""

    workbook = FileField(
        "Budget workbook",
        description="An XLSX file, or a ZIP of CSV files with policy.toml. At most 100 MB unpacked.",
    )


class FillInputsForm(Form):
    """Which earlier inputs give what the organisations' and services' pages do not hold."""

    inputs = SelectField("Take money, activity and last year’s split from", coerce=int)

    def __init__(self, inputs: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self.inputs.choices = options(inputs)


class FillActivityForm(Form):
    """The press that fills activity: which inputs were the newest, and what was shown, when the page was made."""

    newest = HiddenField()
    plan = HiddenField()


class UseInputsForm(Form):
    """Which inputs a scenario stands on, and whether their policy comes with them."""

    inputs = SelectField("Inputs", coerce=int)
    with_policy = BooleanField("Also take the policy that came with these inputs")

    def __init__(self, inputs: Sequence[tuple[int, str]], inputs_id: int) -> None:
        super().__init__(data={"inputs": inputs_id})
        self.inputs.choices = options(inputs)


class NameForm(Form):
    """The name of a scenario."""

    name = StringField("Name of the scenario", description="Such as “Community services by activity”.")


class PolicyForm(Form):
    """The policy of a scenario. A field is named like its key, with two underscores for the dot."""

    seen = HiddenField()
    capitation__date = StringField(NAMES["capitation.date"], description="A day of the populations sheet: 2008-01-01.")
    capitation__population = SelectField(NAMES["capitation.population"], validate_choice=False)
    activity__from = StringField(NAMES["activity.from"], description="Such as 2007-01.")
    activity__to = StringField(NAMES["activity.to"], description="Such as 2007-12.")
    activity__minimum_months = StringField(
        NAMES["activity.minimum_months"], description="A line with fewer falls back to another method."
    )
    activity__fallback = StringField(
        NAMES["activity.fallback"], description="Tried in this order, joined by semicolons: cost_centre;capitation."
    )
    uplift__gross_percent = PercentField(NAMES["uplift.gross_percent"], description="May be left blank.")
    uplift__efficiency_percent = PercentField(NAMES["uplift.efficiency_percent"], description="May be left blank.")
    uplift__percent = PercentField(NAMES["uplift.percent"], description="Gross less efficiency. Blank: no uplift.")
    returned_money__amount = PoundsField(NAMES["returned_money.amount"], description="Blank: none.")
    returned_money__basis = RadioField(
        NAMES["returned_money.basis"],
        choices=options(
            [("baseline", "In proportion to the service lines"), ("capitation", "As one line, by capitation")]
        ),
        validate_choice=False,
    )
    growth__amount = PoundsField(NAMES["growth.amount"], description="Must-dos are paid out of it. Blank: none.")
    growth__uncommitted = RadioField(
        NAMES["growth.uncommitted"],
        choices=options([("reserve", "Stays with the commissioner"), ("capitation", "Is split by capitation")]),
        validate_choice=False,
    )
    risk_reserve__percent = PercentField(NAMES["risk_reserve.percent"], description="Of each line. Blank: none.")
    risk_reserve__held_by = RadioField(
        NAMES["risk_reserve.held_by"],
        choices=options([("commissioner", "The commissioner"), ("provider", "The provider")]),
        validate_choice=False,
    )
    pace_of_change__rule = RadioField(
        NAMES["pace_of_change.rule"],
        choices=options(
            [
                ("none", "None: groups move at once"),
                ("bounds", "Bounds: no group moves below or above these"),
                ("floor", "Floor: every group grows by a percentage, the rest goes to those below their fair share"),
            ]
        ),
        validate_choice=False,
    )
    pace_of_change__minimum_percent = PercentField(NAMES["pace_of_change.minimum_percent"], description="With bounds.")
    pace_of_change__maximum_percent = PercentField(NAMES["pace_of_change.maximum_percent"], description="With bounds.")
    pace_of_change__floor_percent = PercentField(NAMES["pace_of_change.floor_percent"], description="With a floor.")

    def __init__(self, keys: Mapping[str, str], columns: Sequence[str]) -> None:
        standing: dict[str, Any] = {key.replace(".", "__"): value for key, value in (_AT_FIRST | dict(keys)).items()}
        for name in ("returned_money__amount", "growth__amount"):
            if name in standing:
                standing[name] = as_decimal(pence_from(standing[name]))
        super().__init__(data={**standing, "seen": kept_text(keys)})
        self.capitation__population.choices = options(
            (name, name.replace("_", " ")) for name in _with_registered(columns)
        )

    def keys(self, year: str) -> dict[str, str]:
        """The policy as dotted keys. A blank field says nothing, nor does a table of which only a choice is left."""
        fields = {field.name.replace("__", "."): str(field.data or "").strip() for field in self if "__" in field.name}
        said = {key: text for key, text in fields.items() if text and key not in _KEYS_OF_OTHER_RULES[_rule(fields)]}
        tables = {key.partition(".")[0] for key in said if key not in _AT_FIRST}
        return {"year": year, **{key: text for key, text in said.items() if key.partition(".")[0] in tables}}

    def show(self, problems: Sequence[Problem]) -> None:
        """Put each problem beside the field of its key, and what belongs to no field on top."""
        for problem in problems:
            name = problem.column.replace(".", "__")
            if name not in self._fields:
                self.refuse(_in_words(problem))
                continue
            field = self._fields[name]
            said = f"expected {problem.expected}" if problem.value else "this is missing"
            field.errors = [*field.errors, f"{field.label.text}: {said}"]


_AT_FIRST = {
    "returned_money.basis": "baseline",
    "growth.uncommitted": "reserve",
    "risk_reserve.held_by": "commissioner",
    "pace_of_change.rule": "none",
}
_BOUNDS = frozenset({"pace_of_change.minimum_percent", "pace_of_change.maximum_percent"})
_FLOOR = frozenset({"pace_of_change.floor_percent"})
_KEYS_OF_OTHER_RULES = {
    "bounds": _FLOOR,
    "floor": _BOUNDS,
    "none": _BOUNDS | _FLOOR | {"pace_of_change.rule"},
}


def _with_registered(columns: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(("registered", *columns)))


def _rule(fields: Mapping[str, str]) -> str:
    rule = fields.get("pace_of_change.rule", "")
    return rule if rule in _KEYS_OF_OTHER_RULES else "none"


def _in_words(problem: Problem) -> str:
    place = ", ".join(
        part for part in (problem.file, f"row {problem.row}" if problem.row else "", problem.column) if part
    )
    return f"{place}: expected {problem.expected}" + (f", not “{problem.value}”." if problem.value else ".")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineToSplit:
    """A line as the methods form shows it: `standing` is the scenario's method, `stored` that of its inputs."""

    code: str
    name: str
    category: str
    standing: str
    stored: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFields:
    """The two fields of a line: the method chosen, and the blend where it is one."""

    line: LineToSplit
    method: Field
    blend: Field

    @property
    def written(self) -> str:
        """The method as it was chosen; a blend that was just typed counts even where the choice was left alone."""
        blend, chosen = str(self.blend.data or "").strip(), str(self.method.data or "")
        was_typed = bool(blend) and blend != self.line.standing
        return blend if chosen == BLEND or was_typed else chosen

    @property
    def errors(self) -> list[str]:
        """What is wrong with the line's method."""
        return [*map(str, self.method.errors), *map(str, self.blend.errors)]


class MethodsForm(Form):
    """The methods of some lines. Made for its lines by `methods_form`."""

    seen = HiddenField()

    def rows(self, lines: Sequence[LineToSplit]) -> list[LineFields]:
        """The lines with their fields, in order."""
        return [
            LineFields(line=line, method=self._fields[f"method-{place}"], blend=self._fields[f"blend-{place}"])
            for place, line in enumerate(lines)
        ]

    def written(self, lines: Sequence[LineToSplit]) -> dict[str, str]:
        """Each line's method as it was chosen or written."""
        return {row.line.code: row.written for row in self.rows(lines)}

    def seen_methods(self, lines: Sequence[LineToSplit]) -> dict[str, str]:
        """The methods the person had in front of them; as they stand now where the form does not say."""
        if not self.seen.data:
            return {line.code: line.standing for line in lines}
        try:
            return {str(code): str(text) for code, text in values_in(self.seen.data).items()}
        except (ValueError, AttributeError, RecursionError) as error:
            raise Refusal(_UNREADABLE) from error

    def show(self, problems: Sequence[Problem], lines: Sequence[LineToSplit]) -> None:
        """Put each problem beside the field of its line, and what belongs to no line on top."""
        rows = {row.line.code: row for row in self.rows(lines)}
        for problem in problems:
            if problem.column not in rows:
                self.refuse(_in_words(problem))
                continue
            row = rows[problem.column]
            field: Field = row.blend if row.method.data == BLEND else row.method
            field.errors = [*field.errors, f"{row.line.name}: expected {problem.expected}"]


def methods_form(lines: Sequence[LineToSplit], *, groups: Mapping[str, str], columns: Sequence[str]) -> MethodsForm:
    """The form for these lines, with every method there is: each population column, each group by name, a blend."""
    choices = _choices(groups, columns)
    known = {value for value, _ in choices}
    fields: dict[str, Any] = {}
    data: dict[str, str] = {"seen": kept_text({line.code: line.standing for line in lines})}
    for place, line in enumerate(lines):
        fields[f"method-{place}"] = SelectField(
            f"Method of {line.name}", choices=options(choices), validate_choice=False
        )
        fields[f"blend-{place}"] = StringField(f"Blend of {line.name}")
        data[f"method-{place}"] = line.standing if line.standing in known else BLEND
        data[f"blend-{place}"] = "" if line.standing in known else line.standing
    made = type("MethodsOfLines", (MethodsForm,), fields)
    form: MethodsForm = made(data=data)
    return form


def _choices(groups: Mapping[str, str], columns: Sequence[str]) -> list[tuple[str, str]]:
    return [
        ("capitation", "Capitation"),
        *((f"capitation/{column}", f"Capitation by {column.replace('_', ' ')}") for column in columns),
        ("activity", "Activity"),
        ("cost_centre", "Cost centre map"),
        ("fixed", "Fixed shares"),
        ("equal", "Equal shares"),
        *((f"direct:{code}", f"All to {name}") for code, name in groups.items()),
        ("pooled", "Pooled, not split"),
        (BLEND, "A blend of several"),
    ]
