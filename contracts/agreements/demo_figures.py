"""The activity plan and the terms of payment of the demo year’s community contract. All figures are illustrative."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from contracts.agreements.actions.plan import plan_service
from contracts.agreements.actions.terms import write_terms
from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import groups_of
from contracts.agreements.rules.figures import TermsLine
from contracts.agreements.rules.money import BudgetLine
from contracts.agreements.rules.payment_terms import Block, CostAndVolume
from contracts.agreements.rules.phasing import Phasing
from contracts.agreements.rules.planning import Dealing, ServiceWanted
from core.permissions import Actor

PLAN = (
    "How much activity is expected, for planning and for watching it month by month. It is indicative: it limits "
    "nobody’s care. All figures are illustrative."
)
FIRST, LAST = "2008-04", "2009-03"
NURSING, MATRONS = "COMM-NUR", "COMM-MAT"
CONTACTS: Mapping[str, tuple[str, int, Phasing]] = {
    NURSING: ("contacts", 148_500, Phasing.WORKING_DAYS),
    MATRONS: ("contacts", 10_000, Phasing.EQUAL),
}
BAND, MARGINAL = Fraction(3), Fraction(3, 10)


def plan_activity(contract: Contract, schedule_id: int, lines: Sequence[BudgetLine], by: Actor) -> None:
    """Plan the contacts of both services, dealt out over the groups as their money is."""
    names = {group.code: group.name for group in groups_of(contract)}
    for line in (line for line in lines if line.code in CONTACTS):
        unit, total, phasing = CONTACTS[line.code]
        wanted = ServiceWanted(
            service=line.code,
            service_name=line.name,
            unit=unit,
            total=total,
            phasing=phasing,
            first=FIRST,
            last=LAST,
            dealing=Dealing.SHARES,
            parts={code: Fraction(pence) for code, pence in line.holds.items() if code in names},
            group_names=names,
        )
        plan_service(contract_id=contract.id, schedule_id=schedule_id, wanted=wanted, by=by)


def agree_payment(contract: Contract, schedule_id: int, lines: Sequence[BudgetLine], by: Actor) -> None:
    """Nursing as a block; matrons by cost and volume, with a band of 3% beside which 30% of the price counts."""
    for line in lines:
        value = sum(pence for code, pence in line.holds.items() if code)
        terms = TermsLine(
            service=line.code, service_name=line.name, terms=Block(amount=value), first_month=FIRST, last_month=LAST
        )
        if line.code == MATRONS:
            plan = CONTACTS[line.code][1]
            volume = CostAndVolume(
                price=value // plan,
                plan=plan,
                band_below=BAND,
                band_above=BAND,
                rate_below=MARGINAL,
                rate_above=MARGINAL,
            )
            terms = TermsLine(service=line.code, service_name=line.name, unit="contacts", terms=volume)
        write_terms(contract_id=contract.id, schedule_id=schedule_id, line=terms, by=by)
