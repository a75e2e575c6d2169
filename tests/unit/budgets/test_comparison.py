from fractions import Fraction

from budgets.method.comparison import Change, compare, losers, settings_that_differ, winners
from tests.builders_reading import OTHER_METHODS, the_calculation, the_other_calculation

COMPARED = compare(the_calculation(), the_other_calculation())


def test_tells_a_change_as_before_after_difference_and_percent() -> None:
    change = Change(1000, 1250)
    assert (change.difference, change.percent) == (250, Fraction(25))


def test_has_no_percentage_where_there_was_nothing_before() -> None:
    assert Change(0, 5).percent is None
    assert Change(-5, 5).percent is None


def test_differences_by_line_add_up_to_each_groups_difference() -> None:
    for group in COMPARED.groups:
        assert sum(line.by_group[group.code].difference for line in COMPARED.lines) == group.gross.difference


def test_a_changed_method_moves_money_but_makes_none() -> None:
    assert sum(group.gross.difference for group in COMPARED.groups) == 0
    assert all(line.total.difference == 0 for line in COMPARED.lines)
    assert [line.code for line in COMPARED.lines if line.is_changed] == list(OTHER_METHODS)


def test_names_the_lines_with_another_method() -> None:
    found = {line.code: (line.method_before, line.method_after) for line in COMPARED.other_methods}
    assert found == {
        "COMM-NUR": ("activity", "capitation"),
        "PODIATRY": ("activity", "activity:60+capitation:40"),
    }


def test_winners_and_losers_stand_largest_first() -> None:
    assert [(c.name, c.gross.difference) for c in winners(COMPARED.groups)] == [
        ("DacCom", 46797226),
        ("Red House", 7257189),
    ]
    assert [c.name for c in losers(COMPARED.groups)] == ["Hertsmere", "StAHCom", "WatCom"]


def test_practices_add_up_to_the_groups() -> None:
    for group in COMPARED.groups:
        moved = sum(p.gross.difference for p in COMPARED.practices if p.group == group.code)
        assert moved == group.gross.difference


def test_a_calculation_compared_with_itself_has_no_difference() -> None:
    same = compare(the_calculation(), the_calculation())
    assert not winners(same.groups)
    assert not losers(same.groups)
    assert not any(line.is_changed for line in same.lines)
    assert not same.other_methods


def test_names_the_rules_of_the_policy_that_differ_also_those_only_one_has() -> None:
    before = {"uplift.percent": "2.3", "growth.amount": "1.00"}
    found = settings_that_differ(before, {"uplift.percent": "2.3", "risk_reserve.percent": "1.5"})
    assert [(s.key, s.before, s.after) for s in found] == [
        ("risk_reserve.percent", None, "1.5"),
        ("growth.amount", "1.00", None),
    ]
