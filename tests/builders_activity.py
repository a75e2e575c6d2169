"""Builders of activity: a trust with a provider's people, a return that is expected, and files for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from commissioning.activity.actions.expecting import expect_return
from commissioning.activity.actions.submitting import Sending, submit_return
from commissioning.activity.checking.values import ReadReturn
from commissioning.activity.imports.files import read_return
from commissioning.activity.models.submissions import Submission
from commissioning.activity.rules.due import Expected
from commissioning.activity.rules.months import Frequency
from core.db import transaction
from core.permissions import Actor, Role
from core.spreadsheets.tables import Upload
from tests.builders import a_person
from tests.builders_commissioning import Trust, a_trust, some_services

APRIL = "2008-04"
MAY_DAY = date(2008, 5, 8)
MAY_AT = datetime(2008, 5, 8, 9, 0, tzinfo=UTC)
FROZEN_ON = date(2008, 6, 20)
FROZEN_AT = datetime(2008, 6, 20, 9, 0, tzinfo=UTC)
HEADER = "service,practice,month,currency,quantity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A trust with two services that its own provider returns every month, and who acts."""

    trust: Trust
    provider: Actor
    certifier: Actor
    other_provider: Actor
    services: dict[str, int]
    expectation_id: int

    @property
    def commissioner(self) -> Actor:
        """Who acts for the trust."""
        return self.trust.commissioner


def a_field(*, frequency: Frequency = Frequency.MONTHLY, first_month: str = "2007-04") -> Field:
    """The trust, its provider's two people, and a return of two services from April 2007 on."""
    trust = a_trust()
    services = some_services(trust, "DIAB", "PULM")
    own, other = trust.ids["OWN"], trust.ids["WHHT"]
    provider = a_person(Role.PROVIDER_MANAGER, own, by=trust.administrator, name="Provider manager")
    certifier = a_person(
        Role.PROVIDER_MANAGER, own, by=trust.administrator, name="Second manager", email="second@whp.example"
    )
    other_provider = a_person(Role.PROVIDER_MANAGER, other, by=trust.administrator, name="Other provider manager")
    with transaction():
        made = expect_return(
            provider_id=own,
            expected=Expected(name="Contacts", frequency=frequency, first_month=first_month, last_month=None),
            services=("DIAB", "PULM"),
            source="Agreed at the leads’ meeting",
            by=trust.commissioner,
            at=MAY_AT,
        )
        expectation_id = made.id
    return Field(
        trust=trust,
        provider=provider,
        certifier=certifier,
        other_provider=other_provider,
        services=services,
        expectation_id=expectation_id,
    )


def lines_for(month: str = APRIL, contacts: int = 30) -> list[str]:
    """Clean rows of two services and two practices."""
    return [
        f"DIAB,X82001,{month},contact,{contacts}",
        f"DIAB,X82002,{month},contact,20",
        f"PULM,X82001,{month},contact,10",
        f"PULM,unplaced,{month},contact,0",
    ]


def a_file(lines: Sequence[str] | None = None, *, header: str = HEADER, name: str = "return.csv") -> ReadReturn:
    """A CSV file, read."""
    text = "\r\n".join([header, *(lines_for() if lines is None else lines)]) + "\r\n"
    return read_return(Upload(name, text.encode()))


def submitted(
    field: Field,
    lines: Sequence[str] | None = None,
    *,
    month: str = APRIL,
    by: Actor | None = None,
    on: date = MAY_DAY,
    at: datetime = MAY_AT,
    sending: Sending | None = None,
) -> Submission:
    """A submission by the provider."""
    with transaction():
        return submit_return(
            expectation_id=field.expectation_id,
            month=month,
            read=a_file(lines_for(month) if lines is None else lines),
            by=by or field.provider,
            at=at,
            on=on,
            sending=sending,
        )
