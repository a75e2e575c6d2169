from dataclasses import replace

import pytest

from budgets.rounds.presented.links import NO_LINKS, Links
from budgets.rounds.presented.matrix import Asked, Matrix, Measure, matrix_of
from core.spreadsheets.shown import sheet_of, table_as_csv
from tests.builders_reading import the_calculation

LINKS = Links(line="/lines/{}".format, group="/groups/{}".format, practice="".format)


def shown(asked: Asked | None = None) -> Matrix:
    return matrix_of(the_calculation(), asked or Asked(), LINKS, {})


def row_of(matrix: Matrix, name: str) -> list[str]:
    return next([cell.text for cell in row] for row in matrix.table.rows if row[0].text == name)


def test_a_line_shows_its_method_each_group_what_is_not_split_and_its_total() -> None:
    assert row_of(shown(), "Community nursing") == [
        "Community nursing", "By activity", "2,544,895.33", "2,698,341.80", "2,705,852.34", "2,988,970.45",
        "271,315.85", "0.00", "11,209,375.77",
    ]  # fmt: skip


def test_the_foot_is_the_whole_budget_and_leads_to_statements() -> None:
    (foot,) = shown().table.foot
    assert [cell.text for cell in foot][2:] == [
        "12,246,212.22", "11,208,967.70", "11,703,767.06", "11,932,687.61", "1,625,791.19", "1,857,860.19",
        "50,575,285.97",
    ]  # fmt: skip
    assert [cell.href for cell in foot][2:4] == ["/groups/DAC", "/groups/WAT"]


def test_every_figure_of_a_line_leads_to_how_it_was_worked_out() -> None:
    row = shown().table.rows[0]
    assert {cell.href for cell in row if cell.number} == {"/lines/COMM-NUR#split", "/lines/COMM-NUR"}


def test_a_fallback_is_marked_and_says_what_was_asked_for_and_why() -> None:
    matrix = shown()
    row = next(row for row in matrix.table.rows if row[0].text.startswith("Speech and language therapy, adults"))
    assert row[1].text == "By cost centre"
    assert row[1].note == "Fallback. Asked for: By activity, but 3 months of activity, 6 needed"
    assert row[1].look == "app-fell-back"
    assert matrix.said == "32 lines, 1 by a fallback method."


def test_what_is_not_split_says_why() -> None:
    notes = {row[0].text: row[7].note for row in shown().table.rows if row[7].note}
    assert notes == {
        "Continuing care assessment": "pooled",
        "Neurological rehabilitation beds": "pooled",
        "Growth not committed to must-dos": "growth held",
    }


def test_categories_carry_subtotals_that_add_up_to_the_foot() -> None:
    table = shown().table
    subtotals = [section.head[-1].pence or 0 for section in table.sections]
    assert sum(subtotals) == table.foot[0][-1].pence
    assert [section.head[0].text for section in table.sections][:2] == ["Adult services", "Specialist adult services"]


@pytest.mark.parametrize("measure", list(Measure))
def test_each_measure_adds_up_down_its_columns(measure: Measure) -> None:
    table = shown(Asked(measure=measure)).table
    if measure is Measure.SHARE:
        assert sum((cell.exact or 0) for cell in table.foot[0][2:7]) == 100
        return
    for place in range(2, 7):
        assert sum(row[place].pence or 0 for row in table.rows) == table.foot[0][place].pence


def test_filters_by_category_method_and_text_and_totals_what_is_shown() -> None:
    matrix = shown(Asked(category="Adult services", method="activity", text="care"))
    assert [row[0].text for row in matrix.table.rows] == ["Intermediate care: home based", "Palliative care"]
    assert [foot[0].text for foot in matrix.table.foot] == ["Total of the 2 lines shown", "Total of all 32 lines"]
    assert matrix.table.foot[0][-1].text == "3,482,303.54"
    assert matrix.said == "2 of 32 lines."


def test_finds_a_line_by_its_code() -> None:
    assert [row[0].text for row in shown(Asked(text="salt-ad")).table.rows] == ["Speech and language therapy, adults"]


def test_sorts_by_a_group_largest_first_and_then_the_other_way() -> None:
    asked = Asked().in_order_of("RED")
    assert asked.descending
    assert shown(asked).table.rows[0][0].text == "Community nursing"
    other_way = asked.in_order_of("RED")
    assert not other_way.descending
    assert [row[6].pence for row in shown(other_way).table.rows] == sorted(
        row[6].pence or 0 for row in shown(asked).table.rows
    )


def test_the_address_holds_only_what_is_not_as_usual() -> None:
    assert Asked().query == {}
    asked = Asked(measure=Measure.NET, text="bed", sort="total", descending=True)
    assert asked.query == {"measure": "net", "text": "bed", "sort": "total", "descending": "yes"}
    assert replace(asked, measure=Measure.GROSS).query == {"text": "bed", "sort": "total", "descending": "yes"}


def test_the_file_holds_exactly_the_lines_shown_in_their_order() -> None:
    matrix = matrix_of(the_calculation(), Asked(text="care", sort="total", descending=True), NO_LINKS, {})
    lines = table_as_csv(matrix.table).decode().splitlines()
    assert lines[0].startswith("Line,Method used,DacCom,WatCom")
    assert [line.split(",")[0] for line in lines[1:]] == [
        *(row[0].text for row in matrix.table.rows), "Total of the 5 lines shown", "Total of all 32 lines",
    ]  # fmt: skip


def test_the_file_names_the_category_where_the_page_does() -> None:
    sheet = sheet_of(shown().table)
    assert sheet.header[:2] == ["Category", "Line"]
    assert next(iter(sheet.rows))[:2] == ["Adult services", "Community nursing"]
