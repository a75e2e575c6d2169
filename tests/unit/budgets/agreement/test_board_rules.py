"""The board worked out: its rows, the order of disputes, and the list filtered and sorted as asked."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from budgets.agreement.presented.board import disputes_table, groups_table, items_of, money_figures, opened_in_words
from budgets.agreement.presented.board_asked import Asked, Order, State, asked_from, chosen
from budgets.agreement.rules.board import Board, Decided, Known, Opened, Said, board_of
from budgets.agreement.rules.items import SPLIT, TOTAL, Item, ItemKind, Pot
from budgets.agreement.rules.offers import Offers
from budgets.agreement.rules.outcomes import OutcomeKind
from budgets.agreement.rules.stances import Reason, Stance
from budgets.method.calculation import calculate
from budgets.method.policy import Holder
from budgets.sources.rules.descriptions import Grade
from tests.unit.budgets.small_workbook import cost_centre, policy, service, workbook

AT = datetime(2008, 3, 5, 23, 30, tzinfo=UTC)
REPLY_BY = date(2008, 3, 14)
NUR, WOUND = Item(kind=ItemKind.LINE, code="NUR"), Item(kind=ItemKind.LINE, code="WOUND")
RESERVE = Item(kind=ItemKind.POT, code=Pot.RISK_RESERVE)
KNOWN = Known(said={}, opened={}, outcomes={}, comments={}, grades={}, notes={})
NAMES = {"A": "Alpha", "B": "Beta"}


def offers() -> Offers:
    """Groups Alpha and Beta: nursing 750.01 and 250.00 by capitation, wound care 50.00 each."""
    book = workbook(
        services=(service(), service("WOUND", "equal")),
        cost_centres=(cost_centre(100_001), cost_centre(10_000, of="WOUND")),
    )
    held = replace(policy(), reserve_percent=Fraction(1), reserve_held_by=Holder.COMMISSIONER)
    return Offers(calculate(book, held))


def disputed(position_id: int, claimed: int | None = None, method: str = "") -> Said:
    return Said(
        id=position_id,
        stance=Stance.DISPUTED,
        reason=Reason.WRONG_ACTIVITY,
        claimed=claimed,
        claimed_method=method,
        by="PbC lead",
        given_at=AT,
    )


def agreed(position_id: int) -> Said:
    return Said(id=position_id, stance=Stance.AGREED, by="PbC lead", given_at=AT, is_carried=True)


def board(**known: Any) -> Board:
    return board_of(offers(), replace(KNOWN, **known), reply_by=REPLY_BY, on=REPLY_BY)


def busy() -> Board:
    """Alpha disputes the split, nursing and wound care (graded C, D), Beta the total and nursing (A)."""
    return board(
        said={
            ("B", NUR): disputed(4, 30_000),
            ("A", WOUND): disputed(3),
            ("A", SPLIT): disputed(1, 90_000),
            ("A", NUR): disputed(2, 74_000, "capitation"),
            ("B", TOTAL): disputed(5, 100_000),
            ("A", TOTAL): agreed(6),
        },
        opened={"A": Opened(by="PbC member", at=AT)},
        outcomes={4: Decided(kind=OutcomeKind.UPHELD, by="PCT commissioner", at=AT, taken_up_in=2)},
        comments={("A", NUR): 3},
        grades={("A", NUR): Grade.C, ("A", WOUND): Grade.D, ("B", NUR): Grade.A},
        notes={"A": "Swings."},
    )


def test_disputes_stand_by_group_then_total_split_pots_and_lines() -> None:
    assert [(each.group, str(each.offer.item)) for each in busy().disputes] == [
        ("A", "split"), ("A", "line:NUR"), ("A", "line:WOUND"), ("B", "total"), ("B", "line:NUR"),
    ]  # fmt: skip


def test_a_row_counts_what_the_group_disputes_and_what_it_is_worth() -> None:
    alpha, beta = busy().groups
    assert (alpha.disputes, alpha.in_dispute.lines, alpha.in_dispute.amount) == (3, ("NUR", "WOUND"), 75_001 + 5_000)
    assert (alpha.in_dispute.claimed, beta.in_dispute.claimed) == (1_001, 5_000)
    assert (alpha.note, alpha.has_answered, beta.has_answered) == ("Swings.", True, False)


def test_what_a_group_outside_the_calculation_said_is_left_out() -> None:
    assert board(said={("GONE", NUR): disputed(1)}).disputes == []


def test_silence_is_told_apart_by_the_day() -> None:
    late = board_of(offers(), KNOWN, reply_by=REPLY_BY, on=date(2008, 3, 15))
    assert {group.total.stance for group in late.groups} == {Stance.NO_RESPONSE}
    assert {group.total.stance for group in board().groups} == {Stance.NOT_ASKED}


def test_the_usual_order_is_the_weakest_grade_first_then_the_largest_amount() -> None:
    assert [each.position_id for each in chosen(busy().disputes, Asked())] == [3, 2, 4, 5, 1]


def test_the_list_is_filtered_by_group_item_and_state_and_sorted_as_asked() -> None:
    disputes = busy().disputes

    def ids(**asked: str) -> list[int]:
        return [each.position_id for each in chosen(disputes, asked_from(asked))]

    assert ids(group="B") == [4, 5]
    assert ids(item="line:NUR") == [2, 4]
    assert (ids(state="decided"), ids(state="open", sort="item")) == ([4], [2, 3, 1, 5])
    assert ids(sort="difference")[:2] == [5, 1]
    assert ids(sort="comments", backwards="yes")[-1] == 2
    assert ids(sort="claimed")[-1] == 3
    assert ids(sort="group")[0] == 3


def test_a_question_keeps_its_filters_in_another_order_and_turns_round_in_the_same() -> None:
    asked = Asked(group="A", state=State.OPEN)
    assert asked.in_order_of(Order.ITEM).query == {"state": "open", "group": "A", "sort": "item"}
    assert asked.in_order_of(Order.GRADE).query == {"state": "open", "group": "A", "backwards": "yes"}
    assert asked.in_order_of(Order.GRADE).in_order_of(Order.GRADE) == asked
    assert asked_from({"sort": "nothing", "state": "?", "backwards": "no"}) == Asked()
    assert (asked.is_filtered, Asked(order=Order.ITEM).is_filtered) == (True, False)


def test_the_figures_say_what_they_are_made_of() -> None:
    figures = {figure.label: (figure.value, figure.note) for figure in money_figures(busy())}
    assert figures["under disputed lines"] == ("£1,050.01", "3 lines of 2 groups, each group and line once")
    assert figures["difference claimed"] == ("£60.01", "4 of 5 disputes name an amount or a method")
    assert figures["total disputed by Beta"] == ("£1,100.01", "Beta claims £1,000.00; stands beside, never added")
    assert figures["groups yet to answer total and split"] == ("1 of 2", "Beta")


def test_the_figures_of_a_quiet_board_say_so() -> None:
    figures = {figure.label: (figure.value, figure.note) for figure in money_figures(board())}
    assert figures["under disputed lines"] == ("£0.00", "nobody disputes a line or the split")
    assert figures["difference claimed"] == ("£0.00", "no dispute names an amount")
    assert figures["disputes the total"][0] == "Nobody"
    assert figures["groups yet to answer total and split"] == ("2 of 2", "Alpha and Beta")
    alone = money_figures(board(said={("A", SPLIT): disputed(1)}))
    assert alone[0].note == "the whole split of Alpha, no line named"


def test_a_row_of_the_table_has_the_word_of_each_position_and_the_day_in_london() -> None:
    alpha, beta = groups_table(busy(), carried_from=1).rows
    assert [(cell.text, cell.note) for cell in alpha[:4]] == [
        ("Alpha", "Swings."),
        ("Opened", "PbC member, 5 March 2008"),
        ("Agreed", "PbC lead, 5 March 2008; carried over from proposal 1"),
        ("Disputed", "Wrong activity. PbC lead, 5 March 2008"),
    ]
    assert [cell.text for cell in beta] == [
        "Beta", "Not opened", "Disputed", "Not asked", "1", "250.00", "50.00",
    ]  # fmt: skip
    assert beta[1].look.endswith("missing")


def test_pots_have_a_column_where_one_was_spoken_to() -> None:
    assert "Pots" not in [head.text for head in groups_table(board()).head]
    shown = groups_table(board(said={("B", RESERVE): disputed(1)}))
    assert shown.rows[1][4].text == "Risk reserve: disputed"
    assert len(shown.rows[0]) == len(shown.head) == len(shown.foot[0])


def test_a_dispute_shows_both_sides_and_where_it_stands() -> None:
    rows = {row[0].text + row[1].text: row for row in disputes_table(busy().disputes, names=NAMES).rows}
    nursing = rows["Service NURAlpha"]
    assert [cell.text for cell in nursing[2:]] == [
        "750.01", "740.00", "−10.01", "Wrong activity", "C, mapped by hand", "3", "Open",
    ]  # fmt: skip
    assert (nursing[0].note, nursing[3].note) == ("By capitation", "By capitation")
    assert rows["Service NURBeta"][8] == rows["Service NURBeta"][8]._replace(
        text="Upheld", note="PCT commissioner, 5 March 2008; taken up in proposal 2"
    )
    assert rows["Service WOUNDAlpha"][3].text == "–"


def test_who_has_not_opened_it_is_said_in_a_sentence() -> None:
    assert opened_in_words(board()) == "No group has opened it yet."
    assert opened_in_words(busy()) == "Not opened yet by Beta."
    both = {"A": Opened(by="x", at=AT), "B": Opened(by="y", at=AT)}
    assert opened_in_words(board(opened=both)) == "Every group has opened it."


def test_what_is_disputed_is_listed_once_for_the_filter() -> None:
    assert items_of(busy().disputes) == [
        ("line:NUR", "Service NUR"), ("line:WOUND", "Service WOUND"), ("split", "The split"), ("total", "The total"),
    ]  # fmt: skip
