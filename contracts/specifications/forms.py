"""Forms of specifications: start one, its header, a section, accepting, withdrawing, templates, filters."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from contracts.specifications.rules.header import Header
from contracts.specifications.rules.states import STATE_NAMES
from core.forms import DayField, Filter, Form, options
from core.identifiers import masked
from core.markdown import problems_in
from core.record_numbers import record_number

Pairs = Sequence[tuple[object, str]]


class StartForm(Form):
    """Which service of which provider, and the template to begin from."""

    service = SelectField("Service", validate_choice=False, description="From the catalogue of services.")
    provider = SelectField("Provider", validate_choice=False)
    title = StringField("Title", description="What it is called. Left blank, it is called after the service.")
    template = RadioField(
        "Template", validate_choice=False, validators=[InputRequired("Choose the template to begin from")]
    )

    def __init__(self, *, services: Pairs, providers: Pairs, templates: Pairs) -> None:
        super().__init__()
        self.service.choices = options(services)
        self.provider.choices = options(providers)
        self.template.choices = options(templates)

    @property
    def template_chosen(self) -> tuple[str, int]:
        """Code and number of the template; number 0 for what is none."""
        code, _, number = str(self.template.data or "").rpartition("/")
        return code, record_number(number) or 0


class HeaderForm(Form):
    """The header of a version."""

    title = StringField("Title")
    commissioner_lead = StringField("Commissioner lead: role", description="Such as “Head of community commissioning”.")
    commissioner_person = SelectField("Commissioner lead: person", validate_choice=False)
    provider_lead = StringField("Provider lead: role", description="Such as “Head of adult services”.")
    provider_person = SelectField("Provider lead: person", validate_choice=False)
    starts_on = DayField("Holds from")
    ends_on = DayField("Holds until", hint="The last day of the period.")
    review_on = DayField("Reviewed by", hint="The day by which both sides look at it again.")
    expires_on = DayField("Expires on", hint="From this day it does not count any more, unless it was renewed.")
    localities = SelectMultipleField("Localities covered", validate_choice=False)

    def __init__(
        self, header: Header, *, localities: Pairs, commissioner_people: Pairs, provider_people: Pairs
    ) -> None:
        super().__init__(data=_shown(header))
        nobody: Pairs = [("", "Nobody in particular")]
        self.localities.choices = options(localities)
        self.commissioner_person.choices = options([*nobody, *commissioner_people])
        self.provider_person.choices = options([*nobody, *provider_people])

    def header(self) -> Header:
        """What was typed and chosen."""
        return Header(
            title=str(self.title.data or "").strip(),
            commissioner_lead=str(self.commissioner_lead.data or "").strip(),
            commissioner_lead_id=_number(self.commissioner_person.data),
            provider_lead=str(self.provider_lead.data or "").strip(),
            provider_lead_id=_number(self.provider_person.data),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            review_on=self.review_on.data,
            expires_on=self.expires_on.data,
            localities=frozenset(filter(None, map(_number, self.localities.data or []))),
        )


class SectionForm(Form):
    """The text of a section, in Markdown. What may not be kept is said at the field."""

    text = TextAreaField("Text")

    def validate_text(self, bound: Field) -> None:
        """The text is safe Markdown; a number that may be a patient’s is taken out by every form with words."""
        if problems := problems_in(masked(str(bound.data or ""))):
            raise ValidationError(" ".join(problems))


class AcceptForm(Form):
    """The hash of the text that the person had in front of them."""

    seen_hash = HiddenField()


class WithdrawVersionForm(Form):
    """Why a version is withdrawn."""

    reason = TextAreaField("Reason", description="Both sides read it, and it stays with the version.")


class TemplateForm(Form):
    """A template: what it is called, what it is for, and its sections."""

    name = StringField("Name")
    about = TextAreaField("What it is for")
    outline = TextAreaField("Sections")


class SpecificationsFilter(Filter):
    """Which specifications are listed."""

    text = StringField("Title", description="Part of it")
    service = SelectField("Service", validate_choice=False)
    provider = SelectField("Provider", validate_choice=False)
    state = SelectField("State", validate_choice=False)
    locality = SelectField("Locality", validate_choice=False)

    def __init__(self, *, services: Pairs, providers: Pairs, localities: Pairs) -> None:
        super().__init__()
        self.service.choices = options([("", "All services"), *services])
        self.provider.choices = options([("", "All providers"), *providers])
        self.state.choices = options([("", "All states"), *STATE_NAMES.items()])
        self.locality.choices = options([("", "All localities"), *localities])


def _shown(header: Header) -> dict[str, Any]:
    return {
        "title": header.title,
        "commissioner_lead": header.commissioner_lead,
        "commissioner_person": header.commissioner_lead_id or "",
        "provider_lead": header.provider_lead,
        "provider_person": header.provider_lead_id or "",
        "starts_on": header.starts_on,
        "ends_on": header.ends_on,
        "review_on": header.review_on,
        "expires_on": header.expires_on,
        "localities": [str(each) for each in sorted(header.localities)],
    }


def _number(value: object) -> int | None:
    return record_number(value) or None
