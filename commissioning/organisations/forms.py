"""Forms of organisations: one per page."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from wtforms import FieldList, FileField, FormField, SelectField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, ValidationError

from commissioning.organisations.rules.checks import is_weighting_name, people_from
from commissioning.organisations.rules.values import SORT_NAMES
from core.forms import DayField, Filter, Form, options
from core.parties.models import Party

if TYPE_CHECKING:
    from commissioning.organisations.models import Locality, PracticeMembership

_NO_GROUP = ("0", "No group")
_SORTS = options([(sort.value, name) for sort, name in SORT_NAMES.items()])


class NameForm(Form):
    """A name."""

    name = StringField("Name", [InputRequired("Enter a name"), Length(max=80)])


class RenameForm(Form):
    """Another name of an organisation."""

    name = StringField("Name", [InputRequired("Enter a name"), Length(max=120)])


class CloseForm(Form):
    """The first day without it, and why."""

    closed_on = DayField("First day without it", required=True)
    reason = TextAreaField("Reason", [InputRequired("Enter a reason"), Length(max=500)])

    def __init__(self, on: date) -> None:
        super().__init__(data={"closed_on": on})


class GroupForm(Form):
    """A new PbC group."""

    code = StringField("Code", [InputRequired("Enter a code")], description="Capital letters and digits, such as HER")
    name = StringField("Name", [InputRequired("Enter a name"), Length(max=120)])
    locality = SelectField("Locality", coerce=int, description="Where the group lies; who provides what is by locality")
    opened_on = DayField("First day", required=True)

    def __init__(self, localities: Sequence["Locality"], on: date) -> None:
        super().__init__(data={"opened_on": on})
        self.locality.choices = options([(place.id, place.name) for place in localities])


class PlaceForm(Form):
    """Another locality of a group."""

    locality = SelectField("Locality", coerce=int)

    def __init__(self, localities: Sequence["Locality"], chosen: int | None) -> None:
        super().__init__(data={"locality": chosen})
        self.locality.choices = options([(place.id, place.name) for place in localities])


class PracticeForm(Form):
    """A new practice, and the group it joins on its first day."""

    code = StringField(
        "Practice code",
        [InputRequired("Enter the practice code")],
        description="One capital letter and five digits, such as E82001. A code is never used again.",
    )
    name = StringField("Name", [InputRequired("Enter a name"), Length(max=120)])
    opened_on = DayField("First day", required=True)
    group = SelectField("PbC group it joins on that day")

    def __init__(self, groups: Sequence[Party], on: date) -> None:
        super().__init__(data={"opened_on": on})
        self.group.choices = options([_NO_GROUP, *((str(group.id), group.name) for group in groups)])


class MoveForm(Form):
    """The group a practice joins, and from when."""

    group = SelectField("Group it joins", description="Choose “No group” if it leaves without joining another")
    from_on = DayField("First day in it", required=True)

    def __init__(self, groups: Sequence[Party], on: date) -> None:
        super().__init__(data={"from_on": on})
        self.group.choices = options([*((str(group.id), group.name) for group in groups), _NO_GROUP])


class MembershipForm(Form):
    """What was recorded wrongly about a membership, put right."""

    group = SelectField("Group", coerce=int)
    joined_on = DayField("First day", hint="Leave blank if it has belonged to the group since before records began")
    left_on = DayField("First day it no longer belonged", hint="Leave blank if it still belongs")
    reason = TextAreaField("Why it is corrected", [InputRequired("Say why it is corrected"), Length(max=500)])

    def __init__(self, kept: "PracticeMembership", groups: Sequence[Party]) -> None:
        super().__init__(data={"group": kept.group_id, "joined_on": kept.joined_on, "left_on": kept.left_on})
        self.group.choices = options([(group.id, group.name) for group in groups])


class ProviderForm(Form):
    """A new provider."""

    code = StringField("Code", [InputRequired("Enter a code")], description="Capital letters and digits, such as WHHT")
    name = StringField("Name", [InputRequired("Enter a name"), Length(max=120)])
    sort = SelectField("What it is to the trust", choices=_SORTS)
    opened_on = DayField("First day", required=True)

    def __init__(self, on: date) -> None:
        super().__init__(data={"opened_on": on})


class SortForm(Form):
    """What a provider is to the trust."""

    sort = SelectField("What it is to the trust", choices=_SORTS)

    def __init__(self, sort: str | None) -> None:
        super().__init__(data={"sort": sort})


def _check_people(_: PlainForm, bound: StringField) -> None:
    if bound.data:
        try:
            people_from(bound.data)
        except ValueError as error:
            raise ValidationError(f"{bound.label.text} must be {error}") from error


class WeightingForm(PlainForm):
    """One need weighting: its name and the people it makes of the list."""

    name = StringField("Weighting")
    people = StringField("Weighted people", [_check_people])

    def validate_name(self, bound: StringField) -> None:
        """A name heads a column, so it is written as headings are."""
        if bound.data and not is_weighting_name(bound.data.strip()):
            raise ValidationError("Name a weighting in small letters, digits and underscores, such as general_acute")


class PopulationForm(Form):
    """A practice's people on a day: registered, and each named weighting."""

    counted_on = DayField("Day of the count", required=True)
    registered = StringField("Registered list", [InputRequired("Enter the registered list"), _check_people])
    weightings = FieldList(FormField(WeightingForm), label="Need weightings")
    reason = TextAreaField(
        "Why you correct it",
        [Length(max=500)],
        description="Only where this day has figures already: they stay, and a new version is recorded beside them",
    )

    def __init__(self, names: Sequence[str]) -> None:
        blank = [*names, "", ""] if names else ["weighted", "", ""]
        super().__init__(data={"weightings": [{"name": name} for name in blank]})

    @property
    def weighted(self) -> dict[str, Decimal]:
        """The weightings filled in; a blank one is left out, 0 is zero."""
        filled = [entry.data for entry in self.weightings if entry.data["name"] and entry.data["people"]]
        return {str(entry["name"]).strip(): people_from(str(entry["people"])) for entry in filled}


class UploadForm(Form):
    """A file."""

    file = FileField("File", description="XLSX, or CSV")


class UploadPopulationsForm(UploadForm):
    """A file of populations, and why where it corrects some."""

    reason = TextAreaField(
        "Why you correct figures",
        [Length(max=500)],
        description="Only needed where the file has other figures for a practice and day recorded already",
    )


class ListFilter(Filter):
    """What a list is searched for."""

    text = StringField("Code or name")


class PracticeFilter(ListFilter):
    """What the list of practices is searched for."""

    group = SelectField("PbC group")

    def __init__(self, groups: Sequence[Party]) -> None:
        super().__init__()
        self.group.choices = options([("", "All groups"), ("none", "No group"), *((str(g.id), g.name) for g in groups)])
