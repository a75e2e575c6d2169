"""Payments under contracts: the answers of `contracts/payments.csv`, worked by hand."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.agreements.rules import payment, terms_from

_FILE = Path(__file__).parent / "contracts" / "payments.csv"
ROWS = list(csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines()))
PARTS = {
    "block": (),
    "cost per case": ("floor", "cap"),
    "tariff": ("market_forces", "floor", "cap"),
    "cost and volume": ("plan", "rate_below", "rate_above", "floor", "cap"),
}


def _values(row: dict[str, str]) -> dict[str, str | None]:
    basis = row["basis"]
    values: dict[str, str | None] = {"basis": basis, "amount" if basis == "block" else "price": row["price"]}
    values |= {part: row[part] or None for part in PARTS[basis]}
    if basis == "cost and volume":
        values |= {"band_below": row["band_percent"], "band_above": row["band_percent"]}
    return values


@pytest.mark.parametrize("row", ROWS, ids=[f"{number}: {row['basis']}" for number, row in enumerate(ROWS, start=2)])
def test_a_payment_comes_out_as_worked_by_hand(row: dict[str, str]) -> None:
    assert payment(terms_from(_values(row)), Decimal(row["activity"])) == Decimal(row["payment"])


def test_there_are_vectors() -> None:
    assert len(ROWS) == 17
