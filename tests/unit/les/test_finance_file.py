"""The file for the finance system: every line as its layout has it, however many there are, and no formulas."""

import csv
import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from core.money import pounds
from les.payments.exports.finance_file import finance_file
from les.payments.rules.layouts import AS_USUAL, DayForm, FileLine, Layout, Sign, columns_from
from les.payments.rules.references import line_reference

_DAY = date(2008, 5, 30)


def _line(place: int, pence: int, *, name: str = "Practice 1", what: str = "Injections") -> FileLine:
    reference = line_reference(1, place)
    return FileLine(reference, "EP-000001", "X82001", name, "LES-001", "Minor surgery", "2008/09", 1, what, pence, _DAY)


def _read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_many_lines_stand_in_order_each_once() -> None:
    lines = [_line(place, place * 7 - 4000) for place in range(1, 1302)]
    rows = _read(finance_file(AS_USUAL, iter(lines)))
    assert len(rows) == 1302
    assert [(row[2], row[4]) for row in rows[1:]] == [(each.reference, pounds(each.pence)) for each in lines]
    assert [row[3] for row in rows[1:]] == ["CRN" if each.pence < 0 else "INV" for each in lines]


def test_no_line_leaves_the_headings() -> None:
    assert _read(finance_file(AS_USUAL, [])) == [[column.heading for column in AS_USUAL.columns]]


def test_what_would_run_as_a_formula_is_guarded_and_amounts_stay_numbers() -> None:
    layout = Layout(
        columns=columns_from("=Name: practice name\nFor: what it is for\nAmount: amount\nFixed: text +44"),
        day_form=DayForm.ISO,
        sign=Sign.IN_FRONT,
    )
    lines = [_line(1, -1250, name="=1+1", what="@SUM(A1)"), _line(2, 5, name="Practice 2", what="")]
    assert _read(finance_file(layout, lines)) == [
        ["'=Name", "For", "Amount", "Fixed"],
        ["'=1+1", "'@SUM(A1)", "-12.50", "'+44"],
        ["Practice 2", "", "0.05", "'+44"],
    ]


@given(
    st.lists(st.tuples(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0")), st.integers()), max_size=20)
)
def test_a_block_of_lines_is_written_as_each_line_alone(told: list[tuple[str, int]]) -> None:
    lines = [_line(place, pence, what=what) for place, (what, pence) in enumerate(told, start=1)]
    alone = [_read(finance_file(AS_USUAL, [line]))[1] for line in lines]
    assert _read(finance_file(AS_USUAL, lines))[1:] == alone
