"""Two contracts of 2007/08 in the demo year, put in writing at its end, whose activity can be held against a plan.

Provider services lie above plan in one service and below in another; the clinic’s last month is missing. All figures
are invented and illustrative.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from commissioning.catalogue.queries import services_by_code
from commissioning.organisations.queries.lines import memberships_of, parties_by_code
from contracts.agreements.actions.drafting import start_contract
from contracts.agreements.actions.ending import decide_end
from contracts.agreements.actions.issuing import issue_contract, sign_contract
from contracts.agreements.actions.plan import plan_service
from contracts.agreements.actions.schedules import add_schedule
from contracts.agreements.actions.terms import write_terms
from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.content import content_now
from contracts.agreements.rules.content import canonical
from contracts.agreements.rules.ending import EndDecision
from contracts.agreements.rules.figures import TermsLine
from contracts.agreements.rules.forms import ContractType, LegalForm
from contracts.agreements.rules.particulars import Particulars
from contracts.agreements.rules.payment_terms import Block, CostAndVolume, CostPerCase, PaymentTerms
from contracts.agreements.rules.phasing import Phasing
from contracts.agreements.rules.planning import Dealing, ServiceWanted
from contracts.agreements.rules.schedules import ScheduleKind
from core.canonical import hash_of
from core.parties.rules import PartyKind
from core.permissions import Actor

YEAR, FIRST, LAST = "2007/08", "2007-04", "2008-03"
WORDS = (
    "Put in writing in March 2008; it was planned and paid for like this since April 2007. Figures are illustrative."
)
OVER = "The services go on in the contracts of 2008/09."
CONTACTS, REFERRALS = "contacts", "referrals"
THIRD = Fraction(3, 10)
BAND = Fraction(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """A service of a demo contract: planned for the year in its unit, and how it is paid for."""

    code: str
    unit: str
    planned: int
    terms: PaymentTerms


COMMUNITY = (
    Agreed(code="COMM-NUR", unit=CONTACTS, planned=33_000, terms=Block(amount=640_000_00)),
    Agreed(code="DIET", unit=CONTACTS, planned=30_500, terms=CostPerCase(price=18_50, cap=590_000_00)),
    Agreed(
        code="PODIATRY",
        unit=CONTACTS,
        planned=31_000,
        terms=CostAndVolume(
            price=28_00, plan=31_000, band_below=BAND, band_above=BAND, rate_below=THIRD, rate_above=THIRD
        ),
    ),
)
CLINIC = (Agreed(code="MSK-CATS", unit=REFERRALS, planned=11_600, terms=CostPerCase(price=96_00)),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A demo contract: what it is called, of which legal form, with whom, about which services."""

    reference: str
    title: str
    form: LegalForm
    provider: Actor
    agreed: Sequence[Agreed]


def seed_demo_watched(
    *, commissioner: Actor, community: Actor, clinic: Actor, at: datetime, address_of: Callable[[int], str]
) -> None:
    """Both contracts, signed by their parties."""
    deals = (
        Deal(
            reference="WH/2007/01",
            title="Community nursing, podiatry and dietetics",
            form=LegalForm.INTERNAL,
            provider=community,
            agreed=COMMUNITY,
        ),
        Deal(
            reference="WH/2007/02",
            title="Musculoskeletal assessment and treatment",
            form=LegalForm.BINDING,
            provider=clinic,
            agreed=CLINIC,
        ),
    )
    for turn, deal in enumerate(deals):
        _sign(_drafted(deal, commissioner, at), deal, commissioner, at + timedelta(minutes=40 * turn), address_of)


def _sign(contract: Contract, deal: Deal, by: Actor, at: datetime, address_of: Callable[[int], str]) -> None:
    """The draft issued, signed by both parties, and its end decided."""
    seen, href = hash_of(canonical(content_now(contract))), address_of(contract.id)
    issue_contract(contract_id=contract.id, seen_hash=seen, by=by, at=at, on=at.date(), href=href)
    for after, signer in ((5, by), (10, deal.provider)):
        signed = at + timedelta(minutes=after)
        sign_contract(contract_id=contract.id, seen_hash=seen, by=signer, at=signed, on=signed.date(), href=href)
    decided = at + timedelta(minutes=20)
    decide_end(contract_id=contract.id, decision=EndDecision.LET_EXPIRE, reason=OVER, by=by, at=decided)


def _drafted(deal: Deal, by: Actor, at: datetime) -> Contract:
    trust = by.organisation_id
    groups = parties_by_code(trust, PartyKind.PBC_GROUP)
    contract = start_contract(
        commissioner_id=trust,
        wanted=Particulars(
            reference=deal.reference,
            title=deal.title,
            kind=ContractType.COMMUNITY,
            form=deal.form,
            provider_id=deal.provider.organisation_id,
            year=YEAR,
            starts_on=date(2007, 4, 1),
            ends_on=date(2008, 3, 31),
            notice_months=0,
            year_value=_value(deal.agreed),
            whole_value=_value(deal.agreed),
            group_ids=tuple(sorted(group.id for group in groups.values())),
        ),
        by=by,
        at=at,
    )
    plan = add_schedule(
        contract_id=contract.id, kind=ScheduleKind.ACTIVITY_PLAN, title="Activity plan", text=WORDS, by=by
    )
    prices = add_schedule(
        contract_id=contract.id, kind=ScheduleKind.PRICES, title="Prices and payment", text=WORDS, by=by
    )
    names = {code: group.name for code, group in groups.items()}
    services = services_by_code(trust)
    for each in deal.agreed:
        wanted = _wanted(each, services[each.code].name, names, _practices(trust, names))
        plan_service(contract_id=contract.id, schedule_id=plan.id, wanted=wanted, by=by)
        write_terms(contract_id=contract.id, schedule_id=prices.id, line=_terms(each, services[each.code].name), by=by)
    return contract


def _wanted(agreed: Agreed, name: str, groups: Mapping[str, str], practices: Mapping[str, int]) -> ServiceWanted:
    return ServiceWanted(
        service=agreed.code,
        service_name=name,
        unit=agreed.unit,
        total=agreed.planned,
        phasing=Phasing.WORKING_DAYS,
        first=FIRST,
        last=LAST,
        dealing=Dealing.SHARES,
        parts={code: Fraction(practices[code]) for code in groups},
        group_names=groups,
    )


def _terms(agreed: Agreed, name: str) -> TermsLine:
    if isinstance(agreed.terms, Block):
        return TermsLine(service=agreed.code, service_name=name, terms=agreed.terms, first_month=FIRST, last_month=LAST)
    return TermsLine(service=agreed.code, service_name=name, terms=agreed.terms, unit=agreed.unit)


def _practices(trust: int, groups: Mapping[str, str]) -> Counter[str]:
    """How many practices each group has: its share of the plan."""
    return Counter(each.group for each in memberships_of(trust) if each.group in groups and each.left is None)


def _value(agreed: Sequence[Agreed]) -> int:
    """What the plan costs, in pence."""
    priced = (
        each.terms.amount if isinstance(each.terms, Block) else each.terms.price * each.planned for each in agreed
    )
    return sum(priced)
