"""Builders of enhanced services: a trust with its people, a scheme, a version in each of its states, prices."""

from datetime import date
from decimal import Decimal
from typing import Any

from core.db import transaction
from core.permissions import Actor, Role
from les.schemes.actions.approving import approve_version, submit_version
from les.schemes.actions.making import add_scheme
from les.schemes.actions.prices import decide_price, propose_price
from les.schemes.actions.writing import change_control, write_section, write_terms
from les.schemes.models.schemes import SchemeVersion
from les.schemes.queries.contents import hash_of_version
from les.schemes.queries.schemes import find_open_version, get_version
from les.schemes.rules.documents import Control
from les.schemes.rules.kinds import SchemeKind, Verdict
from les.schemes.rules.particulars import Particulars
from les.schemes.rules.terms import Form
from les.schemes.rules.writing_terms import terms_written
from tests.builders import AT, DAY, a_person
from tests.builders_commissioning import Trust, a_lead, a_neighbour, a_trust, some_services

HREF = "/les/schemes"
APRIL = date(2008, 4, 1)
CONTROL = Control(
    author="Head of primary care commissioning",
    ratified_by="Professional executive committee",
    outcome="Share of joint injections done in practices",
    starts_on=APRIL,
    review_on=date(2008, 12, 31),
    expires_on=date(2009, 4, 1),
)


class Schemes:
    """A trust with a service, a second commissioner, finance, auditor, PbC lead, a practice’s manager, a neighbour."""

    def __init__(self) -> None:
        self.trust: Trust = a_trust()
        administrator = self.trust.administrator
        self.commissioner = self.trust.commissioner
        self.services = some_services(self.trust, "MINOR", "STOP")
        self.second = a_person(
            Role.COMMISSIONER, self.trust.id, by=administrator, name="Second commissioner", email="two@whp.example"
        )
        self.finance = a_person(Role.FINANCE, self.trust.id, by=administrator, name="Finance")
        self.auditor = a_person(Role.AUDITOR, self.trust.id, by=administrator, name="Auditor")
        self.manager = a_person(
            Role.PRACTICE_MANAGER, self.trust.ids["X82001"], by=administrator, name="Practice manager"
        )
        self.provider = a_person(Role.PROVIDER_MANAGER, self.trust.ids["OWN"], by=administrator, name="Provider")
        self.lead = a_lead(self.trust)
        self.neighbour = a_neighbour(self.trust)

    def particulars(self, **changes: Any) -> Particulars:
        """What the scheme of the tests is."""
        values: dict[str, Any] = {
            "name": "Minor surgery",
            "kind": SchemeKind.LES,
            "locality_id": None,
            "service_id": self.services["MINOR"],
            "clinical_lead": "Clinical lead for surgery",
        }
        return Particulars(**{**values, **changes})

    def add(self, by: Actor | None = None, **changes: Any) -> int:
        """A scheme with version 1 in draft; its id."""
        with transaction():
            return add_scheme(
                commissioner_id=self.trust.id,
                particulars=self.particulars(**changes),
                by=by or self.commissioner,
                on=DAY,
                at=AT,
            ).id

    def open_version(self, scheme_id: int) -> SchemeVersion:
        """The version under way."""
        found = find_open_version(scheme_id)
        assert found is not None
        return found

    def write(
        self, scheme_id: int, *, form: Form = Form.PER_ITEM, written: str = "Joint injection; injection", **values: Any
    ) -> int:
        """All of a version but its prices: control block, terms and sections. Its id."""
        version_id = self.open_version(scheme_id).id
        with transaction():
            change_control(version_id=version_id, control=CONTROL, by=self.commissioner)
            terms = terms_written(form=form, written=written, **values)
            write_terms(version_id=version_id, terms=terms, by=self.commissioner)
            for section in get_version(version_id).sections:
                text = f"What is said of {section.heading.lower()}."
                write_section(version_id=version_id, section_id=section.id, text=text, by=self.commissioner)
        return version_id

    def price(self, scheme_id: int, **changes: Any) -> int:
        """A price that waits; its id."""
        values: dict[str, Any] = {
            "scheme_id": scheme_id,
            "element": "joint-injection",
            "amount": Decimal("42.00"),
            "valid_from": APRIL,
            "source": "Illustrative",
            "practice_id": None,
            "by": self.commissioner,
            "at": AT,
        }
        with transaction():
            return propose_price(**{**values, **changes}).id

    def decide(self, price_id: int, verdict: Verdict = Verdict.APPROVED, by: Actor | None = None) -> None:
        """Decide over a price."""
        with transaction():
            decide_price(price_id=price_id, verdict=verdict, reason="Looked at", by=by or self.finance, at=AT)

    def submit(self, version_id: int) -> None:
        """Put a version forward."""
        with transaction():
            submit_version(version_id=version_id, by=self.commissioner, on=DAY, at=AT, href=HREF)

    def approve(self, version_id: int, by: Actor | None = None) -> None:
        """Approve a version as a second person."""
        seen = hash_of_version(get_version(version_id))
        with transaction():
            approve_version(version_id=version_id, seen_hash=seen, by=by or self.finance, on=DAY, at=AT)

    def approved(self, **changes: Any) -> int:
        """A scheme with an approved version 1 and its price of £42.00; its id."""
        scheme_id = self.add(**changes)
        version_id = self.write(scheme_id)
        self.price(scheme_id)
        self.submit(version_id)
        self.approve(version_id)
        return scheme_id
