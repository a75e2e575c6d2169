"""The contract as at a date as one text: pieces put together again, values, marks, and the text that is signed."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements.rules.content import Amount, Content, Figures, FiguresKind, Part, SignatureAsked
from contracts.variations.rules.composition import Change, Variation, VariationKind, as_at
from contracts.variations.rules.conflicts import conflicts_between
from contracts.variations.rules.content import Text, canonical, contract_as_at, text_from
from contracts.variations.rules.effects import Effect
from contracts.variations.rules.money import Days, FullYear, check_in_year, effect_of_money, money_changes, part_years
from contracts.variations.rules.pieces import Piece, PieceKind, content_of, fact_key, part_of, pieces_of
from core.errors import Refusal
from core.periods import FinancialYear

OCTOBER = date(2008, 10, 1)
YEAR = FinancialYear.named("2008/09")
DAYS = Days(effective_from=OCTOBER, effective_to=None, last=date(2009, 3, 31), year=YEAR)


def amount(pence: int, line: str = "POD", group: str = "DAC") -> Amount:
    return Amount(line=line, line_name=f"Line {line}", group=group, group_name=f"Group {group}", pence=pence)


FACTS: dict[str, str | int] = {"year": "2008/09", "ends_on": "2009-03-31", "year_value": 100_00, "whole_value": 300_00}
BASE = Content(
    reference="WH/1",
    title="Community services",
    facts=FACTS,
    parts=(
        Part(key="term", title="Term", text="To 31 March 2009."),
        Part(key="value", title="Value", text="Value in 2008/09: £100.00. Value over its whole life: £300.00."),
        Part(
            key="prices-1",
            title="Prices",
            text="In twelfths.",
            is_schedule=True,
            amounts=(amount(60_00), amount(40_00, group="WAT")),
            figures=(Figures(key="v", kind=FiguresKind.TERMS, title="Visits", values={"price": "50.00", "cap": None}),),
        ),
    ),
    signatures=(SignatureAsked(code="PCT", name="The trust", capacity="for_commissioner", is_needed=True),),
)


def wanted(pence: int, line: str = "POD", group: str = "DAC") -> FullYear:
    return FullYear(line=line, line_name=f"Line {line}", group=group, group_name=f"Group {group}", pence=pence)


def a_text(*changes: Change, effect: Effect | None = None) -> Text:
    return Text(
        reference="WH/1",
        contract="Community services",
        base_hash="a" * 64,
        number=1,
        kind=VariationKind.PRICE,
        title="More visits",
        reason="Referrals rose.",
        proposer="The trust",
        effective_from=OCTOBER,
        effective_to=None,
        response_due_on=date(2008, 9, 26),
        changes=changes,
        effect=effect or Effect(full_year=0, part_year=0),
        signatures=BASE.signatures,
    )


def test_a_contract_is_put_together_again_of_its_pieces() -> None:
    assert content_of(BASE, pieces_of(BASE)) == BASE
    assert [part_of(piece.key) for piece in pieces_of(BASE)] == ["", "term", "value", *["prices-1"] * 3]


def test_lines_whose_part_was_taken_out_are_not_lost() -> None:
    pieces = [piece for piece in pieces_of(BASE) if piece.key != "prices-1"]
    part = content_of(BASE, pieces).parts[-1]
    assert (part.key, part.title, part.total, len(part.figures)) == ("prices-1", "Prices", 100_00, 1)


def test_a_signed_variation_changes_text_last_day_money_and_values_from_its_day() -> None:
    pieces = {piece.key: piece for piece in pieces_of(BASE)}
    ends = pieces[fact_key("ends_on")]
    money = money_changes([wanted(12_00)], DAYS, standing=pieces.values(), part_key="prices-1")
    effect = effect_of_money([wanted(12_00)], DAYS)
    text = a_text(
        Change(key=ends.key, before=ends, after=replace(ends, text="2010-03-31")),
        Change(key="term", before=pieces["term"], after=replace(pieces["term"], text="To 31 March 2010.")),
        *money,
        effect=effect,
    )
    before, after = (contract_as_at(BASE, [text.as_signed(OCTOBER)], on) for on in (date(2008, 9, 30), OCTOBER))
    assert before.content == BASE
    assert after.content.facts == {
        "year": "2008/09",
        "ends_on": "2010-03-31",
        "year_value": 106_00,
        "whole_value": 306_00,
    }
    assert after.content.parts[0].text == "To 31 March 2010."
    assert after.content.parts[1].text == "Value in 2008/09: £106.00. Value over its whole life: £306.00."
    assert [each.pence for each in after.content.parts[2].amounts] == [66_00, 40_00]
    assert after.numbers == {"": (1,), "term": (1,), "value": (1,), "prices-1": (1,)}
    assert contract_as_at(BASE, [text.as_signed(None)], OCTOBER).content == BASE


def test_a_variation_comes_back_from_the_text_that_is_signed() -> None:
    added = Piece(key="quality-9", kind=PieceKind.SCHEDULE, title="Quality", text="Visits within two days.")
    text = a_text(Change(key=added.key, before=None, after=added, follows="prices-1"))
    assert text_from(canonical(text)) == text
    assert text_from(canonical(replace(text, effective_to=date(2008, 12, 31)))).effective_to == date(2008, 12, 31)
    with pytest.raises(ValueError, match="no text of a variation"):
        text_from('{"format":"contract/1"}')


@given(
    changes=st.lists(
        st.tuples(st.sampled_from(["POD", "NUR"]), st.sampled_from("ABC"), st.integers(-(10**9), 10**9)),
        unique_by=lambda each: each[:2],
    ),
    after=st.integers(0, 364),
)
def test_lines_and_groups_of_an_effect_add_up(changes: list[tuple[str, str, int]], after: int) -> None:
    first = date.fromordinal(YEAR.first_day.toordinal() + after)
    days = Days(effective_from=first, effective_to=None, last=YEAR.last_day, year=YEAR)
    several = [wanted(pence, line, group) for line, group, pence in changes]
    effect = effect_of_money(several, days)
    assert sum(part_years(several, days).values()) == effect.part_year == sum(effect.part_year_by_group.values())
    assert effect.full_year == sum(pence for _, _, pence in changes)
    assert effect.whole_life == effect.part_year


def test_a_line_the_contract_did_not_have_is_added_behind_its_part() -> None:
    (change,) = money_changes([wanted(10_00, "NUR")], DAYS, standing=pieces_of(BASE), part_key="prices-1")
    assert (change.key, change.before, change.follows) == ("prices-1:money/NUR", None, "prices-1")
    assert change.after is not None
    assert change.after.total == 5_00


def test_a_line_cannot_fall_below_nought() -> None:
    with pytest.raises(Refusal) as refused:
        money_changes([wanted(-200_00)], DAYS, standing=pieces_of(BASE), part_key="prices-1")
    assert str(refused.value) == (
        "Line POD for Group DAC would come to -£40.00: the contract commits only £60.00 of it."
    )


def test_money_of_a_later_year_is_not_money_of_these_lines() -> None:
    with pytest.raises(Refusal) as refused:
        check_in_year(replace(DAYS, effective_from=date(2009, 4, 1), last=date(2010, 3, 31)))
    assert str(refused.value) == (
        "The lines of money are those of 2008/09, and the variation takes effect on 1 April 2009: it changes none of "
        "them. A contract of that year holds its money."
    )


def test_money_for_more_than_the_year_counts_over_the_whole_life() -> None:
    days = replace(DAYS, last=date(2010, 3, 31))
    effect = effect_of_money([wanted(12_00)], days, besides=5_00)
    assert (effect.full_year, effect.part_year, effect.whole_life) == (12_00, 6_00, 23_00)


def test_money_of_the_year_stays_when_its_variation_ends_and_words_do_not() -> None:
    pieces = {piece.key: piece for piece in pieces_of(BASE)}
    summer = replace(DAYS, effective_to=date(2008, 12, 31))
    money = money_changes([wanted(12_00)], summer, standing=pieces.values(), part_key="prices-1")
    prices = pieces["prices-1"]
    text = a_text(
        Change(key="prices-1", before=prices, after=replace(prices, text="Paid weekly.")),
        *money,
        effect=effect_of_money([wanted(12_00)], summer),
    )
    signed = replace(text, effective_to=date(2008, 12, 31)).as_signed(OCTOBER)
    during, after = (contract_as_at(BASE, [signed], on) for on in (date(2008, 12, 31), date(2009, 1, 1)))
    assert [each.content.parts[2].text for each in (during, after)] == ["Paid weekly.", "In twelfths."]
    for found in (during, after):
        assert [each.pence for each in found.content.parts[2].amounts] == [63_00, 40_00]
        assert found.content.facts["year_value"] == 103_00
    assert (during.composition.numbers, after.composition.numbers) == ((1,), ())


def test_two_variations_of_one_line_of_money_are_rivals_also_on_other_days() -> None:
    pieces = pieces_of(BASE)

    def varied(number: int, first: date, last: date | None, standing: tuple[Piece, ...] = pieces) -> Variation:
        days = replace(DAYS, effective_from=first, effective_to=last)
        changes = money_changes([wanted(12_00)], days, standing=standing, part_key="prices-1")
        return replace(a_text(*changes), number=number, effective_from=first, effective_to=last).as_signed(first)

    summer = varied(1, date(2008, 7, 1), date(2008, 9, 30))
    rival = varied(2, OCTOBER, None)
    assert [(each.first, each.second) for each in conflicts_between([summer, rival])] == [(1, 2)]
    upon = varied(2, OCTOBER, None, tuple(each.part for each in as_at(pieces, [summer], OCTOBER).parts))
    assert conflicts_between([summer, upon]) == []
    content = contract_as_at(BASE, [summer, upon], OCTOBER).content
    assert [each.pence for each in content.parts[2].amounts] == [69_00, 40_00]
