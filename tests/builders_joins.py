"""Builders of what contracts name and follow: specifications agreed, heads signed, and contracts that join them."""

from dataclasses import replace
from datetime import date
from typing import Any

from commissioning.organisations.models import ProviderDetail
from commissioning.organisations.rules.values import ProviderSort
from contracts.agreements.actions.drafting import start_contract
from contracts.agreements.actions.following import follow_heads
from contracts.agreements.actions.issuing import issue_contract, sign_contract
from contracts.agreements.actions.schedules import add_schedule, name_specification
from contracts.agreements.actions.tracing import decide_term
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.issues import Issue
from contracts.agreements.models.schedules import NamedSpecification
from contracts.agreements.queries.content import content_now
from contracts.agreements.queries.contracts import find_issue, get_contract
from contracts.agreements.rules.content import canonical
from contracts.agreements.rules.forms import ContractType, LegalForm
from contracts.agreements.rules.particulars import Particulars
from contracts.agreements.rules.schedules import ScheduleKind
from contracts.agreements.rules.trace import Fate
from core.canonical import hash_of
from core.db import bookkeeping, transaction
from core.permissions import Actor
from tests.builders_heads import NOW, HeadsField
from tests.builders_specifications import Parties

HREF = "/contracts/1"
PLAIN = Particulars(
    reference="WH/01",
    title="Community services",
    kind=ContractType.COMMUNITY,
    form=LegalForm.INTERNAL,
    provider_id=0,
    year="2008/09",
    starts_on=date(2008, 4, 1),
    ends_on=date(2009, 3, 31),
    notice_months=6,
    year_value=1_000_000_00,
    whole_value=1_000_000_00,
)


def started(by: Actor, provider_id: int, **changes: Any) -> int:
    """A draft with a provider; its id."""
    wanted = replace(PLAIN, provider_id=provider_id, **changes)
    with transaction():
        return start_contract(commissioner_id=by.organisation_id, wanted=wanted, by=by, at=NOW).id


def scheduled(contract_id: int, by: Actor, kind: ScheduleKind = ScheduleKind.PRICES, text: str = "Twelfths.") -> int:
    """The draft with a schedule of a kind; the id of the schedule."""
    with transaction():
        return add_schedule(contract_id=contract_id, kind=kind, title=kind.value.title(), text=text, by=by).id


def named(contract_id: int, schedule_id: int, version_id: int, by: Actor) -> NamedSpecification:
    """A schedule naming a version."""
    with transaction():
        return name_specification(contract_id=contract_id, schedule_id=schedule_id, version_id=version_id, by=by)


def issued_now(contract_id: int, by: Actor) -> Issue:
    """The draft issued."""
    seen = hash_of(canonical(content_now(get_contract(contract_id))))
    with transaction():
        return issue_contract(contract_id=contract_id, seen_hash=seen, by=by, at=NOW, on=NOW.date(), href=HREF)


def signed_now(contract_id: int, *people: Actor) -> Contract:
    """The issue signed by these people."""
    for by in people:
        issue = find_issue(contract_id)
        assert issue is not None
        with transaction():
            sign_contract(
                contract_id=contract_id, seen_hash=issue.content_hash, by=by, at=NOW, on=NOW.date(), href=HREF
            )
    return get_contract(contract_id)


class NamingField(Parties):
    """Two sides that agree specifications, and a draft contract of theirs with a schedule to name them in."""

    def __init__(self) -> None:
        super().__init__()
        self.contract_id = started(self.commissioner, self.provider_id)
        self.schedule_id = scheduled(self.contract_id, self.commissioner, ScheduleKind.SPECIFICATIONS, "")

    def name(self, version_id: int, by: Actor | None = None) -> NamedSpecification:
        """The schedule naming a version."""
        return named(self.contract_id, self.schedule_id, version_id, by or self.commissioner)


class FollowingField(HeadsField):
    """Heads signed by commissioner and provider, and a draft contract of theirs."""

    def __init__(self) -> None:
        super().__init__()
        with bookkeeping() as session:
            session.add(ProviderDetail(provider_id=self.provider.organisation_id, sort=ProviderSort.OWN_ARM))
        self.heads_id = self.draft()
        self.issue(self.heads_id)
        for by in (self.commissioner, self.provider):
            self.sign_for(by, self.heads_id)

    def contract(self, reference: str = "WH/01", **changes: Any) -> int:
        """A draft with a schedule of prices; its id."""
        contract_id = started(self.commissioner, self.provider.organisation_id, reference=reference, **changes)
        scheduled(contract_id, self.commissioner)
        return contract_id

    def following(self, reference: str = "WH/01", heads_id: int | None = None, **changes: Any) -> int:
        """A draft that follows the heads; its id."""
        contract_id = self.contract(reference, **changes)
        with transaction():
            follow_heads(contract_id=contract_id, heads_id=heads_id or self.heads_id, by=self.commissioner)
        return contract_id

    def trace(
        self,
        contract_id: int,
        code: str,
        fate: Fate = Fate.KEPT,
        *,
        why: str = "",
        part_key: str = "",
        by: Actor | None = None,
    ) -> None:
        """What becomes of a term is decided."""
        with transaction():
            decide_term(
                contract_id=contract_id,
                heads_id=self.heads_id,
                code=code,
                fate=fate,
                by=by or self.commissioner,
                why=why,
                part_key=part_key,
            )

    def trace_all(self, contract_id: int) -> None:
        """Every term is kept."""
        for term in self.heads(self.heads_id).terms:
            self.trace(contract_id, term.code)
