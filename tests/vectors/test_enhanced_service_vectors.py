"""The incentive of practice based commissioning: the answers of `les/incentive.csv`, worked by hand."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from les.payments.rules import incentive_payment, split_with_set_aside

_FILE = Path(__file__).parent / "les" / "incentive.csv"
ROWS = list(csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=[f"row {number}" for number in range(2, len(ROWS) + 2)])
def test_an_incentive_comes_out_as_worked_by_hand(row: dict[str, str]) -> None:
    due = incentive_payment(
        list_size=int(row["list"]),
        rate=Decimal(row["rate"]),
        freed_up=Decimal(row["freed_up"]),
        targets_met=row["targets_met"] == "yes",
    )
    kept, paid = split_with_set_aside(due, Decimal(row["set_aside_percent"]))
    assert (due, kept, paid) == tuple(Decimal(row[name]) for name in ("due", "kept", "paid"))


def test_there_are_vectors() -> None:
    assert len(ROWS) == 9
