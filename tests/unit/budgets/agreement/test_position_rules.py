"""What may be said, what is offered, and positions and methods laid out as tables."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from budgets.agreement.presented.positions import Asked, Row, Show, asked_from, chosen, positions_table, share_of
from budgets.agreement.presented.what_if import Offered, name_of, what_if_in_words, what_if_table
from budgets.agreement.rules.board import Said
from budgets.agreement.rules.disputes import check_outcome, check_outcome_seen, check_stands
from budgets.agreement.rules.items import SPLIT, TOTAL, Item, ItemKind, Pot, item_from
from budgets.agreement.rules.offers import Offers
from budgets.agreement.rules.outcomes import OutcomeKind
from budgets.agreement.rules.positions import Answer, as_kept, check_answer, check_is_current, check_seen, in_words
from budgets.agreement.rules.stances import GIVEN, NEEDS_WORDS, Reason, Stance
from budgets.method.calculation import calculate
from budgets.method.policy import Basis, Holder, Uncommitted
from budgets.method.what_if import line_by_methods
from budgets.method.workbook import MustDo, PriorYear
from core.errors import OutOfDate, Refusal
from tests.builders_reading import the_calculation, the_example
from tests.unit.budgets.small_workbook import activity, cost_centre, policy, service, workbook


def offers(**changes: Any) -> Offers:
    book = workbook(
        services=(service(), service("POOL", "pooled")),
        cost_centres=(cost_centre(800), cost_centre(300, of="POOL")),
        must_dos=(MustDo(code="MD", name="Matrons", amount=40, method=service().method),),
        prior_year=(PriorYear(service="NUR", group="A", amount=500),),
    )
    rules = replace(policy(), growth_amount=100, growth_uncommitted=Uncommitted.RESERVE)
    return Offers(calculate(book, replace(rules, **changes)))


def pot(which: Pot) -> Item:
    return Item(kind=ItemKind.POT, code=which)


@pytest.mark.parametrize("stance", list(Stance))
def test_what_each_position_needs(stance: Stance) -> None:
    bare = Answer(item=SPLIT, stance=stance, reason=Reason.OTHER if stance is Stance.DISPUTED else None)
    if stance not in GIVEN or stance in NEEDS_WORDS:
        with pytest.raises(Refusal):
            check_answer(bare, name="The split")
    else:
        check_answer(bare, name="The split")
    if stance in GIVEN:
        check_answer(replace(bare, words="So it is."), name="The split")


def test_words_are_kept_without_blanks_and_with_one_kind_of_line_end() -> None:
    kept = as_kept(Answer(item=TOTAL, stance=Stance.AGREED, words=" a\r\nb ", claimed_method=" x ", seen_id=3))
    assert (kept.words, kept.claimed_method, kept.seen_id) == ("a\nb", "x", None)


def test_the_history_never_holds_the_words_of_a_group() -> None:
    answer = Answer(item=TOTAL, stance=Stance.WITHHELD, words="We were told, not asked.")
    assert in_words("The total", answer) == "the total withheld for now"


def test_only_the_newest_proposal_that_stands_is_answered() -> None:
    check_is_current(number=2, newest=2, newest_issued="4 March 2008", withdrawn_on=None, reason="")
    with pytest.raises(Refusal, match="takes the place of proposal 1"):
        check_is_current(number=1, newest=2, newest_issued="4 March 2008", withdrawn_on=None, reason="")
    with pytest.raises(Refusal, match=r"was withdrawn on 5 March 2008: A mistake\. Nothing was recorded"):
        check_is_current(number=2, newest=2, newest_issued="", withdrawn_on="5 March 2008", reason="A mistake.")


def test_what_was_seen_is_answered_over_and_nothing_else() -> None:
    check_seen(None, None, name="The total")
    with pytest.raises(OutOfDate):
        check_outcome_seen(standing_id=4, seen_id=None, by="PCT commissioner", kind=OutcomeKind.UPHELD)
    check_outcome_seen(standing_id=4, seen_id=4, by="PCT commissioner", kind=OutcomeKind.UPHELD)
    check_stands(group="DacCom", changed_on=None)


def test_an_upheld_dispute_may_name_a_later_calculation_or_none() -> None:
    check_outcome(OutcomeKind.UPHELD, words="Yes.", taken_up_in=None, proposed=3)
    check_outcome(OutcomeKind.UPHELD, words="Yes.", taken_up_in=4, proposed=3)
    with pytest.raises(Refusal, match="Calculation 3 is not later than calculation 3"):
        check_outcome(OutcomeKind.UPHELD, words="Yes.", taken_up_in=3, proposed=3)


def test_the_total_is_the_same_for_every_group_and_the_split_its_own_gross() -> None:
    found = offers()
    totals = found.calculation.totals
    assert found.get("A", TOTAL).own == found.get("B", TOTAL).own == totals.total == 800 + 300 + 40 + 60
    assert (found.get("A", SPLIT).own, found.get("A", SPLIT).whole) == (totals.by_group["A"].gross, totals.gross)


def test_pots_are_there_where_they_have_an_amount() -> None:
    assert [str(offer.item) for offer in offers().to("A")] == [
        "total", "split", "pot:must_dos", "pot:growth", "line:NUR", "line:POOL", "line:MD", "line:GROWTH",
    ]  # fmt: skip
    with_all = offers(
        returned_amount=200,
        returned_basis=Basis.BASELINE,
        reserve_percent=Fraction(10),
        reserve_held_by=Holder.PROVIDER,
    )
    returned, reserve = with_all.get("A", pot(Pot.RETURNED_MONEY)), with_all.get("A", pot(Pot.RISK_RESERVE))
    assert (returned.whole, with_all.lines_of(Pot.RETURNED_MONEY)) == (200, [])
    assert reserve.own == with_all.calculation.totals.by_group["A"].reserve > 0
    assert offers().get("A", pot(Pot.GROWTH)).own == 0


def test_a_pooled_line_gives_nobody_a_share() -> None:
    pooled = offers().get("A", item_from("line:POOL"))
    assert (pooled.own, pooled.whole, share_of(pooled)) == (0, 300, None)
    assert share_of(offers().get("A", TOTAL)) is None
    assert share_of(offers().get("A", item_from("line:NUR"))) == 75


def rows(found: Offers) -> list[Row]:
    said = {"line:NUR": Said(id=1, stance=Stance.DISPUTED), "line:MD": Said(id=2, stance=Stance.AGREED)}
    return [Row(offer=o, said=said.get(str(o.item), Said(stance=Stance.NOT_ASKED))) for o in found.to("A")]


def test_items_are_filtered_by_what_is_said_and_by_name_or_code() -> None:
    every = rows(offers())

    def codes(**asked: str) -> list[str]:
        return [str(row.offer.item) for row in chosen(every, asked_from(asked))]

    assert codes(show="disputed") == ["line:NUR"]
    assert codes(show="answered", sort="amount") == ["line:NUR", "line:MD"]
    assert (codes(text="matr"), codes(text="pool")) == (["line:MD"], ["line:POOL"])
    assert codes(show="silent", sort="item")[0] == "pot:growth"
    assert asked_from({"show": "?", "sort": "?"}) == Asked()
    assert Asked(show=Show.DISPUTED, text="x", order="item").query == {"show": "disputed", "text": "x", "sort": "item"}


def test_the_table_stands_in_sections_unless_it_is_sorted() -> None:
    found = offers()
    shown = positions_table(rows(found), caption="Positions", asked=Asked(), group="A", calculation=found.calculation)
    assert [section.head[0].text for section in shown.sections] == [
        "Asked of every group", "Named pots", "No category", "Must-do", "Growth money not yet committed",
    ]  # fmt: skip
    split = shown.sections[0].rows[1]
    assert split[0].note == "gross; net £6.30, +£1.30 (+26.0%) on last year"
    ordered = positions_table(
        rows(found), caption="Positions", asked=Asked(order="item"), group="A", calculation=found.calculation
    )
    assert len(ordered.sections) == 1
    assert ordered.head[0].sort == "ascending"


NAMES = {group.code: group.name for group in the_calculation().groups}


def offered(code: str, group: str = "HER", claimed: str = "") -> Offered:
    line = next(line for line in the_calculation().lines if line.code == code)
    return Offered(line=line, group=group, names=NAMES, claimed=claimed)


def test_what_if_names_methods_by_what_they_count() -> None:
    tried = line_by_methods(*the_example(), "MSK-OPD")
    assert [name_of(each, NAMES) for each in tried] == [
        "By capitation",
        "By capitation (registered)",
        "By capitation (general acute)",
        "By activity (first contacts and follow-up contacts)",
        "By first contacts",
        "By follow-up contacts",
        "In equal shares",
    ]
    assert what_if_in_words(offered("MSK-OPD"), tried) == (
        "By first contacts Hertsmere would get £536,162.30 (+£19,105.65), by follow-up contacts £504,694.92 "
        "(−£12,361.73), by capitation £550,343.62 (+£33,286.97)."
    )


def test_what_if_shows_the_disputing_group_first_and_what_cannot_be_used() -> None:
    tried = line_by_methods(*the_example(), "SALT-AD")
    shown = what_if_table(offered("SALT-AD", "WAT", "capitation"), tried)
    assert [head.text for head in shown.head][:4] == ["Method", "WatCom £", "Difference £", "DacCom £"]
    notes = {row[0].text: row[0].note for row in shown.rows}
    assert notes["By capitation"] == "Claimed"
    assert notes["By contacts"] == "Not possible: 3 months of activity, 6 needed; by cost centre instead"
    assert shown.rows[1][2].text == "+345.78"
    assert (
        what_if_in_words(offered("SALT-AD", "WAT"), tried) == "By capitation WatCom would get £136,974.98 (+£345.78)."
    )


def test_what_if_of_a_line_by_activity_in_one_currency() -> None:
    book = workbook(
        services=(service(method="activity"),),
        activity=activity([("NUR", "X1", month, "home_visit", 1) for month in ("2007-04", "2007-05")]),
    )
    tried = line_by_methods(book, policy(), "NUR")
    line = calculate(book, policy()).lines[0]
    told = what_if_in_words(Offered(line=line, group="B", names={"A": "Alpha", "B": "Beta"}), tried)
    assert told == "By home visit Beta would get £0.00 (no change), by capitation £250.00 (+£250.00)."
