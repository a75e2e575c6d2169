"""Forms of what is expected of providers: returns, their end, waivers, currencies of one's own, rules of checking."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from commissioning.activity.rules.checks.catalogue import Rule
from commissioning.activity.rules.checks.findings import IMPORTANCE_NAMES, Importance
from commissioning.activity.rules.currencies import ADDING_NAMES, Adding, Currency
from commissioning.activity.rules.due import (
    DUE_WORKING_DAY,
    FLEX_WORKING_DAY,
    FREEZE_WORKING_DAY,
    Days,
    Expected,
)
from commissioning.activity.rules.months import FREQUENCY_NAMES, Frequency
from core.forms import DayField, Form, PercentField, options
from core.money import plain

Pairs = Sequence[tuple[object, str]]
_MONTH_HINT = "Year and month, such as 2008-04"


def _month(label: str) -> StringField:
    """A field for a month as it is written."""
    return StringField(label, [InputRequired(f"Enter the {label.lower()}")], description=_MONTH_HINT)


class ExpectForm(Form):
    """A return that is expected of a provider."""

    provider = SelectField("Provider")
    name = StringField(
        "Name of the return",
        [InputRequired("Enter the name of the return"), Length(max=120)],
        description="Such as Contacts by service, practice and month",
    )
    services = SelectMultipleField("Services it is for", validate_choice=False)
    frequency = RadioField("How often", choices=options(FREQUENCY_NAMES.items()), default=Frequency.MONTHLY.value)
    first_month = _month("First month")
    last_month = StringField("Last month", description="Left blank: until further notice")
    due = IntegerField("Due", [InputRequired("Enter when it is due")], default=DUE_WORKING_DAY)
    flex = IntegerField("Flex day", [InputRequired("Enter the flex day")], default=FLEX_WORKING_DAY)
    freeze = IntegerField("Freeze day", [InputRequired("Enter the freeze day")], default=FREEZE_WORKING_DAY)
    source = StringField(
        "Where it was agreed",
        [InputRequired("Say where the return was agreed")],
        description="A contract and its schedule, a meeting with its date",
    )

    def __init__(self, *, providers: Pairs, services: Pairs, first_month: str) -> None:
        super().__init__(data={"first_month": first_month})
        self.provider.choices = options(providers)
        self.services.choices = options(services)

    def expected(self) -> Expected:
        """What was typed and chosen."""
        return Expected(
            name=str(self.name.data),
            frequency=Frequency(str(self.frequency.data)),
            first_month=str(self.first_month.data).strip(),
            last_month=str(self.last_month.data or "").strip() or None,
            days=Days(due=self.due.data or 0, flex=self.flex.data or 0, freeze=self.freeze.data or 0),
        )


class EndForm(Form):
    """With which month a return ends, and why."""

    last_month = _month("Last month")
    reason = TextAreaField("Why it ends", [InputRequired("Write why the return ends")])


class WaiveForm(Form):
    """What is waived, for which months, until when, and why."""

    rule = SelectField("What is waived")
    first_month = _month("First month")
    last_month = _month("Last month")
    until_on = DayField("Waived until", hint="The last day on which the waiver counts.", required=True)
    reason = TextAreaField("Why", [InputRequired("Write why it is waived")])

    def __init__(self, *, waivable: Pairs, month: str, until_on: date) -> None:
        super().__init__(data={"first_month": month, "last_month": month, "until_on": until_on})
        self.rule.choices = options(waivable)


class CurrencyForm(Form):
    """A currency of a trust's own."""

    code = StringField(
        "Code",
        [InputRequired("Enter a code")],
        description="Small letters, digits and underscores, such as home_visit. It stays: rows name it.",
    )
    label = StringField("Name", [InputRequired("Enter a name")], description="Such as Home visits")
    unit = StringField("Unit", [InputRequired("Enter the unit")], description="Such as visits")
    adding = RadioField("What it counts", choices=options(ADDING_NAMES.items()), default=Adding.FLOW.value)
    is_whole = BooleanField("Whole numbers only", default=True)
    by_practice = BooleanField("Counted practice by practice", default=True)

    def currency(self) -> Currency:
        """What was typed and chosen."""
        return Currency(
            code=str(self.code.data).strip(),
            label=str(self.label.data),
            unit=str(self.unit.data),
            adding=Adding(str(self.adding.data)),
            is_whole=bool(self.is_whole.data),
            by_practice=bool(self.by_practice.data),
        )


class RuleForm(Form):
    """How a rule of checking that only asks is set."""

    importance = RadioField("Importance", choices=options(IMPORTANCE_NAMES.items()))
    warns_until = DayField(
        "Only warns for months before",
        hint="A new rule can run as a warning first. Left blank: it asks from the beginning.",
    )
    starts_on = DayField("Holds from", hint="Left blank: for all months.")
    ends_on = DayField("Holds until before", hint="The first day on which it does not hold. Left blank: with no end.")
    limit = PercentField("Limit", description="A percentage from 0 to 100")
    services = SelectMultipleField(
        "Only for these services", description="None ticked: for all services", validate_choice=False
    )

    def __init__(self, rule: Rule, *, services: Pairs) -> None:
        super().__init__(
            data={
                "importance": rule.importance.value,
                "warns_until": rule.warns_until,
                "starts_on": rule.starts_on,
                "ends_on": rule.ends_on,
                "limit": None if rule.limit is None else plain(rule.limit),
                "services": sorted(rule.services),
            }
        )
        self.services.choices = options(services)
        if rule.limit is None:
            del self.limit

    def rule(self, rule: Rule) -> Rule:
        """The rule as it is to be from now on."""
        typed = str(self.limit.data or "") if "limit" in self else ""
        return Rule(
            id=rule.id,
            title=rule.title,
            severity=rule.severity,
            importance=Importance(str(self.importance.data)),
            services=frozenset(self.services.data or []),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            warns_until=self.warns_until.data,
            limit=Fraction(typed) if typed else None,
        )


class CertifyingForm(Form):
    """Whether a second person of the provider certifies each return."""

    needs = RadioField(
        "Who certifies a return",
        choices=options(
            [("no", "Who prepares it also certifies it"), ("yes", "A second person certifies it before it counts")]
        ),
    )

    def __init__(self, *, needs_certifier: bool) -> None:
        super().__init__(data={"needs": "yes" if needs_certifier else "no"})
