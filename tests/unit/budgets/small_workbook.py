"""A small budget workbook with plain figures: two groups, three practices, and whatever a test adds."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from budgets.method.methods import method_from
from budgets.method.policy import Policy
from budgets.method.workbook import (
    Activity,
    CostCentre,
    CostCentreShare,
    Group,
    Membership,
    Population,
    Service,
    Workbook,
)

DAY = date(2008, 1, 1)


def service(code: str = "NUR", method: str = "capitation", **more: Any) -> Service:
    return Service(code=code, name=f"Service {code}", method=method_from(method), **more)


def cost_centre(amount: int, of: str = "NUR", code: str = "", **more: Any) -> CostCentre:
    return CostCentre(code=code or f"C-{of}", service=of, amount=amount, **more)


def mapped(centre: str, **percents: str) -> tuple[CostCentreShare, ...]:
    return tuple(
        CostCentreShare(cost_centre=centre, group=group, percent=Fraction(percent))
        for group, percent in percents.items()
    )


def activity(rows: Iterable[tuple[str, str, str, str, int | Fraction]]) -> Activity:
    listed = list(rows)
    columns: list[list[Any]] = [list(column) for column in zip(*listed, strict=True)] if listed else [[]] * 5
    return Activity(
        service=columns[0],
        practice=columns[1],
        month=columns[2],
        currency=columns[3],
        quantity=columns[4],
        row=list(range(2, len(listed) + 2)),
    )


def policy(**more: Any) -> Policy:
    plain = Policy(
        year="2008/09",
        capitation_date=DAY,
        population="weighted",
        activity_from="2007-01",
        activity_to="2007-12",
        minimum_months=2,
        fallback=(),
    )
    return replace(plain, **more)


def workbook(**more: Any) -> Workbook:
    """Groups A (practices X1 and X2: 100 and 200 people, weighted 150 and 150) and B (X3: 100 people, as weighted)."""
    people = {"X1": ("100", "150"), "X2": ("200", "150"), "X3": ("100", "100")}
    plain = Workbook(
        groups=(Group(code="A", name="Alpha", row=2), Group(code="B", name="Beta", row=3)),
        practices=tuple(
            Membership(practice=code, name=code, group=group, row=row)
            for row, (code, group) in enumerate((("X1", "A"), ("X2", "A"), ("X3", "B")), start=2)
        ),
        population_columns=("weighted",),
        populations=tuple(
            Population(
                practice=code,
                on=DAY,
                registered=Fraction(registered),
                weighted={"weighted": Fraction(weighted)},
                row=row,
            )
            for row, (code, (registered, weighted)) in enumerate(people.items(), start=2)
        ),
        services=(service(),),
        cost_centres=(cost_centre(100_001),),
    )
    return replace(plain, **more)
