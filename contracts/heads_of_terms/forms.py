"""Forms of heads of terms, one for each page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import BooleanField, Field, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField

from contracts.heads_of_terms.rules.figures import KIND_NAMES, FigureKind
from contracts.heads_of_terms.rules.states import STATE_NAMES, State
from core.forms import DayField, Filter, Form, options
from core.record_numbers import record_number, whole_number

_ATTENDS = "attends_"
_THE_END = 999
_MARKDOWN = (
    "Write it as the parties are to sign it. **Bold**, *italic*, lists and tables in Markdown; no figures that the "
    "round gives: those stand below the text. Never anything about a patient."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a draft can be about: providers by id, lines and groups by code, each with its name."""

    providers: Sequence[tuple[int, str]]
    lines: Sequence[tuple[str, str]]
    groups: Sequence[tuple[str, str]]


class ParticularsForm(Form):
    """What heads of terms are about. A field for each group's attendees is added by `particulars_form`."""

    title = StringField("Title", description="What the heads are about, such as “Intermediate care 2008/09”.")
    provider = SelectField("Provider", validate_choice=False)
    starts_on = DayField("First day", required=True)
    ends_on = DayField("Last day", required=True)
    lines = SelectMultipleField("Service lines and must-dos they cover", validate_choice=False)
    groups = SelectMultipleField("PbC groups that assent", validate_choice=False)

    @property
    def attendee_fields(self) -> list[Field]:
        """The fields for the attendees, a group each."""
        return [bound for bound in self if bound.name.startswith(_ATTENDS)]

    @property
    def provider_id(self) -> int | None:
        """The provider that was chosen."""
        return record_number(self.provider.data)

    @property
    def attendees(self) -> dict[str, str]:
        """The groups that are named, by code, each with its attendees."""
        typed = {bound.name.removeprefix(_ATTENDS): str(bound.data or "") for bound in self.attendee_fields}
        return {code: typed.get(code, "") for code in self.groups.data or ()}


def particulars_form(offered: Offered, standing: Mapping[str, Any], attendees: Mapping[str, str]) -> ParticularsForm:
    """The form for what is offered, filled with what stands."""
    fields = {f"{_ATTENDS}{code}": StringField(f"Attendees of {name} at reviews") for code, name in offered.groups}
    kind: type[ParticularsForm] = type("BoundParticularsForm", (ParticularsForm,), fields)
    form = kind(data={**standing, **{f"{_ATTENDS}{code}": words for code, words in attendees.items()}})
    form.provider.choices = options([("", "Choose a provider"), *offered.providers])
    form.lines.choices = options(offered.lines)
    form.groups.choices = options(offered.groups)
    return form


class TermForm(Form):
    """A term of a draft: its words, what it draws, and where it stands."""

    title = StringField("Title")
    text = TextAreaField("Text", description=_MARKDOWN)
    draws = SelectField(
        "Figures it draws from the round", choices=options((kind.value, name) for kind, name in KIND_NAMES.items())
    )
    place = StringField("Place among the terms", description="1 for the first.")

    @property
    def kind(self) -> FigureKind:
        """The figures it draws."""
        return FigureKind(str(self.draws.data))

    @property
    def place_number(self) -> int:
        """The place that was typed; what is no number means the end."""
        typed = whole_number(str(self.place.data or "").strip(), _THE_END)
        return _THE_END if typed is None else typed


class NewTermForm(TermForm):
    """A term that is added, with the code that stays."""

    code = StringField(
        "Code",
        description="Names the term for good, so that a contract can say what became of it: INFECTION-CONTROL.",
    )


class IssueForm(Form):
    """Issuing for signature. `seen`: the hash of the text that stood on the page."""

    seen = HiddenField()
    is_broad = BooleanField(
        "Issue as broad heads of terms",
        description="Terms that are still open stay in the text, listed as open.",
    )


class SignForm(Form):
    """Signing. `seen`: the hash of the text that stood on the page."""

    seen = HiddenField()
    reservation = TextAreaField(
        "Reservation, if you have one",
        description="In your words: what you hold back while you sign. It stands beside your signature for good.",
    )


class ReasonForm(Form):
    """Why a version is withdrawn, or followed by another."""

    reason = TextAreaField("Reason", description="All parties read it.")


class StandardTermForm(Form):
    """A standard term as the trust words it."""

    title = StringField("Title")
    text = TextAreaField("Text", description=_MARKDOWN)
    is_left_out = BooleanField("Leave it out of new heads of terms")


class HeadsFilter(Filter):
    """Which heads are shown."""

    text = StringField("Title or provider")
    provider = SelectField("Provider", validate_choice=False)
    state = SelectField("State", validate_choice=False)

    def __init__(self, providers: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self.provider.choices = options([("", "All providers"), *providers])
        self.state.choices = options([("", "Newest versions"), *STATE_NAMES.items()])

    @property
    def provider_id(self) -> int | None:
        """The provider asked for."""
        return record_number(self.provider.data)

    @property
    def asked_state(self) -> State | None:
        """The state asked for."""
        return State(self.state.data) if self.state.data in set(State) else None


class VersionFilter(Filter):
    """With which version another is compared."""

    other = SelectField("Compare with", validate_choice=False)

    def __init__(self, versions: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self.other.choices = options(versions)


def standing_of(
    *, title: str, provider_id: int, starts_on: date, ends_on: date, lines: Sequence[str]
) -> dict[str, Any]:
    """What a draft says already, for its form."""
    return {
        "title": title,
        "provider": str(provider_id),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "lines": list(lines),
    }
