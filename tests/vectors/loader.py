"""A plain reader of workbooks that are known to be good, for vectors and properties; the product's own is apart."""

import csv
import tomllib
from collections import defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path

from budgets.method.methods import method_from
from budgets.method.policy import Policy
from budgets.method.policy_keys import dotted_keys, policy_from
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
from core.money import pence_from

Row = dict[str, str]


def load(folder: Path) -> tuple[Workbook, Policy]:
    """The workbook and the policy of a folder."""
    policy, problems = policy_from(dotted_keys(tomllib.loads((folder / "policy.toml").read_text(encoding="utf-8"))))
    assert policy is not None, problems
    populations = _rows(folder, "populations")
    columns = tuple(
        name for _, row in populations[:1] for name in row if name not in {"practice", "date", "registered"}
    )
    workbook = Workbook(
        groups=tuple(Group(code=r["code"], name=r["name"], row=n) for n, r in _rows(folder, "groups")),
        practices=tuple(_membership(n, r) for n, r in _rows(folder, "practices")),
        population_columns=columns,
        populations=tuple(_population(n, r, columns) for n, r in populations),
        services=tuple(_service(n, r) for n, r in _rows(folder, "services")),
        cost_centres=tuple(_cost_centre(n, r) for n, r in _rows(folder, "cost_centres")),
        cost_centre_map=tuple(
            CostCentreShare(cost_centre=r["cost_centre"], group=r["group"], percent=Fraction(r["percent"]), row=n)
            for n, r in _rows(folder, "cost_centre_map")
        ),
        activity=_activity(_rows(folder, "activity")),
        currency_weights=tuple(
            CurrencyWeight(currency=r["currency"], weight=Fraction(r["weight"]), service=r["service"], row=n)
            for n, r in _rows(folder, "currency_weights")
        ),
        fixed_shares=tuple(
            FixedShare(service=r["service"], group=r["group"], percent=Fraction(r["percent"]), row=n)
            for n, r in _rows(folder, "fixed_shares")
        ),
        adjustments=tuple(_adjustment(n, r) for n, r in _rows(folder, "adjustments")),
        must_dos=tuple(_must_do(n, r) for n, r in _rows(folder, "must_dos")),
        prior_year=tuple(
            PriorYear(service=r["service"], group=r["group"], amount=pence_from(r["amount"]), row=n)
            for n, r in _rows(folder, "prior_year")
        ),
    )
    return workbook, policy


def _rows(folder: Path, sheet: str) -> list[tuple[int, Row]]:
    path = folder / f"{sheet}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            (number, {name: (value or "").strip() for name, value in row.items()})
            for number, row in enumerate(csv.DictReader(file), start=2)
        ]


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _yes(row: Row, column: str) -> bool:
    return (row.get(column) or "yes").lower() == "yes"


def _percent(row: Row, column: str) -> Fraction | None:
    return Fraction(row[column]) if row.get(column) else None


def _membership(number: int, row: Row) -> Membership:
    return Membership(
        practice=row["code"],
        name=row["name"],
        group=row["group"],
        joined=_date(row.get("joined", "")),
        left=_date(row.get("left", "")),
        row=number,
    )


def _population(number: int, row: Row, columns: tuple[str, ...]) -> Population:
    return Population(
        practice=row["practice"],
        on=date.fromisoformat(row["date"]),
        registered=Fraction(row["registered"]),
        weighted={name: Fraction(row[name]) for name in columns if row[name]},
        row=number,
    )


def _service(number: int, row: Row) -> Service:
    return Service(
        code=row["code"],
        name=row["name"],
        category=row.get("category", ""),
        method=method_from(row["method"]),
        currencies=tuple(name.strip() for name in row["currency"].split(";") if name.strip()),
        hosted_share=_percent(row, "hosted_share") or Fraction(100),
        uplift=_percent(row, "uplift"),
        risk_reserve=_percent(row, "risk_reserve"),
        in_scope=_yes(row, "in_scope"),
        row=number,
    )


def _cost_centre(number: int, row: Row) -> CostCentre:
    return CostCentre(
        code=row["code"],
        service=row["service"],
        description=row.get("description", ""),
        subjective=row.get("subjective", ""),
        amount=pence_from(row["amount"]),
        recurrent=_yes(row, "recurrent"),
        wte=_percent(row, "wte"),
        in_scope=_yes(row, "in_scope"),
        reason=row.get("reason", ""),
        row=number,
    )


def _adjustment(number: int, row: Row) -> Adjustment:
    return Adjustment(
        service=row["service"],
        kind=AdjustmentKind(row["kind"]),
        amount=pence_from(row["amount"]),
        recurrent=_yes(row, "recurrent"),
        description=row.get("description", ""),
        row=number,
    )


def _must_do(number: int, row: Row) -> MustDo:
    return MustDo(
        code=row["code"],
        name=row["name"],
        amount=pence_from(row["amount"]),
        method=method_from(row["method"]),
        mandate=Mandate(row["mandate"]) if row.get("mandate") else None,
        row=number,
    )


def _activity(rows: list[tuple[int, Row]]) -> Activity:
    added: dict[tuple[str, str, str, str], Fraction] = defaultdict(Fraction)
    numbers: dict[tuple[str, str, str, str], int] = {}
    for number, row in rows:
        key = (row["service"], row["practice"], row["month"], row["currency"])
        added[key] += Fraction(row["quantity"])
        numbers.setdefault(key, number)
    keys = list(added)
    return Activity(
        service=[key[0] for key in keys],
        practice=[key[1] for key in keys],
        month=[key[2] for key in keys],
        currency=[key[3] for key in keys],
        quantity=[int(q) if q.denominator == 1 else q for q in added.values()],
        row=list(numbers.values()),
    )
