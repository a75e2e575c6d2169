"""Forms of the catalogue: one per page."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from wtforms import BooleanField, FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from commissioning.catalogue.rules import KIND_NAMES, ArrangementKind, currencies_from, share_from
from core.forms import DayField, Filter, Form, PercentField, options
from core.parties.models import Party

if TYPE_CHECKING:
    from commissioning.catalogue.models import Arrangement, CommissionedService


class ServiceForm(Form):
    """A service line. The code is asked for once and stays."""

    code = StringField(
        "Code", [InputRequired("Enter a code")], description="Capital letters, digits and hyphens, such as DIAB-NUR"
    )
    name = StringField("Name", [InputRequired("Enter a name"), Length(max=120)])
    category = StringField("Category", [Length(max=120)], description="Such as Adult services")
    currencies = StringField(
        "Currencies that count",
        [Length(max=500)],
        description="Joined by semicolons, such as contact;referral. Leave blank if all count.",
    )
    in_scope = BooleanField("In scope of practice based commissioning")
    scope_reason = TextAreaField(
        "Why it is out of scope", [Length(max=500)], description="Needed only where it is out of scope"
    )

    def __init__(self, service: "CommissionedService | None" = None) -> None:
        if service is None:
            super().__init__(data={"in_scope": True})
        else:
            super().__init__(obj=service)

    def validate_currencies(self, bound: StringField) -> None:
        """Currencies are written as in a workbook."""
        try:
            currencies_from(bound.data or "")
        except ValueError as error:
            raise ValidationError(f"Currencies must be {error}") from error


class CloseServiceForm(Form):
    """The first day without the service, and why."""

    closed_on = DayField("First day without it", required=True)
    reason = TextAreaField("Reason", [InputRequired("Enter a reason"), Length(max=500)])

    def __init__(self, on: date) -> None:
        super().__init__(data={"closed_on": on})


class ArrangementForm(Form):
    """Who provides a service in a locality from a day on."""

    kind = RadioField("How it is provided", choices=options([(kind.value, name) for kind, name in KIND_NAMES.items()]))
    provider = SelectField(
        "Provider or host", description="Needed where it is subcontracted or hosted; may be named for the others"
    )
    share = PercentField("Our share", description="Only where it is hosted")
    starts_on = DayField("From", required=True)

    def __init__(self, held: "Arrangement | None", providers: Sequence[Party], on: date) -> None:
        super().__init__(
            data={
                "kind": held.kind.value if held else ArrangementKind.OWN.value,
                "provider": str(held.provider_id or "") if held else "",
                "share": f"{held.share:f}" if held and held.share is not None else None,
                "starts_on": on,
            }
        )
        self.provider.choices = options([("", "None named"), *((str(p.id), p.name) for p in providers)])

    def validate_share(self, bound: PercentField) -> None:
        """A share is above 0 and at most 100."""
        if bound.data:
            try:
                share_from(bound.data)
            except ValueError as error:
                raise ValidationError(f"Our share must be {error}") from error


class UploadForm(Form):
    """A file."""

    file = FileField("File", description="XLSX, or CSV")


class UploadServicesForm(UploadForm):
    """A file of services, and why those out of scope are."""

    scope_reason = TextAreaField(
        "Why services in it are out of scope",
        [Length(max=500)],
        description="Needed only where the file takes a service out of scope",
    )


class ServiceFilter(Filter):
    """What the list of services is searched for."""

    text = StringField("Code or name")
    category = SelectField("Category")

    def __init__(self, categories: Sequence[str]) -> None:
        super().__init__()
        self.category.choices = options([("", "All categories"), *((name, name) for name in categories)])


class TableFilter(ServiceFilter):
    """What the table of arrangements is searched for."""

    only_gaps = BooleanField("Only services with gaps")
    on = DayField("As arranged on", hint="Left blank: today")
