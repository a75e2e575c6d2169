"""Two texts side by side: both can be read back exactly, and the marks say what changed and nothing else."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.alignment import likeness, paired, same_places
from core.comparing import (
    Change,
    Mark,
    Row,
    Run,
    Skipped,
    as_read,
    compare_texts,
    near_changes,
    summary_of,
)

PIECES = st.sampled_from(
    [
        "the ",
        "nurse ",
        "visits ",
        "two ",
        "£1,234.50 ",
        "5% ",
        ".",
        ", ",
        "\n",
        "\n\n",
        "\r\n",
        "# Aims\n",
        "- a\n",
        "| b |\n",
        " ",
        "ü",
        "\x0b",
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)


def left_of(rows: list[Row]) -> str:
    return "".join(run.text for row in rows for run in row.left)


def right_of(rows: list[Row]) -> str:
    return "".join(run.text for row in rows for run in row.right)


def shown(row: Row) -> tuple[str, str]:
    """Both sides with what is marked in brackets."""
    left, right = (
        "".join(run.text if run.mark is Mark.SAME else f"[{run.text}]" for run in side)
        for side in (row.left, row.right)
    )
    return left.strip(), right.strip()


def counted(thing: str) -> Counter[str]:
    return Counter(thing.split())


@settings(max_examples=500, deadline=None)
@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back_exactly(before: str, after: str) -> None:
    rows = compare_texts(before, after)
    assert left_of(rows) == before
    assert right_of(rows) == after
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_the_left_has_no_insertion_and_the_right_no_deletion(before: str, after: str) -> None:
    for row in compare_texts(before, after):
        assert Mark.INSERTED not in {run.mark for run in row.left}
        assert Mark.DELETED not in {run.mark for run in row.right}
        assert all(run.text for run in (*row.left, *row.right))


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_what_is_not_marked_is_the_same_on_both_sides(before: str, after: str) -> None:
    for row in compare_texts(before, after):
        if row.left and row.right:
            left, right = (
                "".join("".join(run.text.split()) for run in side if run.mark is Mark.SAME)
                for side in (row.left, row.right)
            )
            assert left == right


@settings(deadline=None)
@given(TEXTS)
def test_identical_texts_have_no_marks(text: str) -> None:
    rows = compare_texts(text, text)
    assert {row.change for row in rows} <= {Change.NONE}
    assert summary_of(rows) == "Nothing has changed."


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_texts_of_other_words_have_marks(before: str, after: str) -> None:
    is_same = before.split() == after.split()
    assert is_same or any(row.change is not Change.NONE for row in compare_texts(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("one\ntwo three", "one two\nthree"),
        ("a b", "a   b"),
        ("a\n\nb", "a\n\n\n\nb\n"),
        ("a\r\nb", "a\nb"),
        ("", "\n"),
        ("\n\n", ""),
    ],
)
def test_blanks_and_ends_of_lines_are_no_changes(before: str, after: str) -> None:
    assert all(row.change is Change.NONE for row in compare_texts(before, after))


def test_marks_words_and_figures_whole() -> None:
    (row,) = compare_texts(
        "At least two visits cost £1,234.50 until 31/03/2008, or 5%.",
        "At least three visits cost £1,250.00 until 30/06/2008, or 7.5%.",
    )
    assert shown(row) == (
        "At least [two] visits cost [£1,234.50] until [31/03/2008], or [5%].",
        "At least [three] visits cost [£1,250.00] until [30/06/2008], or [7.5%].",
    )


def test_does_not_cut_a_replaced_passage_at_an_odd_word() -> None:
    (row,) = compare_texts("Open on weekdays, 9:00 to 17:00", "Open on weekdays, 8:00 to 18:00")
    assert shown(row) == ("Open on weekdays, [9:00 to 17:00]", "Open on weekdays, [8:00 to 18:00]")


def test_sets_paragraphs_against_what_they_became() -> None:
    before = "The team visits each patient twice a week.\n\nIt is open on weekdays.\n\nReferrals come from practices."
    after = (
        "Referrals may come from any practice.\n\nThe team visits each patient three times a week.\n\n"
        "Nobody waits longer than a day.\n\nIt is open on weekdays and on Saturdays."
    )
    rows = compare_texts(before, after)
    assert [row.change.value for row in rows] == ["added", "changed", "added", "changed", "removed"]
    assert shown(rows[1])[1] == "The team visits each patient [three times] a week."
    assert shown(rows[3])[1] == "It is open on weekdays[ and on Saturdays]."


def test_what_moved_is_a_deletion_and_an_insertion() -> None:
    rows = compare_texts(
        "First thing here.\n\nSecond one there.\n\nThird.", "Second one there.\n\nThird.\n\nFirst thing here."
    )
    assert [(row.change.value, *shown(row)) for row in rows] == [
        ("removed", "[First thing here.]", ""),
        ("none", "Second one there.", "Second one there."),
        ("none", "Third.", "Third."),
        ("added", "", "[First thing here.]"),
    ]


def test_paragraphs_are_compared_within_their_section() -> None:
    before = "# Aims\nThe team helps patients stay at home.\n\n# Scope\nAll adults of the locality.\n"
    after = "# Aims\nSomething else entirely now.\n\n# Scope\nThe team helps patients stay at home.\n"
    rows = compare_texts(before, after)
    assert [(row.change.value, *shown(row)) for row in rows] == [
        ("none", "# Aims", "# Aims"),
        ("removed", "[The team helps patients stay at home.]", ""),
        ("added", "", "[Something else entirely now.]"),
        ("none", "# Scope", "# Scope"),
        ("removed", "[All adults of the locality.]", ""),
        ("added", "", "[The team helps patients stay at home.]"),
    ]


def test_a_renamed_section_stays_beside_itself() -> None:
    rows = compare_texts(
        "# Purpose\nPatients stay at home.\n\n# Hours\nNine to five.",
        "# Purpose and aims\nPatients stay at home.\n\n# Hours\nNine to five.",
    )
    assert [row.change.value for row in rows] == ["changed", "none", "none", "none"]


def test_rows_of_a_table_and_items_are_compared_one_by_one() -> None:
    rows = compare_texts(
        "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n", "| a | b |\n|---|---|\n| 1 | 5 |\n| 3 | 4 |\n- new\n"
    )
    assert [row.change.value for row in rows] == ["none", "none", "changed", "none", "added"]
    assert shown(rows[2]) == ("| 1 | [2] |", "| 1 | [5] |")


def test_shows_only_what_is_near_a_change() -> None:
    before = "\n\n".join(f"Paragraph {n} says {n}." for n in range(20))
    rows = compare_texts(before, before.replace("Paragraph 7 says", "Paragraph 7 tells"))
    near = near_changes(rows)
    assert [row.count if isinstance(row, Skipped) else row.number for row in near] == [6, 7, 8, 9, 11]
    assert near_changes(compare_texts("a", "a")) == [Skipped(1)]
    assert near_changes([]) == []
    assert [row.number for row in near_changes(rows, around=30) if isinstance(row, Row)] == list(range(1, 21))


def test_says_in_a_sentence_how_much_changed() -> None:
    rows = compare_texts(
        "One is here.\n\nTwo is there.\n\nGone.", "One was here.\n\nTwo was there.\n\nCame a.\n\nAnd came b."
    )
    assert summary_of(rows) == "2 paragraphs changed, 2 added, 1 removed."
    assert summary_of(compare_texts("", "New.")) == "1 paragraph added."
    assert summary_of([]) == "Nothing has changed."


def test_an_empty_text_against_a_text() -> None:
    assert compare_texts("", "") == []
    assert compare_texts("", "New.") == [Row(number=1, left=(), right=(Run("New.", Mark.INSERTED),))]
    assert compare_texts("Old.", "") == [Row(number=1, left=(Run("Old.", Mark.DELETED),), right=())]


@settings(deadline=None)
@given(st.text("abcde", max_size=40), st.text("abcde", max_size=40))
def test_same_places_are_the_same_and_in_order(left: str, right: str) -> None:
    places = same_places(left, right)
    assert all(left[one] == right[other] for one, other in places)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(places))


@settings(deadline=None)
@given(st.lists(st.text("ab ", max_size=6), max_size=30), st.lists(st.text("ab ", max_size=6), max_size=30))
def test_pairs_keep_every_thing_once_and_in_order(left: list[str], right: list[str]) -> None:
    found = paired(left, right, key=str, words=counted)
    pairs = list(found)
    assert [one for one, _ in pairs if one is not None] == left
    assert [other for _, other in pairs if other is not None] == right


def test_pairs_of_very_many_things_are_found_too() -> None:
    left = [f"paragraph {n} of the old text with {n * 7} words" for n in range(300)]
    right = [f"paragraph {n} of the new text with {n * 7} words" for n in range(300)]
    found = paired(left, right, key=str, words=counted)
    pairs = list(found)
    assert [other for _, other in pairs] == right
    assert sum(one is not None and other is not None for one, other in pairs) > 200


def test_likeness_is_between_nothing_and_all() -> None:
    assert likeness(Counter("ab"), Counter("cd")) == 0
    assert likeness(Counter("ab"), Counter("ba")) == 100
    assert likeness(Counter(), Counter()) == 100


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\n\n" * 60_000, "a\n\n" * 50_000 + "b\n\n" * 9_000),
        ("a b " * 50_000, "b a " * 50_000),
        ("\n\n".join(f"word {n}" for n in range(20_000)), "\n\n".join(f"word {n}" for n in reversed(range(20_000)))),
        ("- x\n- y\n" * 20_000, "- y\n- x\n- z\n" * 15_000),
    ],
    ids=["repeated", "two words", "reversed", "items"],
)
def test_a_text_made_to_be_slow_is_compared_all_the_same(before: str, after: str) -> None:
    rows = compare_texts(before, after)
    assert (left_of(rows), right_of(rows)) == (before, after)


def _said(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs).strip()


def test_a_table_is_read_without_its_bars_and_rules() -> None:
    before = "## 1.2 Hours\n\n| Team | From |\n|:---|---:|\n| Days | 8:30 |\n"
    after = before.replace("8:30", "9:00") + "| Nights | 20:00 |\n"
    rows = as_read(compare_texts(before, after))
    assert [_said(row.right) for row in rows] == ["1.2 Hours", "Team · From", "Days · 9:00", "Nights · 20:00"]
    assert [row.change for row in rows] == [Change.NONE, Change.NONE, Change.CHANGED, Change.ADDED]
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert [run.text for run in rows[2].right if run.mark is Mark.INSERTED] == ["9:00"]


def test_a_bar_that_is_text_stays_and_a_new_table_needs_no_rule() -> None:
    rows = as_read(compare_texts("Hours.", "Hours.\n\n| A \\| B | C |\n|---|---|\n| 1 | 2 |"))
    assert [_said(row.right) for row in rows] == ["Hours.", "A \\| B · C", "1 · 2"]


@pytest.mark.parametrize(("before", "after"), [("# Scope", "## Scope"), ("|A|\n|---|", "|A|\n|---:|")])
def test_a_change_of_signs_alone_is_shown_with_them(before: str, after: str) -> None:
    changes = [row.change for row in as_read(compare_texts(before, after))]
    assert Change.CHANGED in changes


@given(st.text(alphabet="|# -ab\n\\", max_size=40), st.text(alphabet="|# -ab\n\\", max_size=40))
def test_reading_hides_no_change_but_the_rules_of_tables(before: str, after: str) -> None:
    rows = compare_texts(before, after)
    shown = Counter(row.change for row in as_read(rows))
    changed = Counter(row.change for row in rows)
    assert shown[Change.CHANGED] == changed[Change.CHANGED]
    assert all(shown[each] <= changed[each] for each in Change)
