"""Builders of commissioning: a trust with two localities, two groups, practices, and services."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commissioning.catalogue.actions.services import record_services
from commissioning.catalogue.queries import services_by_code
from commissioning.catalogue.rules import ServiceLine
from commissioning.organisations.actions.populations import record_populations
from commissioning.organisations.actions.sheets import record_organisations
from commissioning.organisations.queries.lines import parties_by_code
from commissioning.organisations.queries.localities import list_localities
from commissioning.organisations.rules.values import (
    GroupLine,
    MembershipLine,
    PopulationLine,
    ProviderLine,
    ProviderSort,
)
from core.db import transaction
from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from tests.builders import AT, FIRST_DAY, a_commissioner, a_person, an_installation, an_organisation

LOCALITIES = ("Dacorum", "Hertsmere")
GROUPS = (
    GroupLine(code="DAC", name="DacCom", locality="Dacorum"),
    GroupLine(code="HER", name="Hertsmere group", locality="Hertsmere"),
)
PROVIDERS = (
    ProviderLine(code="OWN", name="Provider services", sort=ProviderSort.OWN_ARM),
    ProviderLine(code="WHHT", name="West Hertfordshire Hospitals", sort=ProviderSort.NHS_TRUST),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """A trust set up for commissioning: who administers it, who commissions, and its organisations' ids by code."""

    administrator: Actor
    commissioner: Actor
    ids: dict[str, int]
    localities: dict[str, int]

    @property
    def id(self) -> int:
        """The trust itself."""
        return self.commissioner.organisation_id


def a_trust(practices: int = 2) -> Trust:
    """A trust with two localities, a group in each, and so many practices in DacCom since before records began."""
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    lines = [
        MembershipLine(practice=f"X8200{n}" if n < 10 else f"X820{n}", name=f"Practice {n}", group="DAC")
        for n in range(1, practices + 1)
    ]
    with transaction():
        record_organisations(
            commissioner_id=commissioner.organisation_id,
            localities=LOCALITIES,
            groups=GROUPS,
            practices=lines,
            providers=PROVIDERS,
            on=FIRST_DAY,
            by=commissioner,
        )
    return Trust(
        administrator=administrator,
        commissioner=commissioner,
        ids={
            code: party.id
            for kind in (PartyKind.PBC_GROUP, PartyKind.PRACTICE, PartyKind.PROVIDER)
            for code, party in parties_by_code(commissioner.organisation_id, kind).items()
        },
        localities={place.name: place.id for place in list_localities(commissioner.organisation_id)},
    )


def a_neighbour(trust: Trust) -> Actor:
    """The commissioner of another primary care trust."""
    other = an_organisation(PartyKind.PCT, "ENH", by=trust.administrator, name="East and North Hertfordshire PCT")
    return a_person(Role.COMMISSIONER, other.id, by=trust.administrator, name="Neighbour", email="n@enh.example")


def a_lead(trust: Trust) -> Actor:
    """The PbC lead of DacCom, who may read and change nothing."""
    return a_person(Role.PBC_LEAD, trust.ids["DAC"], by=trust.administrator, name="PbC lead")


def a_line(
    practice: str = "X82001", on: date = date(2008, 4, 1), registered: str = "5000", **weighted: str
) -> PopulationLine:
    """A practice's people on a day."""
    return PopulationLine(
        practice=practice,
        on=on,
        registered=Decimal(registered),
        weighted={name: Decimal(people) for name, people in weighted.items()},
    )


def some_populations(trust: Trust, *lines: PopulationLine) -> None:
    """Populations recorded by the commissioner."""
    with transaction():
        record_populations(commissioner_id=trust.id, lines=lines, by=trust.commissioner, at=AT)


def some_services(trust: Trust, *codes: str) -> dict[str, int]:
    """Services recorded by the commissioner: their ids by code."""
    lines = [ServiceLine(code=code, name=f"Service {code}", category="Adult services") for code in codes]
    with transaction():
        record_services(commissioner_id=trust.id, lines=lines, by=trust.commissioner)
    return {code: service.id for code, service in services_by_code(trust.id).items()}
