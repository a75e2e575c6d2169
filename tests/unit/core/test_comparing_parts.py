"""Two versions of a document part by part: what was added, taken out and changed, in title, text and lines."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from core.comparing import Change
from core.comparing_parts import Line, Side, compare_parts, merged, summary_of_parts
from core.pdf.compared_parts import part_flowables
from core.pdf.page import LANDSCAPE_WIDTH, Running, pdf_bytes

KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True)
PRICES = Side(title="Prices", text="Paid weekly.", number="S1.", lines={"Physio, DacCom": 500_00, "Basis": "Block"})


def test_says_what_became_of_each_part() -> None:
    after = Side(title="Prices paid", text="Paid monthly.", number="S2.", lines={"Physio, DacCom": 450_00})
    found = {
        part.key: part
        for part in compare_parts(
            {"form": Side(title="Legal form"), "old": Side(title="Reports", number="S9."), "prices": PRICES},
            {"form": Side(title="Legal form"), "new": Side(title="Quality"), "prices": after},
        )
    }
    assert {key: part.change for key, part in found.items()} == {
        "form": Change.NONE,
        "old": Change.REMOVED,
        "new": Change.ADDED,
        "prices": Change.CHANGED,
    }
    assert found["old"].notes == ["This part was taken out."]
    assert found["old"].called == "S9. Reports"
    assert found["prices"].notes == ["Its title was “Prices”.", "Its number was S1."]
    assert found["prices"].lines == [
        Line(name="Physio, DacCom", before="£500.00", after="£450.00", moved="−£50.00", is_amount=True),
        Line(name="Basis", before="Block", after="–"),
    ]
    assert summary_of_parts(list(found.values())) == "1 part changed, 1 added, 1 taken out."


def test_another_number_or_other_blanks_are_no_change() -> None:
    moved = Side(title="Prices", text="Paid  weekly.\n", number="S2.", lines=PRICES.lines)
    (part,) = compare_parts({"p": PRICES}, {"p": moved})
    assert (part.change, part.near, part.lines) == (Change.NONE, [], [])
    assert summary_of_parts([part]) == "Nothing has changed."


def test_a_line_that_comes_moves_by_all_of_it() -> None:
    (part,) = compare_parts({"p": Side(title="Prices")}, {"p": Side(title="Prices", lines={"Physio": 5})})
    assert part.lines == [Line(name="Physio", before="–", after="£0.05", moved="+£0.05", is_amount=True)]


@given(before=KEYS, after=KEYS)
def test_nothing_is_lost_and_the_order_after_stays(before: list[str], after: list[str]) -> None:
    found = merged(before, after)
    assert sorted(found) == sorted({*before, *after})
    assert [key for key in found if key in after] == after


def test_prints_each_part_with_its_text_and_lines() -> None:
    after = Side(title="Prices", text="Paid monthly.", number="S1.", lines={"Physio, DacCom": 450_00, "Basis": "Block"})
    story = [
        drawn
        for part in compare_parts({"p": PRICES, "old": Side(title="Reports")}, {"p": after})
        for drawn in part_flowables(part, before="Issue 1", after="Issue 2", width=LANDSCAPE_WIDTH)
    ]
    running = Running(organisation="A PCT", title="Changes", content_hash="abc", is_landscape=True)
    (page,) = PdfReader(BytesIO(pdf_bytes(story, running))).pages
    told = " ".join(page.extract_text().split())
    for said in ("S1. Prices", "Paid weekly.", "Paid monthly.", "−£50.00", "£450.00", "This part was taken out."):
        assert said in told
    assert "Block" not in told, "what did not change is not printed"
