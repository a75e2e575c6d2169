"""A national set of workbooks from a fixed seed: each 5 groups, 60 lines, 40 practices, all methods in use."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from random import Random

from budgets.method.methods import method_from
from budgets.method.policy import Basis, Bounds, Holder, Policy, Uncommitted
from budgets.method.workbook import (
    Activity,
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

SEED = 20080401
GROUPS = [f"G{number}" for number in range(5)]
PRACTICES = [f"X{number:05d}" for number in range(40)]
SERVICES = [f"S{number:02d}" for number in range(57)]
MONTHS = [f"2007-{month:02d}" for month in range(1, 13)]
DAY = date(2008, 1, 1)
METHODS = ("activity", "capitation", "cost_centre", "activity:50+capitation:50", "fixed", "capitation/registered")

POLICY = Policy(
    year="2008/09",
    capitation_date=DAY,
    population="weighted",
    activity_from="2007-01",
    activity_to="2007-12",
    minimum_months=6,
    fallback=(),
    uplift_percent=Fraction("2.3"),
    returned_amount=500_000_000,
    returned_basis=Basis.BASELINE,
    growth_amount=150_000_000,
    growth_uncommitted=Uncommitted.CAPITATION,
    reserve_percent=Fraction("1.5"),
    reserve_held_by=Holder.COMMISSIONER,
    pace=Bounds(minimum_percent=Fraction(-50), maximum_percent=Fraction(80)),
)


def national_set(count: int) -> Iterator[tuple[Workbook, Policy]]:
    """That many workbooks, the same ones on every run."""
    random = Random(SEED)  # noqa: S311 - the figures shall be the same on every run, not secret
    for _ in range(count):
        yield workbook_by(random), POLICY


def workbook_by(random: Random) -> Workbook:
    """One commissioner's workbook: 57 services, 2 must-dos and growth make 60 lines; PACE comes on top."""
    return Workbook(
        groups=tuple(Group(code=code, name=code) for code in GROUPS),
        practices=tuple(
            Membership(practice=code, name=code, group=GROUPS[place % len(GROUPS)])
            for place, code in enumerate(PRACTICES)
        ),
        population_columns=("weighted",),
        populations=tuple(_population(random, code) for code in PRACTICES),
        services=tuple(
            Service(code=code, name=code, method=method_from(METHODS[place % len(METHODS)]))
            for place, code in enumerate(SERVICES)
        ),
        cost_centres=tuple(
            CostCentre(code=f"{code}-{n}", service=code, amount=random.randint(1_000_000, 300_000_000))
            for code in SERVICES
            for n in range(2)
        ),
        cost_centre_map=tuple(
            CostCentreShare(cost_centre=f"{code}-0", group=group, percent=Fraction(percent))
            for code in SERVICES
            for group, percent in zip(GROUPS, ("12.5", "20", "30", "17.25", "20.25"), strict=True)
        ),
        activity=_activity(random),
        currency_weights=(CurrencyWeight(currency="contact", weight=Fraction("0.62")),),
        fixed_shares=tuple(
            FixedShare(service=code, group=group, percent=Fraction(20)) for code in SERVICES for group in GROUPS
        ),
        adjustments=tuple(
            Adjustment(service=code, kind=AdjustmentKind.DEVELOPMENT, amount=random.randint(-100_000, 900_000))
            for code in SERVICES[::5]
        ),
        must_dos=tuple(
            MustDo(code=f"M{n}", name="Must-do", amount=40_000_000, method=method_from("capitation")) for n in range(2)
        ),
        prior_year=tuple(
            PriorYear(service=code, group=group, amount=random.randint(20_000_000, 90_000_000))
            for code in SERVICES
            for group in GROUPS
        ),
    )


def _population(random: Random, practice: str) -> Population:
    registered = random.randint(1500, 15000)
    weighted = Fraction(registered * random.randint(80, 120), 100)
    return Population(practice=practice, on=DAY, registered=Fraction(registered), weighted={"weighted": weighted})


def _activity(random: Random) -> Activity:
    services = [code for place, code in enumerate(SERVICES) if place % len(METHODS) in {0, 3}]
    keys = [
        (service, practice, month)
        for service in services
        for practice in PRACTICES
        for month in random.sample(MONTHS, 6)
    ]
    return Activity(
        service=[service for service, _, _ in keys],
        practice=[practice for _, practice, _ in keys],
        month=[month for _, _, month in keys],
        currency=["contact"] * len(keys),
        quantity=[random.randint(0, 400) for _ in keys],
    )
