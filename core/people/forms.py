"""Forms of people: one per page."""

from collections.abc import Sequence
from datetime import date

from wtforms import (
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from core.forms import DayField, Filter, Form, options
from core.parties.models import Party
from core.permissions import PERMISSIONS_OF, ROLE_NAMES, Role

_NEW = (
    "At least 12 characters, and not one that stands in lists of leaked passwords. Three words that do not belong "
    "together are easy to remember."
)
_LINK_BY_HAND = "They choose it with a link, which you see once and hand over (no mail goes out from here)"
_TEMPORARY = "A temporary one, which you see once and hand over; they change it when they first sign in"
_CODE = "The six digits your device shows now, or a recovery code"


class SignInForm(Form):
    """E-mail address and password; `kept` is what was typed on the page that led here."""

    kept = HiddenField()
    email = StringField("E-mail address", [InputRequired("Enter your e-mail address"), Length(max=254)])
    password = PasswordField("Password", [InputRequired("Enter your password")])


class ConfirmPasswordForm(Form):
    """The password again, and a code of who has them; `kept` is what was typed on the page that led here."""

    kept = HiddenField()
    password = PasswordField("Password", [InputRequired("Enter your password")])
    code = StringField("One-time code", [Length(max=40)], description=_CODE)


class PermissionsFilter(Filter):
    """Which role, and which permissions."""

    role = SelectField("Role", validate_choice=False, choices=options([("", "All roles"), *ROLE_NAMES.items()]))
    text = StringField("Permission", description="Part of what may be done")


class ElsewhereForm(Form):
    """What the sign-in service sent along: a code that is good once, and the state that says it was asked for here."""

    code = HiddenField(validators=[InputRequired(), Length(max=4000)])
    state = HiddenField(validators=[InputRequired(), Length(max=200)])


class CodeForm(Form):
    """The one-time code; `kept` is what was typed on the page that led to signing in."""

    kept = HiddenField()
    code = StringField("One-time code", [InputRequired("Enter the code"), Length(max=40)], description=_CODE)


class ConfirmCodesForm(Form):
    """A code of the device that was just set up."""

    code = StringField(
        "Code", [InputRequired("Enter the code"), Length(max=40)], description="The six digits your device shows now"
    )


class EndCodesForm(Form):
    """The password, to do without codes."""

    password = PasswordField("Password", [InputRequired("Enter your password")])


class ForgottenForm(Form):
    """Where to send a link."""

    email = StringField("E-mail address", [InputRequired("Enter your e-mail address"), Length(max=254)])


class NewPasswordForm(Form):
    """A password chosen with a link."""

    new = PasswordField("Password", [InputRequired("Enter a password")], description=_NEW)


class HandOverForm(Form):
    """To whom a grant is handed over, for which days, why."""

    person = SelectField("To", coerce=int)
    starts_on = DayField("First day", required=True)
    ends_on = DayField("First day on which you act yourself again", required=True)
    reason = StringField(
        "Reason", [InputRequired("Say why"), Length(max=500)], description="Such as “annual leave”. They can read it."
    )

    def __init__(self, colleagues: Sequence[tuple[int, str]], on: date) -> None:
        super().__init__(data={"starts_on": on})
        self.person.choices = options(colleagues)


class ChangePasswordForm(Form):
    """The old password and the new one."""

    old = PasswordField("Old password", [InputRequired("Enter your old password")])
    new = PasswordField(
        "New password",
        [InputRequired("Enter a new password")],
        description=_NEW,
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
    """A new person, and how they get their first password."""

    BY_LINK, BY_PASSWORD = "link", "password"

    name = StringField("Name", [InputRequired("Enter the person’s name"), Length(max=120)])
    email = StringField("E-mail address", [InputRequired("Enter the e-mail address"), Length(max=254)])
    begins = RadioField("Their first password")

    def __init__(self, *, sends_mail: bool) -> None:
        super().__init__(data={"begins": self.BY_LINK if sends_mail else self.BY_PASSWORD})
        link = "They choose it with a link that is mailed to them" if sends_mail else _LINK_BY_HAND
        self.begins.choices = options([(self.BY_LINK, link), (self.BY_PASSWORD, _TEMPORARY)])


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


class LostCodesForm(Form):
    """How an administrator made sure who asks."""

    known_by = TextAreaField(
        "How you made sure that it is they who ask",
        [InputRequired("Say how you made sure that it is they who ask"), Length(max=500)],
        description="In a sentence, such as “rang back on the number in the staff directory and knew the voice”. It is "
        "kept in the audit trail.",
    )


class PeopleFilter(Filter):
    """Part of a name or e-mail address."""

    text = StringField("Name or e-mail address")
