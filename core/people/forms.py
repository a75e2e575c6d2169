"""Forms of people: one per page."""

from collections.abc import Sequence
from datetime import date

from wtforms import HiddenField, PasswordField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.forms import DayField, Filter, Form, options
from core.parties.models import Party
from core.permissions import PERMISSIONS_OF, ROLE_NAMES, Role


class SignInForm(Form):
    """E-mail address and password; `kept` is what was typed on the page that led here."""

    kept = HiddenField()
    email = StringField("E-mail address", [InputRequired("Enter your e-mail address"), Length(max=254)])
    password = PasswordField("Password", [InputRequired("Enter your password")])


class ConfirmPasswordForm(Form):
    """The password again; `kept` is what was typed on the page that led here."""

    kept = HiddenField()
    password = PasswordField("Password", [InputRequired("Enter your password")])


class ChangePasswordForm(Form):
    """The old password and the new one."""

    old = PasswordField("Old password", [InputRequired("Enter your old password")])
    new = PasswordField(
        "New password",
        [InputRequired("Enter a new password")],
        description="At least 12 characters. Three words that do not belong together are easy to remember.",
    )


class InterestForm(Form):
    """An organisation, what the interest in it is, since when."""

    party = SelectField("Practice or provider", coerce=int)
    words = TextAreaField(
        "What the interest is",
        [InputRequired("Say what the interest is"), Length(max=500)],
        description="Such as “partner in the practice” or “my wife is a director”.",
    )
    starts_on = DayField("Since", required=True)

    def __init__(self, parties: Sequence[Party], on: date) -> None:
        super().__init__(data={"starts_on": on})
        self.party.choices = options((party.id, f"{party.name} ({party.code})") for party in parties)


class EndForm(Form):
    """The first day on which something no longer holds."""

    ends_on = DayField("First day without it", required=True)

    def __init__(self, on: date) -> None:
        super().__init__(data={"ends_on": on})


class TokenForm(Form):
    """What a token is for, what it may do, until when."""

    purpose = StringField(
        "What it is for",
        [InputRequired("Say what the token is for"), Length(max=80)],
        description="Stands in the audit trail, such as “ledger import every night”.",
    )
    scope = SelectMultipleField("What it may do")
    expires_on = DayField("First day it no longer works", hint="At most a year from today", required=True)

    def __init__(self, role: Role) -> None:
        super().__init__()
        self.scope.choices = options((p.value, p.value.capitalize()) for p in sorted(PERMISSIONS_OF[role]))


class PersonForm(Form):
    """A new person and the password they begin with."""

    name = StringField("Name", [InputRequired("Enter the person’s name"), Length(max=120)])
    email = StringField("E-mail address", [InputRequired("Enter the e-mail address"), Length(max=254)])


class GrantForm(Form):
    """A role at an organisation for a time."""

    role = SelectField("Role", choices=options((role.value, name) for role, name in ROLE_NAMES.items()))
    organisation = SelectField("Organisation", coerce=int)
    starts_on = DayField("From", required=True)
    ends_on = DayField("First day it no longer holds", hint="Leave blank for no end")

    def __init__(self, organisations: Sequence[Party], on: date) -> None:
        super().__init__(data={"starts_on": on})
        self.organisation.choices = options(
            (party.id, f"{party.name} ({party.kind_name}, {party.code})") for party in organisations
        )


class ReasonForm(Form):
    """Why."""

    reason = TextAreaField("Reason", [InputRequired("Enter a reason"), Length(max=500)])


class PeopleFilter(Filter):
    """Part of a name or e-mail address."""

    text = StringField("Name or e-mail address")
