"""Who provides what: providers and rest make up the whole, whatever the figures and the arrangements."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from budgets.agreement.rules.notices import Allotted, Provided, allotted, notice_of, reserve_in
from budgets.agreement.rules.notices_kept import notice_from, notice_text, rest_from, rest_text
from budgets.method.calculation import CalculationRefused, calculate
from budgets.method.policy import Policy
from budgets.method.result import Calculation
from budgets.method.workbook import Workbook
from tests.unit.budgets.any_workbook import policies, workbooks
from tests.unit.budgets.calculations import calculation

NAMES = {"OWN": "Provider services", "ACU": "Local acute trust"}
HERE = {"DAC": "Dacorum", "WAT": "Watford"}
provided = st.sampled_from([Provided(provider="OWN"), Provided(provider="ACU"), Provided(why_not="nobody in {place}")])


def found_for(worked_out: Calculation, *arranged: tuple[str, str, Provided]) -> Allotted:
    return allotted(
        worked_out, places=HERE, arranged={(code, place): who for code, place, who in arranged}, names=NAMES
    )


@settings(max_examples=60, deadline=None)
@given(workbooks(), policies(), st.data())
def test_providers_and_rest_make_up_the_whole(workbook: Workbook, policy: Policy, data: st.DataObject) -> None:
    try:
        worked_out = calculate(workbook, policy)
    except CalculationRefused:
        return
    places = {
        group.code: data.draw(st.sampled_from(["North", "South"]))
        for group in worked_out.groups
        if data.draw(st.booleans())
    }
    keys = [(line.code, place) for line in worked_out.lines for place in ("North", "South")]
    arranged = {key: data.draw(provided) for key in keys if data.draw(st.booleans())}
    found = allotted(worked_out, places=places, arranged=arranged, names=NAMES)
    with_providers = sum(line.total for lines in found.lines.values() for line in lines)
    assert with_providers + sum(each.amount for each in found.rest) == worked_out.totals.total
    for code, lines in found.lines.items():
        notice = notice_of(worked_out, found, code, NAMES[code], reserve=reserve_in(worked_out, lines))
        assert notice_from(notice_text(notice)) == notice
        assert notice.total == sum(line.total for line in lines)
    assert tuple(rest_from(rest_text(found.rest))) == found.rest


def test_a_groups_part_is_with_the_provider_of_its_locality() -> None:
    worked_out = calculation(lines=1)
    found = found_for(
        worked_out,
        ("LINE-00", "Dacorum", Provided(provider="OWN")),
        ("LINE-00", "Watford", Provided(provider="ACU")),
    )
    [line] = worked_out.lines
    assert [dict(each.by_group) for each in found.lines["OWN"]] == [{"DAC": line.net["DAC"]}]
    assert [dict(each.by_group) for each in found.lines["ACU"]] == [{"WAT": line.net["WAT"]}]
    assert [(each.name, each.amount) for each in found.rest] == [
        ("Risk reserve held by the commissioner", worked_out.totals.reserve)
    ]
    assert reserve_in(worked_out, found.lines["OWN"]) == line.reserve["DAC"]


def test_says_why_money_is_with_nobody() -> None:
    worked_out = calculation(lines=2, reserve="0", growth=350_000_00)
    found = found_for(
        worked_out,
        ("LINE-00", "Dacorum", Provided(why_not="nobody provides it in {place}")),
        ("LINE-00", "Watford", Provided(provider="OWN")),
        ("LINE-01", "Watford", Provided(provider="OWN")),
    )
    assert [(each.name, each.why) for each in found.rest] == [
        ("Community nursing 0", "nobody provides it in Dacorum"),
        ("Community nursing 1", "nothing is recorded for Dacorum"),
        (worked_out.lines[2].name, "growth money that no must-do claims yet"),
    ]


def test_pooled_money_is_with_its_only_provider_and_with_none_of_several() -> None:
    worked_out = calculation(lines=1, methods=("pooled",))
    [line] = worked_out.lines
    alone = found_for(worked_out, ("LINE-00", "Dacorum", Provided(provider="ACU")))
    assert [(each.pooled, each.shared) for each in alone.lines["ACU"]] == [(line.pooled, 0)]
    assert alone.rest == ()
    both = found_for(
        worked_out,
        ("LINE-00", "Dacorum", Provided(provider="ACU")),
        ("LINE-00", "Watford", Provided(provider="OWN")),
    )
    [part] = both.lines["ACU"]
    assert (part.total, part.shared, part.pooled_with) == (0, line.pooled, ("Provider services",))
    assert [(each.why, each.amount) for each in both.rest] == [
        ("pooled, and provided by Local acute trust and Provider services together", line.pooled)
    ]


def test_a_group_without_a_locality_is_named() -> None:
    worked_out = calculation(lines=1, reserve="0")
    found = allotted(worked_out, places={}, arranged={}, names=NAMES)
    assert found.lines == {}
    assert [each.why for each in found.rest] == [
        "no locality is recorded for DacCom",
        "no locality is recorded for WatCom",
    ]


def test_a_line_that_gives_a_provider_nothing_is_not_told() -> None:
    worked_out = calculation(lines=1, amounts=(0,))
    found = found_for(worked_out, ("LINE-00", "Dacorum", Provided(provider="OWN")))
    assert found.lines == {}


def test_only_groups_with_something_are_named() -> None:
    worked_out = calculation(lines=1)
    found = found_for(worked_out, ("LINE-00", "Dacorum", Provided(provider="OWN")))
    notice = notice_of(worked_out, found, "OWN", "Provider services")
    assert (notice.own_groups, notice.is_pooled) == ({"DAC": "DacCom"}, False)
    assert replace(notice, lines=()).total == 0
