"""Any workbook and any policy that belong together or not, for properties that hold whatever the figures."""

from fractions import Fraction

from hypothesis import strategies as st

from budgets.method.methods import MethodKind, Way, method_from
from budgets.method.policy import Basis, Bounds, Floor, Holder, Policy, Uncommitted
from budgets.method.workbook import (
    Adjustment,
    AdjustmentKind,
    CostCentre,
    CostCentreShare,
    CurrencyWeight,
    FixedShare,
    Group,
    Membership,
    MustDo,
    Population,
    PriorYear,
    Service,
    Workbook,
)
from tests.unit.budgets.small_workbook import DAY, activity

METHODS = (
    "capitation",
    "capitation/registered",
    "cost_centre",
    "activity",
    "fixed",
    "equal",
    "direct:G1",
    "pooled",
    "activity:60+capitation:40",
    "equal:12.5+cost_centre:87.5",
)
FALLBACKS = (Way(MethodKind.COST_CENTRE), Way(MethodKind.FIXED))
pence = st.integers(-(10**9), 10**10)
figures = st.fractions(min_value=0, max_value=20_000, max_denominator=100)
percents = st.decimals(min_value=0, max_value=100, places=2).map(Fraction)


@st.composite
def workbooks(draw: st.DrawFn) -> Workbook:
    groups = [f"G{n}" for n in range(draw(st.integers(1, 4)))]
    practices = [f"X{n}" for n in range(draw(st.integers(1, 7)))]
    services = [f"S{n}" for n in range(draw(st.integers(1, 4)))]
    shares = {"G0": draw(percents)} | ({"G1": Fraction(0)} if len(groups) > 1 else {})
    shares[list(shares)[-1]] = 100 - sum(list(shares.values())[:-1], Fraction(0))
    methods = [m for m in METHODS if len(groups) > 1 or "G1" not in m]
    months = [f"2007-{n:02d}" for n in range(1, 5)]
    rows = draw(
        st.dictionaries(
            st.tuples(*map(st.sampled_from, (services, [*practices, "GONE"], months, ["contact", "fce"]))),
            st.integers(0, 500) | figures,
            max_size=25,
        )
    )
    return Workbook(
        groups=tuple(Group(code=code, name=code) for code in groups),
        practices=tuple(Membership(practice=p, name=p, group=draw(st.sampled_from(groups))) for p in practices),
        population_columns=("weighted",),
        populations=tuple(
            Population(practice=p, on=DAY, registered=draw(figures) + 1, weighted={"weighted": draw(figures)})
            for p in practices
        ),
        services=tuple(
            Service(
                code=code,
                name=code,
                method=method_from(draw(st.sampled_from(methods))),
                hosted_share=draw(percents),
                uplift=draw(st.none() | percents),
                in_scope=draw(st.booleans()) if place else True,
            )
            for place, code in enumerate(services)
        ),
        cost_centres=tuple(
            CostCentre(
                code=f"{code}-{n}",
                service=code,
                amount=draw(pence),
                recurrent=draw(st.booleans()),
                in_scope=draw(st.booleans()),
            )
            for code in services
            for n in range(2)
        ),
        cost_centre_map=tuple(
            CostCentreShare(cost_centre=f"{code}-0", group=group, percent=percent)
            for code in services[:2]
            for group, percent in shares.items()
        ),
        activity=activity((*key, quantity) for key, quantity in rows.items()),
        currency_weights=(CurrencyWeight(currency="fce", weight=draw(figures)),),
        fixed_shares=tuple(
            FixedShare(service=services[0], group=group, percent=percent) for group, percent in shares.items()
        ),
        adjustments=(Adjustment(service=services[0], kind=AdjustmentKind.OTHER, amount=draw(pence)),),
        must_dos=(MustDo(code="MD", name="", amount=draw(st.integers(0, 10**6)), method=method_from("equal")),),
        prior_year=tuple(PriorYear(service="OLD", group=g, amount=draw(st.integers(0, 10**9))) for g in groups),
    )


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    return Policy(
        year="2008/09",
        capitation_date=DAY,
        population=draw(st.sampled_from(["weighted", "registered"])),
        activity_from="2007-02",
        activity_to="2007-12",
        minimum_months=draw(st.integers(0, 2)),
        fallback=draw(st.sampled_from([(), FALLBACKS])),
        uplift_percent=Fraction("2.3"),
        returned_amount=draw(st.sampled_from([0, 12_345])),
        returned_basis=draw(st.sampled_from(Basis)),
        growth_amount=2_000_000,
        growth_uncommitted=draw(st.sampled_from(Uncommitted)),
        reserve_percent=draw(percents),
        reserve_held_by=draw(st.sampled_from(Holder)),
        pace=draw(
            st.sampled_from(
                [
                    None,
                    Floor(floor_percent=Fraction(-99)),
                    Bounds(minimum_percent=Fraction(-90), maximum_percent=Fraction(10**6)),
                ]
            )
        ),
    )
