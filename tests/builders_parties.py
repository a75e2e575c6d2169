"""Builders of those who sign and talk: a trust, a PbC group with two leads, a provider and a practice."""

from datetime import UTC, date, datetime

from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from tests.builders import a_commissioner, a_person, an_installation, an_organisation

DAY = date(2008, 3, 28)
AT = datetime(2008, 3, 28, 14, 30, tzinfo=UTC)


class Parties:
    """A trust, a PbC group with two leads, a provider and a practice, each with somebody who acts for it."""

    def __init__(self) -> None:
        self.administrator = an_installation()
        self.commissioner = a_commissioner(self.administrator)
        self.group = an_organisation(PartyKind.PBC_GROUP, "DAC", by=self.commissioner, name="DacCom").id
        provider = an_organisation(PartyKind.PROVIDER, "PROV", by=self.commissioner, name="Provider services").id
        practice = an_organisation(PartyKind.PRACTICE, "E82001", by=self.commissioner, name="Practice 1").id
        self.lead = self._person(Role.PBC_LEAD, self.group, "PbC lead of DacCom")
        self.other_lead = self._person(Role.PBC_LEAD, self.group, "Deputy lead of DacCom", "deputy@whp.example")
        self.provider = self._person(Role.PROVIDER_MANAGER, provider, "Provider manager")
        self.practice = self._person(Role.PRACTICE_MANAGER, practice, "Practice manager")

    def _person(self, role: Role, organisation_id: int, name: str, email: str = "") -> Actor:
        return a_person(role, organisation_id, by=self.administrator, name=name, email=email, on=DAY)
