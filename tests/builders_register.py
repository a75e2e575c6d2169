"""A register as large as one likes, put into its tables at once: contracts, groups, issues, signatures, lines.

What people did to get there is not played; the rows are as their acts leave them.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from contracts.agreements.models.contracts import Contract, CoveredGroup
from contracts.agreements.models.issues import ISSUE_SUBJECT, Issue, IssueSigner
from contracts.agreements.models.money import ContractLine
from contracts.agreements.rules.dates import notice_by
from contracts.agreements.rules.forms import ContractType, LegalForm
from contracts.agreements.rules.states import Stage
from core.canonical import hash_of
from core.db import Model, bookkeeping
from core.parties.rules import PartyKind
from core.signatures.models import Signature
from core.signatures.rules import Capacity
from tests.builders_contracts import Contracting
from tests.builders_rounds import AT, DAY, a_party

YEARS = ("2006/07", "2007/08", "2008/09", "2009/10")
STAGES = (*[Stage.SIGNED] * 7, Stage.ISSUED, Stage.DRAFT, Stage.DISCARDED)
PROVIDERS = 40
CONTENT = '{"format":"contract/1"}'
_BATCH = 2000
Values = dict[str, Any]


class Register:
    """The contracts of one commissioner, in bulk; numbered from 1, each number tells how the contract stands.

    `calculation_id`: of the budgets that lines of money in 2008/09 are tied to. `contract_ids`: in order of numbers.
    """

    def __init__(self, people: Contracting, calculation_id: int) -> None:
        self.people, self.calculation_id = people, calculation_id
        others = (
            a_party(PartyKind.PROVIDER, f"R{number:03d}", f"Provider {number}", people.pct)
            for number in range(1, PROVIDERS)
        )
        self.providers = [people.providing, *others]
        self.contract_ids: list[int] = []

    def add(self, count: int) -> None:
        """So many contracts more."""
        begin = max(self.contract_ids, default=0) + 1
        ids = range(begin, begin + count)
        self.contract_ids += ids
        stood = [each for each in ids if stage_of(each) in (Stage.ISSUED, Stage.SIGNED)]
        put(Contract, (self._contract(each) for each in ids))
        put(CoveredGroup, ({"contract_id": c, "group_id": g} for c in ids for g in self._groups(c)))
        put(Issue, (self._issue(each) for each in stood))
        put(IssueSigner, (row for each in stood for row in self._signers(each)))
        put(Signature, (row for each in stood for row in self._signatures(each)))
        put(ContractLine, (self._line(each) for each in ids if year_of(each) == "2008/09"))

    def _groups(self, number: int) -> Sequence[int]:
        return ((), (self.people.dacom,), (self.people.dacom, self.people.watcom))[number % 3]

    def _provider(self, number: int) -> int:
        return self.providers[number % PROVIDERS]

    def _contract(self, number: int) -> Values:
        first = date(int(year_of(number)[:4]), 4, 1)
        last = first.replace(year=first.year + 1 + number % 3) - timedelta(days=1)
        value = Decimal(10_000 + number)
        return {
            "id": number,
            "commissioner_id": self.people.pct,
            "reference": f"WH/{number:05d}",
            "title": f"Service {number}",
            "kind": ContractType.COMMUNITY,
            "form": LegalForm.NHS_CONTRACT,
            "provider_id": self._provider(number),
            "head_id": None,
            "year": year_of(number),
            "starts_on": first,
            "ends_on": last,
            "notice_months": 6,
            "notice_by_on": notice_by(last, 6),
            "extension": "",
            "associates": "",
            "year_value": value,
            "whole_value": value * (1 + number % 3),
            "review_months": 3,
            "stage": stage_of(number),
            "terminated_on": None,
            "drafted_by_id": self.people.commissioner.person_id,
            "drafted_at": AT,
            "version": 1,
        }

    def _issue(self, number: int) -> Values:
        by = self.people.commissioner
        return {
            "id": number,
            "contract_id": number,
            "number": 1,
            "content": CONTENT,
            "content_hash": hash_of(CONTENT),
            "issued_by_id": by.person_id,
            "name": by.name,
            "issued_at": AT,
        }

    def _signers(self, number: int) -> Iterable[Values]:
        parties = ((self.people.pct, Capacity.FOR_COMMISSIONER), (self._provider(number), Capacity.FOR_PROVIDER))
        for party_id, capacity in parties:
            yield {"issue_id": number, "party_id": party_id, "capacity": capacity, "is_needed": True}
        for group_id in self._groups(number):
            yield {"issue_id": number, "party_id": group_id, "capacity": Capacity.ASSENTING, "is_needed": False}

    def _signatures(self, number: int) -> Iterable[Values]:
        by = self.people.commissioner
        signed = (*self._signers(number),) if stage_of(number) is Stage.SIGNED else ()
        for each in signed:
            yield {
                "subject": ISSUE_SUBJECT,
                "subject_id": number,
                "content_hash": hash_of(CONTENT),
                "capacity": each["capacity"],
                "statement": f"Signs contract {number}.",
                "person_id": by.person_id,
                "grant_id": by.grant_id,
                "organisation_id": each["party_id"],
                "name": by.name,
                "role": "Manager",
                "organisation": "An organisation",
                "signed_on": DAY,
                "signed_at": AT,
            }

    def _line(self, number: int) -> Values:
        return {
            "contract_id": number,
            "calculation_id": self.calculation_id,
            "line_code": f"LINE-{number % 60}",
            "line_name": f"Service line {number % 60}",
            "group_code": "DAC",
            "group_name": "DacCom",
            "amount": Decimal(10),
            "written_by_id": self.people.commissioner.person_id,
        }


def stage_of(number: int) -> Stage:
    """How far the contract of that number was brought: seven of ten are signed."""
    return STAGES[number // len(YEARS) % len(STAGES)]


def year_of(number: int) -> str:
    """The year of the contract of that number."""
    return YEARS[number % len(YEARS)]


def put(model: type[Model], rows: Iterable[Values]) -> None:
    """These rows straight into the table of the model."""
    kept = list(rows)
    for begin in range(0, len(kept), _BATCH):
        with bookkeeping() as session:
            session.execute(insert(model), kept[begin : begin + _BATCH])
