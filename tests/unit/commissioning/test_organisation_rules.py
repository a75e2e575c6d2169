"""Rules of membership and populations: boundary days, exact figures, names of weightings."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.organisations.rules.checks import check_alone, check_period, check_within, people_from
from commissioning.organisations.rules.sheets import problems_in_memberships, problems_in_populations
from commissioning.organisations.rules.values import Days, MembershipLine, PopulationLine, Stay
from core.errors import Refusal

APRIL = date(2008, 4, 1)
MARCH = date(2008, 3, 31)
GROUPS = {"DAC": Days(name="DacCom", opened=date(2006, 10, 1)), "HER": Days(name="Hertsmere", closed=APRIL)}


def _of(group: str, joined: date | None = None, left: date | None = None, row: int = 2) -> MembershipLine:
    return MembershipLine(practice="X82001", name="Practice 1", group=group, joined=joined, left=left, row=row)


def test_leaving_and_joining_on_one_day_is_no_overlap() -> None:
    check_alone("P", Stay(group="B", joined=APRIL), [Stay(group="A", left=APRIL)])


def test_one_day_in_two_groups_is_refused() -> None:
    with pytest.raises(Refusal, match="two groups at once"):
        check_alone("P", Stay(group="B", joined=MARCH), [Stay(group="A", left=APRIL)])


def test_a_membership_lasts_at_least_a_day() -> None:
    check_period(MARCH, APRIL)
    with pytest.raises(Refusal, match=r"^The practice joined on 1 April 2008: the day it left must be later\.$"):
        check_period(APRIL, APRIL)


def test_a_membership_of_a_closed_group_ends_by_the_day_of_closing() -> None:
    check_within(GROUPS["HER"], None, APRIL)
    with pytest.raises(Refusal, match=r"^Hertsmere closed on 1 April 2008, so the membership must end by then\.$"):
        check_within(GROUPS["HER"], None, None)


@pytest.mark.parametrize("text", ["-1", "1,2", "1e3", "٣", "", "1.1234567", "12345678901", "NaN"])
def test_what_is_no_number_of_people_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a number of people"):
        people_from(text)


@given(st.decimals(min_value=0, max_value=999_999_999, places=6))
def test_a_number_of_people_is_read_exactly(people: Decimal) -> None:
    assert people_from(f"{people:f}") == people
    assert people_from(f"{people:,f}") == people


def test_rows_of_one_practice_may_follow_each_other_in_any_order() -> None:
    rows = [_of("DAC", APRIL), _of("HER", None, APRIL, row=3)]
    assert list(problems_in_memberships(rows, practices={}, groups=GROUPS)) == []


def test_every_fault_of_a_sheet_is_named_with_its_row() -> None:
    rows = [
        _of("DAC", APRIL, APRIL, row=2),
        _of("XXX", row=3),
        MembershipLine(practice="e82001", name="P", group="DAC", row=4),
        MembershipLine(practice="X82003", name="", group="DAC", row=5),
        MembershipLine(practice="X82004", name="P", joined=APRIL, row=6),
        _of("DAC", date(2006, 9, 30), row=7),
    ]
    found = [(p.row, p.column) for p in problems_in_memberships(rows, practices={}, groups=GROUPS)]
    assert found == [(2, "left"), (3, "group"), (4, "code"), (5, "name"), (6, "group"), (7, "group")]


def test_a_population_of_a_closed_practice_counts_until_the_day_before() -> None:
    practices = {"X82001": Days(name="Practice 1", closed=APRIL)}
    lines = [PopulationLine(practice="X82001", on=day, registered=Decimal(1), row=2) for day in (MARCH, APRIL)]
    (problem,) = problems_in_populations(lines, practices=practices)
    assert (problem.column, problem.value) == ("date", "2008-04-01")


def test_a_weighting_is_named_as_a_column_is() -> None:
    line = PopulationLine(practice="X82001", on=APRIL, registered=Decimal(1), weighted={"General acute": Decimal(1)})
    (problem,) = problems_in_populations([line], practices={"X82001": Days(name="P")})
    assert (problem.row, problem.column) == (1, "General acute")
