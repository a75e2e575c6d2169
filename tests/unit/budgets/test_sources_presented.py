"""Sources as tables, sentences and a chart."""

from dataclasses import replace
from fractions import Fraction

from budgets.method.calculation import calculate
from budgets.rounds.presented.links import NO_LINKS
from budgets.sources.charts import grades_by_group
from budgets.sources.presented import drivers, money
from budgets.sources.presented.asked import Asked, Measure
from budgets.sources.rules.descriptions import Descriptions, DriverKind, Grade
from budgets.sources.rules.money import Footing, Rests, rests_of
from tests.builders_reading import the_calculation, the_example
from tests.unit.budgets.small_workbook import activity, policy, service, workbook
from tests.unit.budgets.test_sources_rules import ALL_SAID, said, the_year


def of_the_year() -> Rests:
    return rests_of(the_year(), ALL_SAID)


def test_the_weakest_lines_stand_first_and_columns_without_money_are_left_out() -> None:
    shown = money.lines_table(the_year(), of_the_year(), Asked(), NO_LINKS)
    assert [row[0].text for row in shown.rows][:4] == ["Service NUR", "Service MAP", "Service POD", "Service FIX"]
    assert [head.text for head in shown.head] == [
        "Line",
        "Rests on",
        "Weakest grade",
        "Grade D £",
        "Grade C £",
        "Grade B £",
        "Grade A £",
        "A decision £",
        "Not split £",
        "Line total £",
    ]
    assert [cell.text for cell in shown.rows[0]][1:5] == [
        "Activity and population snapshot",
        "D, rough and ready",
        "600.01",
        "0.00",
    ]
    assert shown.foot[0][-1].pence == the_year().totals.total
    rests_on = {row[0].text: row[1].text for row in shown.rows}
    assert rests_on["Service ONE"] == "A decision"
    assert rests_on["Service KEPT"] == rests_on["Growth not committed to must-dos"] == "Not split"


def test_lines_can_be_filtered_by_grade_with_both_totals() -> None:
    rests = of_the_year()
    shown = money.lines_table(the_year(), rests, Asked(footing="A"), NO_LINKS)
    assert [row[0].text for row in shown.rows] == ["Service NUR", "Service FELL"]
    assert [row[0].text for row in shown.foot] == ["Total of the 2 lines shown", "Total of all 9 lines"]
    assert money.said_of_lines(shown, rests) == "2 of 9 lines."
    assert money.said_of_lines(money.lines_table(the_year(), rests, Asked(), NO_LINKS), rests) == "9 lines."


def test_lines_can_be_sorted_by_name_total_and_grade() -> None:
    def first(asked: Asked) -> str:
        return money.lines_table(the_year(), of_the_year(), asked, NO_LINKS).rows[0][0].text

    assert first(Asked(sort="line")) == "Growth not committed to must-dos"
    assert first(Asked(sort="total")) == "Growth not committed to must-dos"
    assert first(Asked(sort="A", descending=True)) == "Service FELL"
    assert first(Asked(sort="D", descending=True, measure=Measure.PERCENT)) == "Service NUR"
    heads = money.lines_table(
        the_year(), of_the_year(), Asked(sort="A", descending=True), NO_LINKS, {"A": "/?sort=A"}
    ).head
    assert [(head.text, head.sort, head.href) for head in heads if head.sort] == [
        ("Grade A £", "descending", "/?sort=A")
    ]


def test_percentages_are_of_each_row() -> None:
    shown = money.lines_table(the_year(), of_the_year(), Asked(measure=Measure.PERCENT), NO_LINKS)
    assert shown.rows[0][3].exact == Fraction(100 * 60_001, 100_001)
    assert shown.rows[0][-1].pence == 100_001
    assert shown.head[3].text == "Grade D %"


def test_groups_add_up_to_their_gross_the_weakest_first() -> None:
    calculation = the_calculation()
    rests = rests_of(calculation, ALL_SAID)
    shown = money.groups_table(calculation, rests, Asked(), NO_LINKS)
    assert [row[-1].pence for row in shown.rows] == [
        calculation.totals.by_group[code].gross for code in rests.weakest_first()
    ]
    parts = [
        Fraction(rests.of_group(code)[Footing.D], calculation.totals.by_group[code].gross)
        for code in rests.weakest_first()
    ]
    assert parts == sorted(parts, reverse=True)
    assert shown.foot[0][-1].pence == calculation.totals.gross


