"""Activity filled from frozen figures: parts add up exactly, each key stands once, and what is not filled stays."""

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from budgets.method.frozen_activity import (
    UNPLACED,
    Counted,
    added_up,
    below_zero,
    cells_of,
    currencies_of_lines,
    held_by_cell,
    lines_on_activity,
    with_frozen,
)
from budgets.method.methods import method_from
from budgets.method.workbook import Activity, CurrencyWeight, Service
from tests.builders_rounds import a_workbook

SERVICES, MONTHS, CURRENCIES = ("NURS", "DIET"), ("2007-04", "2007-05"), ("contact", "referral")
counted = st.builds(
    Counted,
    service=st.sampled_from(SERVICES),
    practice=st.sampled_from(("", "X1", "X2")),
    month=st.sampled_from(MONTHS),
    currency=st.sampled_from(CURRENCIES),
    units=st.integers(-50_000, 5_000_000_000),
)
keys = st.tuples(
    st.sampled_from(SERVICES),
    st.sampled_from(("X1", "X2", "X9")),
    st.sampled_from((*MONTHS, "2007-06")),
    st.sampled_from(CURRENCIES),
)
quantities = st.one_of(st.integers(0, 10_000), st.fractions(0, 100, max_denominator=8))
sheets = st.dictionaries(keys, quantities).map(
    lambda held: Activity(
        service=[key[0] for key in held],
        practice=[key[1] for key in held],
        month=[key[2] for key in held],
        currency=[key[3] for key in held],
        quantity=list(held.values()),
        row=list(range(2, len(held) + 2)),
    )
)
Sums = dict[tuple[str, str], Fraction]


def sums(activity: Activity) -> Sums:
    """Quantities by service and currency."""
    found: Sums = defaultdict(Fraction)
    for service, currency, quantity in zip(activity.service, activity.currency, activity.quantity, strict=True):
        found[service, currency] += quantity
    return {key: whole for key, whole in found.items() if whole}


@given(sheets, st.lists(counted, max_size=30))
def test_a_sheet_filled_whole_adds_up_to_what_was_frozen_and_corrected(
    earlier: Activity, figures: list[Counted]
) -> None:
    filled = with_frozen(earlier, added_up(figures), replaced=cells_of(earlier))
    frozen: Sums = defaultdict(Fraction)
    for each in figures:
        frozen[each.service, each.currency] += Fraction(each.units, 10_000)
    assert sums(filled) == {key: whole for key, whole in frozen.items() if whole}


@given(sheets, st.lists(counted, max_size=30))
def test_each_key_stands_once_and_what_is_not_replaced_stays_row_by_row(
    earlier: Activity, figures: list[Counted]
) -> None:
    replaced = {each.cell for each in figures}
    filled = with_frozen(earlier, added_up(figures), replaced=replaced)
    rows = list(zip(filled.service, filled.practice, filled.month, filled.currency, strict=True))
    assert len(rows) == len(set(rows))
    columns = (earlier.service, earlier.practice, earlier.month, earlier.currency, earlier.quantity, earlier.row)
    stays = [row for row in zip(*columns, strict=True) if (row[0], row[2], row[3]) not in replaced]
    of_filled = (filled.service, filled.practice, filled.month, filled.currency, filled.quantity, filled.row)
    assert list(zip(*of_filled, strict=True))[: len(stays)] == stays


@given(sheets, st.lists(counted, max_size=30))
def test_placed_and_not_placed_make_the_whole_of_every_cell(earlier: Activity, figures: list[Counted]) -> None:
    filled = with_frozen(earlier, added_up(figures), replaced={each.cell for each in figures})
    held = held_by_cell(filled, {"X1", "X2"})
    assert sum((each.quantity for each in held.values()), Fraction(0)) == sum(sums(filled).values(), Fraction(0))
    placed: dict[tuple[str, str, str], Fraction] = defaultdict(Fraction)
    for service, practice, month, currency, quantity in zip(
        filled.service, filled.practice, filled.month, filled.currency, filled.quantity, strict=True
    ):
        if practice in {"X1", "X2"}:
            placed[service, month, currency] += quantity
    assert all(placed[cell] + each.unplaced == each.quantity for cell, each in held.items())


def test_corrections_below_zero_are_named_by_their_key() -> None:
    figures = [
        Counted(service="NURS", practice=practice, month="2007-04", currency="contact", units=units)
        for practice, units in (("X1", 30_000), ("X1", -40_000), ("", 10_000))
    ]
    units = added_up(figures)
    assert units["NURS", UNPLACED, "2007-04", "contact"] == 10_000
    assert below_zero(units) == [("NURS", "X1", "2007-04", "contact")]


def test_lines_that_use_activity_and_the_currencies_that_count_for_them() -> None:
    """Named ones first, else those of the activity so far, else those of the line's own weights, else none."""
    base = a_workbook()
    services = tuple(
        Service(code=code, name=code, method=method_from(method), currencies=currencies)
        for code, method, currencies in (
            ("PHYSIO", "activity:60+capitation:40", ()),
            ("NAMED", "activity", ("referral",)),
            ("WEIGHED", "activity", ()),
            ("UNKNOWN", "activity", ()),
            ("HEADS", "capitation", ("contact",)),
        )
    )
    weights = (CurrencyWeight(service="WEIGHED", currency="visit", weight=Fraction(2)),)
    workbook = replace(base, services=services, currency_weights=weights)
    assert list(lines_on_activity(workbook)) == ["PHYSIO", "NAMED", "WEIGHED", "UNKNOWN"]
    assert currencies_of_lines(workbook) == {
        "PHYSIO": ("contact",),
        "NAMED": ("referral",),
        "WEIGHED": ("visit",),
        "UNKNOWN": (),
    }
