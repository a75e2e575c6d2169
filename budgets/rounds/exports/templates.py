"""The empty workbook to fill in: every sheet with drop-down lists and one example row, and a page of instructions.

The example rows belong together: the template as it is can be calculated.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from budgets.method.methods import Method, MethodKind, Share, Way, method_from
from budgets.method.policy import Basis, Bounds, Holder, Policy, Uncommitted
from budgets.method.policy_keys import keys_of
from budgets.method.sheets import INSTRUCTIONS
from budgets.method.workbook import (
    Activity,
    Adjustment,
    AdjustmentKind,
    CostCentre,
    CostCentreShare,
    CurrencyWeight,
    FixedShare,
    Group,
    Mandate,
    Membership,
    MustDo,
    Population,
    PriorYear,
    Service,
    Workbook,
)
from budgets.rounds.exports.instructions import COMMENTS, INSTRUCTION_ROWS
from budgets.rounds.exports.workbooks import policy_sheet, sheets_of
from core.spreadsheets.writing import Choice, Sheet, write_xlsx

_YES_NO = Choice(source=("yes", "no"))
_METHODS = Choice(
    source=(
        "capitation", "cost_centre", "activity", "fixed", "equal", "pooled", "direct:EXA",
        "capitation/weighted", "activity:60+capitation:40",
    ),
    is_free=True,
)  # fmt: skip
_CURRENCIES = Choice(
    source=("referral", "contact", "first_contact", "follow_up_contact", "fce", "bed_day"), is_free=True
)
_GROUPS = Choice(source="=groups!$A$2:$A$1000")
_PRACTICES = Choice(source="=practices!$A$2:$A$5000")
_SERVICES = Choice(source="=services!$A$2:$A$1000", is_free=True)
_COST_CENTRES = Choice(source="=cost_centres!$A$2:$A$5000")
CHOICES: dict[str, dict[str, Choice]] = {
    "practices": {"group": _GROUPS},
    "populations": {"practice": _PRACTICES},
    "services": {"method": _METHODS, "currency": _CURRENCIES, "in_scope": _YES_NO},
    "cost_centres": {"service": _SERVICES, "recurrent": _YES_NO, "in_scope": _YES_NO},
    "cost_centre_map": {"cost_centre": _COST_CENTRES, "group": _GROUPS},
    "activity": {"service": _SERVICES, "practice": replace(_PRACTICES, is_free=True), "currency": _CURRENCIES},
    "currency_weights": {"service": _SERVICES, "currency": _CURRENCIES},
    "fixed_shares": {"service": _SERVICES, "group": _GROUPS},
    "adjustments": {
        "service": _SERVICES,
        "kind": Choice(source=tuple(AdjustmentKind)),
        "recurrent": _YES_NO,
    },
    "must_dos": {"method": _METHODS, "mandate": Choice(source=tuple(Mandate))},
    "prior_year": {"service": _SERVICES, "group": _GROUPS},
}
POLICY_CHOICES = {
    "capitation.population": Choice(source=("registered", "weighted"), is_free=True),
    "returned_money.basis": Choice(source=tuple(Basis)),
    "growth.uncommitted": Choice(source=tuple(Uncommitted)),
    "risk_reserve.held_by": Choice(source=tuple(Holder)),
    "pace_of_change.rule": Choice(source=("bounds", "floor")),
}


def template_as_xlsx() -> bytes:
    """The template as an XLSX file."""
    return write_xlsx(_sheets())


def _sheets() -> Iterator[Sheet]:
    yield Sheet(name=INSTRUCTIONS, header=("sheet", "column", "what to write"), rows=INSTRUCTION_ROWS, is_prose=True)
    for sheet in sheets_of(EXAMPLE):
        comments = COMMENTS.get(sheet.name, {})
        yield replace(sheet, choices=CHOICES.get(sheet.name, {}), comments=comments, is_example=True)
    keys = list(keys_of(EXAMPLE_POLICY))
    lists = {(keys.index(key) + 1, 1): choice for key, choice in POLICY_CHOICES.items()}
    yield replace(policy_sheet(EXAMPLE_POLICY), cell_choices=lists, is_example=True)


_CAPITATION = Method((Share(Way(MethodKind.CAPITATION)),))
_SNAPSHOT = date(2008, 1, 1)
EXAMPLE = Workbook(
    groups=(Group(code="EXA", name="Example group", locality="Example locality", lead="PbC lead"),),
    practices=(Membership(practice="X80001", name="Example practice", group="EXA"),),
    population_columns=("weighted",),
    populations=(
        Population(
            practice="X80001", on=_SNAPSHOT, registered=Fraction(6200), weighted={"weighted": Fraction("6105.5")}
        ),
    ),
    services=(
        Service(
            code="EXAMPLE",
            name="Example service",
            method=method_from("activity:60+capitation:40"),
            category="Community",
            currencies=("contact",),
        ),
    ),
    cost_centres=(
        CostCentre(
            code="C10001", service="EXAMPLE", amount=25_000_000, description="Example pay budget", subjective="Pay",
            wte=Fraction("6.5"),
        ),
    ),
    cost_centre_map=(CostCentreShare(cost_centre="C10001", group="EXA", percent=Fraction(100)),),
    activity=Activity(
        service=("EXAMPLE",), practice=("X80001",), month=("2007-04",), currency=("contact",), quantity=(310,), row=(2,)
    ),
    currency_weights=(CurrencyWeight(currency="contact", weight=Fraction(1), service="EXAMPLE"),),
    fixed_shares=(FixedShare(service="EXAMPLE", group="EXA", percent=Fraction(100)),),
    adjustments=(
        Adjustment(
            service="EXAMPLE", kind=AdjustmentKind.FULL_YEAR_EFFECT, amount=1_200_000,
            description="Post filled in October 2007",
        ),
    ),
    must_dos=(
        MustDo(
            code="MD-EXAMPLE", name="Example must-do", amount=500_000, method=_CAPITATION, mandate=Mandate.NATIONAL
        ),
    ),
    prior_year=(PriorYear(service="EXAMPLE", group="EXA", amount=26_000_000),),
)  # fmt: skip
EXAMPLE_POLICY = Policy(
    year="2008/09",
    capitation_date=_SNAPSHOT,
    population="weighted",
    activity_from="2007-01",
    activity_to="2007-12",
    minimum_months=1,
    fallback=(Way(MethodKind.COST_CENTRE), Way(MethodKind.CAPITATION)),
    uplift_percent=Fraction("2.3"),
    returned_amount=0,
    returned_basis=Basis.BASELINE,
    growth_amount=1_000_000,
    growth_uncommitted=Uncommitted.RESERVE,
    reserve_percent=Fraction("1.5"),
    reserve_held_by=Holder.COMMISSIONER,
    pace=Bounds(minimum_percent=Fraction(-20), maximum_percent=Fraction(20)),
)
