"""What a backup says and means: cells come back as they were, manifests too, and only old backups go."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refusal
from core.operations.rules.cells import Cell, DamagedBackup, Kind, cells_of, line_of
from core.operations.rules.keeping import check_passphrase, name_of, too_old
from core.operations.rules.manifest import (
    Header,
    Manifest,
    TableSum,
    header_in,
    manifest_in,
    problems_in_tables,
)

CELLS: dict[Kind, st.SearchStrategy[Cell]] = {
    Kind.WHOLE: st.integers(),
    Kind.TEXT: st.text(),
    Kind.YES_NO: st.booleans(),
    Kind.DAY: st.dates(),
    Kind.INSTANT: st.datetimes(),
    Kind.BYTES: st.binary(),
}
A_SUM = TableSum(rows=2, content_hash="ab", money={"amount": 10_050}, next_id=3)
A_MANIFEST = Manifest(
    tables={"rounds_round": A_SUM}, attachments=1, attachment_bytes=9, missing=("f" * 64,), audit_rows=7, audit_head="c"
)
A_HEADER = Header(
    revision="0027",
    version="0.2.0",
    engine="sqlite",
    made_at=datetime(2008, 4, 1, 2, 30, tzinfo=UTC),
    tables={"rounds_round": {"amount": Kind.WHOLE, "id": Kind.WHOLE}},
)


@given(st.lists(st.sampled_from(list(Kind)).flatmap(lambda kind: st.tuples(st.just(kind), CELLS[kind] | st.none()))))
def test_any_row_comes_back_the_same(row: list[tuple[Kind, Cell]]) -> None:
    kinds, cells = [kind for kind, _ in row], [cell for _, cell in row]
    line = line_of(kinds, cells)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert len(line.splitlines()) == 1
    read = cells_of(kinds, line)
    assert read == cells
    assert [type(cell) for cell in read] == [type(cell) for cell in cells]


@given(st.binary(max_size=40))
def test_any_other_line_is_read_or_refused_in_words(line: bytes) -> None:
    """Nothing but cells or a refusal comes of it: any other exception fails the test."""
    with suppress(DamagedBackup):
        assert len(cells_of([Kind.WHOLE, Kind.DAY, Kind.BYTES], line)) == 3


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (Kind.WHOLE, b"[true]"),
        (Kind.WHOLE, b"[1.0]"),
        (Kind.WHOLE, b'["1"]'),
        (Kind.YES_NO, b"[1]"),
        (Kind.TEXT, b"[1]"),
        (Kind.DAY, b"[20080401]"),
        (Kind.DAY, b'["2008-04-31"]'),
        (Kind.INSTANT, b'["yesterday"]'),
        (Kind.BYTES, b'["a b"]'),
        (Kind.WHOLE, b"[1,2]"),
        (Kind.WHOLE, b"[]"),
        (Kind.WHOLE, b'{"a":1}'),
        (Kind.WHOLE, b"[" * 100_000),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_cell_that_is_not_what_its_column_says_is_refused(kind: Kind, line: bytes) -> None:
    with pytest.raises(DamagedBackup):
        cells_of([kind], line)


@pytest.mark.parametrize(
    ("kind", "cell"),
    [(Kind.WHOLE, "1"), (Kind.WHOLE, True), (Kind.TEXT, 1), (Kind.DAY, datetime(2008, 4, 1, tzinfo=UTC))],
    ids=["text for a number", "yes for a number", "number for a text", "instant for a day"],
)
def test_what_a_column_should_not_hold_is_not_written_as_if_it_did(kind: Kind, cell: Cell) -> None:
    with pytest.raises(TypeError):
        line_of([kind], [cell])


def test_a_manifest_and_a_header_come_back_the_same() -> None:
    assert manifest_in(A_MANIFEST.as_text().encode()) == A_MANIFEST
    assert header_in(A_HEADER.as_text().encode()) == A_HEADER
    assert (A_MANIFEST.rows, A_MANIFEST.money) == (2, {"rounds_round.amount": 10_050})


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b"\xff", b'{"tables":1}', b'{"tables":{"a":{"rows":"2"}}}'])
def test_what_cannot_be_read_is_refused_in_words(text: bytes) -> None:
    for read in (manifest_in, header_in):
        with pytest.raises(DamagedBackup, match="what it says of itself cannot be read"):
            read(text)


def test_a_newer_form_of_file_is_refused_in_words() -> None:
    text = A_HEADER.as_text().replace('"format": 1', '"format": 2').encode()
    with pytest.raises(Refusal, match="made by a newer version of this system") as refused:
        header_in(text)
    assert not isinstance(refused.value, DamagedBackup)


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        (replace(A_SUM, rows=3), "rounds_round: 3 rows instead of 2"),
        (replace(A_SUM, money={"amount": 10_049}), "rounds_round: amount comes to £100.49 instead of £100.50"),
        (replace(A_SUM, content_hash="cd"), "rounds_round: what its rows hold is not what was put into the backup"),
    ],
    ids=["rows", "money", "content"],
)
def test_what_differs_is_told(found: TableSum, problem: str) -> None:
    assert problems_in_tables({"rounds_round": A_SUM}, {"rounds_round": found}) == [problem]


def test_tables_too_many_and_too_few_are_told() -> None:
    assert problems_in_tables({"a": A_SUM}, {"b": A_SUM}) == [
        "b: the backup holds it, and says nothing about it",
        "a: the backup tells of it, and does not hold it",
    ]
    assert problems_in_tables({"a": A_SUM}, {"a": replace(A_SUM, next_id=None)}) == []


@given(st.sets(st.integers(0, 10**9), max_size=9), st.integers(1, 9))
def test_the_newest_are_kept(seconds: set[int], keep: int) -> None:
    names = sorted({name_of(datetime.fromtimestamp(each, UTC)) for each in seconds})
    gone = too_old([*names, "commissioning.sqlite", "commissioning-20080401T020000Z.backup.part"], keep=keep)
    assert gone == names[: max(len(names) - keep, 0)]


def test_to_keep_none_is_refused() -> None:
    with pytest.raises(Refusal, match=r"^Keep at least one backup\.$"):
        too_old([], keep=0)


@pytest.mark.parametrize("passphrase", ["", "correct horse", "aaaaaaaaaaaaaaaaaaaaaaaa"])
def test_a_passphrase_that_could_be_guessed_is_refused_without_repeating_it(passphrase: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_passphrase(passphrase)
    assert not passphrase or passphrase not in str(refused.value)
