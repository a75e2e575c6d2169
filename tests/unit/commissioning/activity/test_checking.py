"""The checks of a return: every rule finds its fault, in its place, in its words, and nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.activity.rules.checks.catalogue import BY_ID, RULES
from commissioning.activity.rules.checks.findings import Severity
from commissioning.activity.rules.months import Period
from commissioning.activity.rules.rows import UNITS, quantity_text, units_from
from tests.unit.commissioning.activity.asking import ASKED, checked, read, told

DN = "DN,X82001,2008-04,contact,30"


@pytest.mark.parametrize(
    ("line", "rule", "expected"),
    [
        ("XX,X82001,2008-04,contact,1", "service", "the code of a service"),
        (
            ",X82001,2008-04,contact,1",
            "service",
            "the code of a service; the cell is blank (of merged cells only the first one counts)",
        ),
        ("Total,,,,30", "service", "the code of a service; this is a row of totals: take it out"),
        (
            "OTHER,X82001,2008-04,contact,1",
            "service",
            "a service of this return; Other service is none that is asked for",
        ),
        ("OLD,X82001,2008-04,contact,1", "service", "something open in April 2008; Old clinic closed on 1 April 2008"),
        ("DN,E99999,2008-04,contact,1", "practice", "the code of a practice of this trust, unplaced or total"),
        ("DN,X82003,2008-04,contact,1", "practice", "something open in April 2008; Practice 3 opened on 1 May 2008"),
        ("DN,X82001,2008-05,contact,1", "month", "a month of April 2008"),
        ("DN,X82001,39539,contact,1", "month", "a month such as 2008-04; this is a date as a number: write 2008-04"),
        ("DN,X82001,2008-04,contacts,1", "currency", "a currency of this return, such as contact"),
        (
            'DN,X82001,2008-04,referral,"1,234"',
            "quantity",
            "a number without marks between its digits: 1234, not 1,234 or 1 234",
        ),
        ("DN,X82001,2008-04,referral,-1", "quantity", "a number of 0 or more"),
        ("DN,X82001,2008-04,referral,1.5", "quantity", "a whole number of referrals"),
        (
            "DN,X82001,2008-04,referral,NaN",
            "quantity",
            "a number of 0 or more, below 100,000,000, with at most 4 decimals",
        ),
        (
            "DN,X82001,2008-04,referral,",
            "quantity",
            "a number; the cell is blank. Nothing counted is 0, a month without activity a nil return",
        ),
        (
            "DN,X82001,2008-04,funded_wte,12.5",
            "place",
            "total; posts funded is given once for the whole service",
        ),
        (
            DN,
            "duplicate",
            "each service, team, practice, month and currency once; the same stands in row 2",
        ),
    ],
)
def test_an_error_is_found_in_its_row_and_the_row_is_not_taken(line: str, rule: str, expected: str) -> None:
    result = checked([DN, line])
    errors = [found for found in result.findings if found.row == 3]
    assert (rule, 3, expected) in told(replace(result, findings=tuple(errors)))
    assert result.verdict == "errors"
    assert 3 not in result.rows.rows


def test_both_rows_of_a_figure_given_twice_are_errors_however_the_place_is_written() -> None:
    result = checked(["DN,unplaced,2008-04,contact,1", "DN,UNPLACED,2008-04,contact,2", DN])
    assert [(found.rule, found.row) for found in result.findings] == [("duplicate", 2), ("duplicate", 3)]
    assert (result.count, result.owed, list(result.rows.units)) == (3, 2, [30 * UNITS])


def test_a_clean_return_is_clean_and_adds_up_exactly() -> None:
    lines = [DN, "DN,unplaced,2008-04,contact,1", "DN,total,2008-04,funded_wte,0.3", "POD,total,2008-04,funded_wte,0.1"]
    result = checked(lines)
    assert (result.verdict, result.owed, told(result)) == ("clean", 0, [])
    held = result.sums["DN", "2008-04", "contact"]
    assert (held.placed, held.unplaced, held.total) == (30 * UNITS, UNITS, None)
    assert result.sums["DN", "2008-04", "funded_wte"].total == 3000


@pytest.mark.parametrize(
    ("lines", "rule", "expected"),
    [
        (
            [DN, "DN,X82001,2008-04,first_contact,10", "DN,X82001,2008-04,follow_up_contact,15"],
            "contacts_add_up",
            "25, the sum of first contact and follow up contact, for X82001",
        ),
        (
            [
                "DN,X82001,2008-04,referral,10",
                "DN,X82001,2008-04,referral_accepted,8",
                "DN,X82001,2008-04,referral_rejected,3",
            ],
            "referrals_add_up",
            "at least 11, the sum of referral accepted and referral rejected, for X82001",
        ),
        (
            ["DN,X82001,2008-04,bed_day,80", "DN,X82002,2008-04,bed_day,30", "DN,total,2008-04,available_bed_day,100"],
            "bed_days_fit",
            "at least 110, the bed day, for the service",
        ),
        (
            [DN, "DN,unplaced,2008-04,contact,2"],
            "unplaced_share",
            "at most 5.0% without a practice; these are 6.3%",
        ),
        ([DN, "DN,total,2008-04,contact,31"], "total_differs", "30, the sum by practice"),
    ],
)
def test_what_should_add_up_is_asked(lines: list[str], rule: str, expected: str) -> None:
    result = checked(lines)
    assert [(found.rule, found.severity, found.expected) for found in result.findings] == [
        (rule, Severity.QUERY, expected)
    ]
    assert (result.verdict, result.owed) == ("queries", 0)


def test_bed_days_of_the_whole_service_are_held_against_those_available() -> None:
    available = "DN,total,2008-04,available_bed_day,100"
    only_total = told(checked(["DN,total,2008-04,bed_day,110", available]))
    assert ("bed_days_fit", 2, "at least 110, the bed day, for the service") in only_total
    assert "bed_days_fit" not in [rule for rule, _, _ in told(checked(["DN,total,2008-04,bed_day,100", available]))]
    by_practice = ["DN,X82001,2008-04,bed_day,90", "DN,total,2008-04,bed_day,110", available]
    assert [rule for rule, _, _ in told(checked(by_practice))] == ["total_differs"]


def test_a_relation_broken_by_many_practices_is_one_query() -> None:
    lines = [f"DN,{p},2008-04,{c},{n}" for p in ("X82001", "X82002") for c, n in (("contact", 9), ("first_contact", 4))]
    assert told(checked(lines)) == [
        (
            "contacts_add_up",
            2,
            "4, the sum of first contact and follow up contact, for X82001; and so for 1 more practice",
        )
    ]


def test_relations_hold_where_not_both_sides_are_given() -> None:
    assert told(checked(["DN,X82001,2008-04,first_contact,4", "DN,X82002,2008-04,contact,9"])) == []


def test_the_caseload_follows_from_the_month_before() -> None:
    lines = [
        "DN,X82001,2008-04,caseload,100",
        "DN,X82001,2008-04,referral_accepted,20",
        "DN,X82001,2008-04,discharge,15",
    ]
    history = {("DN", "caseload"): {"2008-03": 90 * UNITS}}
    assert told(checked(lines, history=history)) == [
        ("caseload_rolls", None, "95: 90 the month before, and 20 came, and 15 left")
    ]
    assert told(checked(lines, history={("DN", "caseload"): {"2008-03": 95 * UNITS}})) == []
    assert told(checked(lines, history={("DN", "caseload"): {"2008-02": 1 * UNITS}})) == []


def test_a_zero_after_three_months_that_were_none_is_asked_and_a_blank_is_no_zero() -> None:
    before = {f"2008-0{month}": 20 * UNITS for month in (1, 2, 3)}
    history = {("DN", "contact"): before}
    zero = ["DN,X82001,2008-04,contact,0"]
    assert [rule for rule, _, _ in told(checked(zero, history=history))] == ["sudden_zero"]
    assert told(checked(zero, history={("DN", "contact"): {**before, "2008-02": 0}})) == []
    assert told(checked(["POD,X82001,2008-04,contact,1"], history=history)) == []


def test_process_limits_are_asked_for_only_with_twelve_points() -> None:
    def limits(history: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
        assert list(history) == [Fraction(20)] * 12
        return Fraction(-3), Fraction(25)

    months = [f"2007-{month:02d}" for month in range(4, 13)] + ["2008-01", "2008-02", "2008-03"]
    history = {("DN", "contact"): dict.fromkeys(months, 20 * UNITS)}
    assert told(checked([DN], history=history, limits_from=limits)) == [
        ("outside_limits", None, "between 0 and 25, the process limits of the 12 months before")
    ]
    history["DN", "contact"].pop("2007-04")
    assert told(checked([DN], history=history, limits_from=limits)) == []


def test_a_waived_rule_and_one_of_another_service_do_not_ask() -> None:
    lines = [DN, "DN,total,2008-04,contact,31"]
    waived = checked(lines, waived={"total_differs": "new system"})
    assert [found.severity for found in waived.findings] == [Severity.WARNING]
    rule = replace(BY_ID["total_differs"], services=frozenset({"POD"}))
    assert told(checked(lines, rules={**BY_ID, rule.id: rule})) == []


def test_a_quarterly_return_takes_its_three_months() -> None:
    lines = [f"DN,X82001,2008-0{month},contact,1" for month in (4, 5, 6, 7)]
    result = checked(lines, period=Period("2008-04", 3))
    assert told(result) == [("month", 5, "a month of April to June 2008")]


@pytest.mark.parametrize(
    ("lines", "header", "expected"),
    [
        ([], None, "at least one row of figures. A month without any activity is said by a nil return"),
        (["1,2,3,4"], "service,practice,month,quantity", "a column currency"),
        (
            [f"{DN},x"],
            "service,practice,month,currency,quantity,remarks",
            "only the columns service, team, practice, month, currency and quantity; take this one out",
        ),
        ([DN], "service,practice,month,currency,currency", "each heading once; this one is repeated"),
    ],
)
def test_a_file_that_is_no_return_is_refused_whole(lines: list[str], header: str | None, expected: str) -> None:
    result = checked(lines, **({"header": header} if header else {}))
    assert expected in [found.expected for found in result.findings]
    assert (result.verdict, len(result.rows)) == ("refused", 0)


@pytest.mark.parametrize(
    ("line", "header"),
    [
        (f"{DN},HP1 1AA", "service,practice,month,currency,quantity,Post code"),
        (f"{DN},12/03/1931", "service,practice,month,currency,quantity,date of birth"),
        (f"{DN},Smithson", "service,practice,month,currency,quantity,Name"),
        (f"{DN},9434765919", "service,practice,month,currency,quantity,team"),
        (f"{DN},b. 12/03/1931", "service,practice,month,currency,quantity,team"),
        (f"{DN},near HP1 1AA", "service,practice,month,currency,quantity,team"),
    ],
)
def test_what_looks_like_a_person_is_refused_whole_not_kept_and_never_shown(line: str, header: str) -> None:
    value = line.rpartition(",")[2]
    result = read([line], header=header)
    assert {found.rule for found in result.refusals} == {"looks_like_a_person"}
    assert (result.content, result.table) == (b"", None)
    assert value not in repr(result)
    assert all(found.row for found in result.refusals)


def test_many_errors_of_one_kind_are_told_up_to_a_number_and_all_counted() -> None:
    result = checked([f"DN,X82001,2008-04,contact,x{n}" for n in range(500)])
    assert result.owed == 500
    assert len(result.findings) == 201
    assert "the same in 300 more rows" in [found.expected for found in result.findings]


def test_every_rule_has_a_title_and_its_own_id() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.title for rule in RULES)


@given(st.integers(0, 99_999_999 * UNITS))
def test_a_quantity_written_is_the_quantity_read(units: int) -> None:
    assert units_from(quantity_text(units)) == units


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("DN", "POD", "XX")),
            st.sampled_from(("X82001", "X82002", "unplaced", "total", "zzz")),
            st.sampled_from(("contact", "first_contact", "follow_up_contact", "in_post_wte", "nonsense")),
            st.sampled_from(("0", "1", "2.5", "", "x", "7")),
        ),
        max_size=30,
    )
)
def test_every_row_is_either_taken_or_owed_and_sums_are_those_of_what_is_taken(
    rows: list[tuple[str, str, str, str]],
) -> None:
    lines = [f"{service},{practice},2008-04,{currency},{quantity}" for service, practice, currency, quantity in rows]
    result = checked(lines) if lines else None
    if result is None:
        return
    assert result.count == len(lines)
    assert len(result.rows) + result.owed == len(lines)
    taken = sum(result.rows.units)
    sums = [part for held in result.sums.values() for part in (held.placed, held.unplaced, held.total)]
    assert sum(part or 0 for part in sums) == taken
    errors = {found.row for found in result.findings if found.severity is Severity.ERROR}
    assert errors.isdisjoint(result.rows.rows)
    assert len(errors) == result.owed
    assert ASKED.period.months == ("2008-04",)
