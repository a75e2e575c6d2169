"""The contract as at a date: base and signed variations, in their order, whatever order they came in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements.rules.content import Amount
from contracts.variations.rules.composition import (
    Change,
    Variation,
    VariationKind,
    as_at,
)
from contracts.variations.rules.pieces import Piece, PieceKind
from contracts.variations.rules.written import (
    change_from,
    change_values,
    composition_values,
    piece_from,
    piece_values,
    text_of_pieces,
)
from core.canonical import canonical_text as canonical

FIRST = date(2008, 4, 1)
KEYS = "ABCDEF"
DAYS = st.integers(min_value=0, max_value=90).map(lambda after: FIRST + timedelta(days=after))


def part(key: str, text: str = "as signed") -> Piece:
    return Piece(key=key, kind=PieceKind.CLAUSE, title=f"Clause {key}", text=text)


def varied(
    number: int, *changes: Change, start: date = FIRST, end: date | None = None, signed: bool = True
) -> Variation:
    return Variation(
        number=number,
        kind=VariationKind.SERVICE,
        effective_from=start,
        effective_to=end,
        changes=changes,
        signed_on=FIRST if signed else None,
    )


def changed(key: str, after: str | None, before: str | None = "as signed", follows: str = "") -> Change:
    return Change(
        key=key,
        before=None if before is None else part(key, before),
        after=None if after is None else part(key, after),
        follows=follows,
    )


BASE = [part(key) for key in "ABC"]


@st.composite
def any_variations(draw: st.DrawFn) -> list[Variation]:
    found = []
    for number in range(1, draw(st.integers(min_value=0, max_value=6)) + 1):
        keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=4, min_size=1))
        start = draw(DAYS)
        changes = [
            changed(key, draw(st.sampled_from([None, f"by {number}"])), follows=draw(st.sampled_from(KEYS)))
            for key in keys
        ]
        end = draw(st.none() | st.integers(min_value=0, max_value=90))
        found.append(
            varied(
                number,
                *changes,
                start=start,
                end=None if end is None else start + timedelta(days=end),
                signed=draw(st.booleans()),
            )
        )
    return found


def _texts(variations: Sequence[Variation], on: date) -> dict[str, str]:
    return {each.part.key: each.part.text for each in as_at(BASE, variations, on).parts}


@given(keys=st.lists(st.sampled_from(KEYS), unique=True), on=DAYS)
def test_without_variations_the_contract_is_its_base(keys: list[str], on: date) -> None:
    base = [part(key) for key in keys]
    contract = as_at(base, [], on)
    assert [each.part for each in contract.parts] == base
    assert all(each.is_base and each.base == each.part for each in contract.parts)
    assert text_of_pieces(each.part for each in contract.parts) == text_of_pieces(base)
    assert (contract.removed, contract.numbers) == ((), ())


@given(variations=any_variations(), data=st.data(), on=DAYS)
def test_the_order_in_which_variations_come_changes_nothing(
    variations: list[Variation], data: st.DataObject, on: date
) -> None:
    shuffled = data.draw(st.permutations(variations))
    assert canonical(composition_values(as_at(BASE, shuffled, on))) == canonical(
        composition_values(as_at(BASE, variations, on))
    )


@given(variations=any_variations(), on=DAYS)
def test_what_is_not_signed_or_not_in_effect_changes_no_word(variations: list[Variation], on: date) -> None:
    assert _texts(variations, on) == _texts([each for each in variations if each.holds_on(on)], on)


@given(variations=any_variations(), on=DAYS)
def test_each_part_says_what_the_last_variation_in_effect_says(variations: list[Variation], on: date) -> None:
    expected = {each.key: each.text for each in BASE}
    for variation in sorted(variations, key=lambda each: (each.effective_from, each.number)):
        if variation.holds_on(on):
            for change in variation.changes:
                expected.pop(change.key, None)
                if change.after:
                    expected[change.key] = change.after.text
    assert _texts(variations, on) == expected


@given(variations=any_variations(), on=DAYS, other=DAYS)
def test_parts_never_change_places_from_day_to_day(variations: list[Variation], on: date, other: date) -> None:
    here = [each.part.key for each in as_at(BASE, variations, on).parts]
    there = [each.part.key for each in as_at(BASE, variations, other).parts]
    assert [key for key in here if key in there] == [key for key in there if key in here]


def test_what_ended_returns_to_what_it_changed() -> None:
    temporary = varied(1, changed("B", "for the summer"), start=date(2008, 6, 1), end=date(2008, 8, 31))
    texts = [_texts([temporary], on)["B"] for on in (date(2008, 5, 31), date(2008, 6, 1), date(2008, 8, 31))]
    assert texts == ["as signed", "for the summer", "for the summer"]
    assert _texts([temporary], date(2008, 9, 1))["B"] == "as signed"


def test_what_ended_returns_to_the_variation_below_it() -> None:
    lasting = varied(1, changed("B", "from May"), start=date(2008, 5, 1))
    temporary = varied(2, changed("B", "for June", "from May"), start=date(2008, 6, 1), end=date(2008, 6, 30))
    contract = as_at(BASE, [temporary, lasting], date(2008, 7, 1))
    assert contract.parts[1].part.text == "from May"
    assert contract.parts[1].numbers == (1,)
    assert as_at(BASE, [temporary, lasting], date(2008, 6, 2)).parts[1].numbers == (1, 2)


def test_what_ended_does_not_return_over_a_later_change() -> None:
    temporary = varied(1, changed("B", "for a while"), start=date(2008, 5, 1), end=date(2008, 6, 30))
    later = varied(2, changed("B", "from June", "for a while"), start=date(2008, 6, 1))
    assert _texts([temporary, later], date(2008, 7, 1))["B"] == "from June"


def test_on_one_day_the_larger_number_speaks_last() -> None:
    variations = [varied(2, changed("A", "second", "first")), varied(1, changed("A", "first"))]
    assert as_at(BASE, variations, FIRST).parts[0].part.text == "second"


def test_the_later_day_speaks_last_whatever_its_number_and_whenever_it_was_signed() -> None:
    correction = replace(varied(3, changed("A", "corrected"), start=FIRST), signed_on=date(2008, 12, 1))
    later = varied(2, changed("A", "from June"), start=date(2008, 6, 1))
    assert [_texts([correction, later], on)["A"] for on in (FIRST, date(2008, 6, 1))] == ["corrected", "from June"]


def test_a_part_taken_out_is_listed_as_it_last_stood() -> None:
    contract = as_at(BASE, [varied(1, changed("B", "reworded")), varied(2, changed("B", None, "reworded"))], FIRST)
    assert [each.part.key for each in contract.parts] == ["A", "C"]
    assert [(each.part.text, each.numbers, each.is_base) for each in contract.removed] == [("reworded", (1, 2), False)]
    assert contract.part("B") is None
    assert contract.part("C") == BASE[2]


def test_added_parts_stand_where_they_were_put() -> None:
    first = varied(1, changed("F", "", None, "A"), changed("G", "", None, "A"), changed("H", "", None))
    second = varied(2, changed("E", "", None, "A"), changed("D", "", None, "F"), start=date(2008, 5, 1))
    first = replace(first, signed_on=date(2008, 5, 20))  # places go by the days from which variations hold
    keys = [each.part.key for each in as_at(BASE, [second, first], date(2008, 6, 1)).parts]
    assert keys == ["A", "E", "F", "D", "G", "B", "C", "H"]
    assert as_at(BASE, [second, first], FIRST).parts[1].base is None


def test_a_part_added_again_stands_in_its_old_place() -> None:
    out_and_in = [varied(1, changed("A", None)), varied(2, changed("A", "again", None), start=date(2008, 5, 1))]
    assert [each.part.key for each in as_at(BASE, out_and_in, date(2008, 6, 1)).parts] == ["A", "B", "C"]


@given(
    text=st.text(max_size=30),
    amounts=st.lists(st.tuples(st.text(max_size=5), st.integers(min_value=-(10**12), max_value=10**12)), max_size=4),
    values=st.dictionaries(st.text(min_size=1, max_size=5), st.none() | st.text(max_size=5)),
)
def test_pieces_and_changes_come_back_from_their_values(
    text: str, amounts: list[tuple[str, int]], values: dict[str, str | None]
) -> None:
    there = tuple(Amount(line="L", line_name="Line", group=code, group_name=code, pence=n) for code, n in amounts)
    one = Piece(key="k", kind=PieceKind.MONEY, title=text, text=text, amounts=there, values=values)
    assert piece_from(piece_values(one)) == one
    for change in (
        Change(key="k", before=None, after=one, follows="A"),
        Change(key="k", before=one, after=None),
    ):
        assert change_from(change_values(change)) == change
