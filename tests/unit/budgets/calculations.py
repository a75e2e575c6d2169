"""Calculations as the method gives them, small and plain, for charts and documents."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from budgets.method.calculation import calculate
from budgets.method.methods import method_from, way_from
from budgets.method.policy import Holder, Policy, Uncommitted
from budgets.method.result import Calculation
from budgets.method.workbook import CostCentre, Group, Membership, Population, PriorYear, Service, Workbook

DAY = date(2008, 1, 1)
PENCE = 250_000_01


def calculation(
    *,
    groups: Mapping[str, str] | None = None,
    practices_each: int = 2,
    lines: int = 3,
    amounts: Sequence[int] = (PENCE,),
    methods: Sequence[str] = ("capitation",),
    line_name: str = "Community nursing",
    practice_people: Sequence[int] = (1000, 2000, 3500),
    prior_year: Mapping[str, int] | None = None,
    reserve: str = "1.5",
    held_by: Holder = Holder.COMMISSIONER,
    growth: int = 0,
) -> Calculation:
    """A calculation of so many lines; amounts, methods and populations are taken in turn."""
    names = {"DAC": "DacCom", "WAT": "WatCom"} if groups is None else groups
    practices = [(f"X{n:02d}{place:03d}", code) for n, code in enumerate(names) for place in range(practices_each)]
    codes = [f"LINE-{number:02d}" for number in range(lines)]
    workbook = Workbook(
        groups=tuple(Group(code=code, name=name) for code, name in names.items()),
        practices=tuple(Membership(practice=code, name=f"Practice {code}", group=group) for code, group in practices),
        population_columns=("weighted",),
        populations=tuple(
            Population(practice=code, on=DAY, registered=Fraction(practice_people[n % len(practice_people)]))
            for n, (code, _) in enumerate(practices)
        ),
        services=tuple(
            Service(
                code=code,
                name=f"{line_name} {n}",
                method=method_from(methods[n % len(methods)]),
                category=f"Category {n % 7}",
            )
            for n, code in enumerate(codes)
        ),
        cost_centres=tuple(
            CostCentre(code=f"CC{n}", service=code, amount=amounts[n % len(amounts)]) for n, code in enumerate(codes)
        ),
        prior_year=tuple(PriorYear(service="OLD", group=g, amount=a) for g, a in (prior_year or {}).items()),
    )
    policy = Policy(
        year="2008/09",
        capitation_date=DAY,
        population="weighted",
        activity_from="2007-01",
        activity_to="2007-12",
        minimum_months=6,
        fallback=(way_from("capitation"),),
        uplift_percent=Fraction("2.3"),
        reserve_percent=Fraction(reserve),
        reserve_held_by=held_by,
        growth_amount=growth,
        growth_uncommitted=Uncommitted.RESERVE,
    )
    return calculate(workbook, policy)