def test_the_finding_names_the_weakest_grade_and_what_is_not_graded() -> None:
    assert money.finding(the_year(), of_the_year()) == (
        "£600.01 of £7,800.07 rests on figures of grade D, rough and ready (7.7%)."
    )
    partly = rests_of(the_year(), Descriptions.of([said(DriverKind.POPULATION, Grade.A)]))
    assert money.finding(the_year(), partly).endswith("grade A, measured (17.9%); £3,600.04 is not graded yet.")
    nothing = rests_of(the_year(), Descriptions())
    assert money.finding(the_year(), nothing).startswith("No money can be graded yet")


def test_key_figures_cover_everything() -> None:
    figures = money.key_figures(the_year(), of_the_year())
    assert [(figure.label, figure.value) for figure in figures] == [
        ("D, rough and ready", "7.7%"),
        ("C, mapped by hand", "12.8%"),
        ("B, derived", "25.6%"),
        ("A, measured", "17.9%"),
        ("A decision", "19.2%"),
        ("Not split", "16.7%"),
    ]


def test_drivers_say_what_the_inputs_hold_and_what_is_missing() -> None:
    book, decided = the_example()
    held = drivers.held_in(book, decided)
    assert held == {
        DriverKind.POPULATION: "51 practices on 1 January 2008",
        DriverKind.ACTIVITY: "8,032 rows, counted from 2007-01 to 2007-12",
        DriverKind.COST_CENTRE_MAP: "7 cost centres mapped",
        DriverKind.FIXED_SHARES: "1 line with agreed percentages",
    }
    assert drivers.missing_in(held, []) == list(DriverKind)
    shown = drivers.drivers_table(held, [])
    assert [cell.text for cell in shown.rows[1]][2:6] == ["Not described yet", "", "", "Not graded"]


def test_a_driver_the_inputs_do_not_hold_need_not_be_described() -> None:
    held = drivers.held_in(workbook(), policy())
    assert [driver for driver, words in held.items() if words] == [DriverKind.POPULATION]
    assert drivers.missing_in(held, []) == [DriverKind.POPULATION]
    assert [cell.text for cell in drivers.drivers_table(held, []).rows[1]][1:6] == ["None in these inputs"] + [""] * 4


def test_uplift_is_three_figures_and_says_what_is_not_given() -> None:
    percent = Fraction("2.3")
    assert drivers.uplift_in_words(policy()) == [("Uplift", "None", "the policy gives no uplift")]
    only_net = drivers.uplift_in_words(policy(uplift_percent=percent))
    assert [figure for _, figure, _ in only_net] == ["Not given separately", "Not given separately", "2.3%"]
    three = policy(uplift_percent=percent, uplift_gross_percent=Fraction("5.3"), uplift_efficiency_percent=Fraction(3))
    assert [(name, figure) for name, figure, _ in drivers.uplift_in_words(three)] == [
        ("Gross inflation", "5.3%"),
        ("Efficiency requirement", "3%"),
        ("Net uplift", "2.3%"),
    ]


def test_the_chart_states_who_rests_most_on_the_weakest_grade() -> None:
    assert grades_by_group(the_year(), of_the_year()).finding == (
        "Alpha rests most on grade D, rough and ready, 12.4% of the gross budget; Beta least, 5.2%."
    )
    assert grades_by_group(the_year(), rests_of(the_year(), Descriptions())).finding == (
        "No group’s budget can be graded yet: none of the drivers it rests on is described."
    )


def test_the_chart_says_when_all_groups_stand_alike() -> None:
    calculation = calculate(workbook(), policy())
    assert grades_by_group(calculation, rests_of(calculation, ALL_SAID)).finding == (
        "100.0% of every group’s gross budget rests on grade A, measured."
    )


def test_the_chart_leaves_out_a_group_without_money() -> None:
    only_a = workbook(services=(service("NUR", "activity"),), activity=activity([("NUR", "X1", "2007-04", "c", 1)]))
    calculation = calculate(only_a, replace(policy(), minimum_months=1))
    assert grades_by_group(calculation, rests_of(calculation, ALL_SAID)).finding == (
        "100.0% of every group’s gross budget rests on grade D, rough and ready."
    )
