"""The grid: every cell in one order, blanks left out, errors beside their cells, process limits of a history."""

from fractions import Fraction

from commissioning.activity.presented.grid import currencies_for, errors_from, keys_of, may_be_shown, rows_from
from commissioning.activity.rules.checks.asked import Asked, Open
from commissioning.activity.rules.checks.findings import Finding, Severity
from commissioning.activity.rules.checks.limits import process_limits
from commissioning.activity.rules.currencies import currencies_with
from commissioning.activity.rules.months import Period

ASKED = Asked(
    provider="PROV",
    name="Contacts",
    period=Period("2008-04"),
    services={"DN": Open(name="District nursing")},
    asked=frozenset({"DN"}),
    practices={"X1": Open(name="Practice 1"), "X2": Open(name="Practice 2")},
    currencies=currencies_with([]),
)


def test_what_is_counted_by_practice_has_no_cell_for_the_whole_and_the_other_way_round() -> None:
    places = [(key[2], key[3]) for key in keys_of(ASKED, ["contact", "available_bed_day"])]
    assert places == [
        ("X1", "contact"),
        ("X2", "contact"),
        ("unplaced", "contact"),
        ("total", "available_bed_day"),
    ]


def test_a_blank_says_nothing_a_zero_is_a_row_and_an_error_finds_its_cell() -> None:
    keys = keys_of(ASKED, ["contact"])
    typed = {keys[0]: " ", keys[1]: "0", keys[2]: "x"}
    assert [row["quantity"] for row in rows_from(keys, typed)] == ["0", "x"]
    wrong = Finding(rule="quantity", severity=Severity.ERROR, expected="a number", row=3, column="quantity", value="x")
    asked = Finding(rule="sudden_zero", severity=Severity.QUERY, expected="more", row=2)
    assert errors_from([wrong, asked], keys, typed) == {keys[2]: "a number"}


def test_columns_are_those_chosen_and_those_that_stand_else_contacts() -> None:
    assert currencies_for(ASKED, [], []) == ["contact"]
    assert currencies_for(ASKED, ["discharge", "unknown"], ["referral"]) == ["referral", "discharge"]


def test_what_looks_like_a_person_is_not_shown_again() -> None:
    assert [may_be_shown(text) for text in ("12", "9434765919", "12/03/1931")] == ["12", "", ""]


def test_process_limits_are_none_where_no_two_figures_follow_each_other() -> None:
    assert process_limits([Fraction(3)]) is None
    assert process_limits([Fraction(10)] * 12) == (Fraction(10), Fraction(10))
