"""Builders of contracts: who makes them, what a plain one says, and one brought as far as a test needs."""

from dataclasses import replace
from datetime import date
from typing import Any

from commissioning.organisations.models import ProviderDetail
from commissioning.organisations.rules.values import ProviderSort
from contracts.agreements.actions.drafting import change_settings, start_contract
from contracts.agreements.actions.issuing import issue_contract, sign_contract
from contracts.agreements.actions.money import write_line
from contracts.agreements.actions.schedules import add_schedule
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.issues import Issue
from contracts.agreements.queries.content import content_now
from contracts.agreements.queries.contracts import find_issue, get_contract
from contracts.agreements.rules.content import canonical
from contracts.agreements.rules.forms import ContractType, LegalForm
from contracts.agreements.rules.particulars import Particulars, Setting
from contracts.agreements.rules.schedules import ScheduleKind
from core.canonical import hash_of
from core.db import bookkeeping, transaction
from core.permissions import Actor, Role
from tests.builders_agreement import Agreeing, a_proposal
from tests.builders_rounds import AT, DAY, an_actor

HREF = "/contracts/1"
REVIEWS = Setting(name="review_months", value="3", source="Leads’ meeting of March 2008")


class Contracting(Agreeing):
    """The field of agreement; its provider is the trust’s own arm, the idle one an NHS trust."""

    def __init__(self) -> None:
        super().__init__()
        self.trust = self.idle_provider.organisation_id
        with bookkeeping() as session:
            session.add(ProviderDetail(provider_id=self.providing, sort=ProviderSort.OWN_ARM))
            session.add(ProviderDetail(provider_id=self.trust, sort=ProviderSort.NHS_TRUST))
        self.colleague = an_actor(self.pct, Role.COMMISSIONER, "Second commissioner")


def particulars_of(people: Contracting, **changes: Any) -> Particulars:
    """A community services contract with the own arm for 2008/09, covering DacCom."""
    plain = Particulars(
        reference="WH/01",
        title="Community services",
        kind=ContractType.COMMUNITY,
        form=LegalForm.INTERNAL,
        provider_id=people.providing,
        year="2008/09",
        starts_on=date(2008, 4, 1),
        ends_on=date(2009, 3, 31),
        notice_months=6,
        year_value=100_000_00,
        whole_value=100_000_00,
        group_ids=(people.dacom,),
    )
    return replace(plain, **changes)


def a_contract(people: Contracting, by: Actor | None = None, **changes: Any) -> int:
    """A draft; its id."""
    drafter = by or people.commissioner
    with transaction():
        wanted = particulars_of(people, **changes)
        return start_contract(commissioner_id=people.pct, wanted=wanted, by=drafter, at=AT).id


def with_schedule(contract_id: int, people: Contracting, text: str = "Paid in twelfths.") -> int:
    """The draft with a schedule of prices; the id of the schedule."""
    with transaction():
        return add_schedule(
            contract_id=contract_id, kind=ScheduleKind.PRICES, title="Prices", text=text, by=people.commissioner
        ).id


def with_reviews(contract_id: int, people: Contracting) -> None:
    """The draft with reviews every three months."""
    with transaction():
        change_settings(contract_id=contract_id, settings=[REVIEWS], by=people.commissioner)


def written_line(contract_id: int, amount: int, by: Actor, group: str = "DAC") -> Contract:
    """The draft committing this many pence of physiotherapy for a group."""
    with transaction():
        return write_line(contract_id=contract_id, line="PHYSIO", amounts={group: amount}, by=by)


def put_to_groups(people: Contracting) -> int:
    """The smallest budget put to the groups: physiotherapy, £102,300 of it, 60% for DacCom; the id of its proposal."""
    return a_proposal(people.commissioner).id


def issued(contract_id: int, people: Contracting) -> Issue:
    """The draft issued."""
    with transaction():
        seen = hash_of(canonical(content_now(get_contract(contract_id))))
        return issue_contract(contract_id=contract_id, seen_hash=seen, by=people.commissioner, at=AT, on=DAY, href=HREF)


def signed_by(contract_id: int, *people: Actor) -> Contract:
    """The issue signed by these people, one after the other."""
    for by in people:
        issue = find_issue(contract_id)
        assert issue is not None
        with transaction():
            sign_contract(contract_id=contract_id, seen_hash=issue.content_hash, by=by, at=AT, on=DAY, href=HREF)
    return get_contract(contract_id)


def a_signed_contract(people: Contracting, **changes: Any) -> int:
    """A contract signed by its parties; its id."""
    contract_id = a_contract(people, **changes)
    with_schedule(contract_id, people)
    issued(contract_id, people)
    provider = people.idle_provider if changes.get("provider_id") == people.trust else people.provider
    signed_by(contract_id, people.commissioner, provider)
    return contract_id
