"""What the tables of intentions show: own lines, a provider's, all groups beside each other, one line."""

from datetime import date
from typing import Any

from budgets.intentions.presented import line as line_page
from budgets.intentions.presented import matrix, own, provider
from budgets.intentions.rules.kinds import AnswerKind, IntentionKind
from budgets.intentions.rules.overview import LineFacts
from core.spreadsheets.shown import table_as_csv
from core.tables import Table
from tests.unit.budgets.intentions.overviews import ACUTE, LINES, PROV, answer, overview, said, wte

INVEST, DISINVEST, SAME, NEW = (
    IntentionKind.INVEST,
    IntentionKind.DISINVEST,
    IntentionKind.SAME,
    IntentionKind.NEW_SERVICE,
)
WHAT = (
    said(1, INVEST, 100_00),
    said(2, DISINVEST, 50_00, line="WOUND", name="Wound care", group="WAT"),
    said(3, SAME, line="WOUND", name="Wound care"),
    said(4, NEW, 42_00, line="", name="Nurse", description="A nurse."),
)
LATER = answer(1, 1, AnswerKind.CAN_DO_FROM, from_on=date(2008, 7, 1), posts=wte("1.6"), consequence="Hard to recruit.")
CANNOT = answer(2, 2, AnswerKind.CANNOT, provider_id=ACUTE, provider="Acute trust", consequence="Two posts are lost.")
SEEN = overview(*WHAT, answers=(LATER, CANNOT))


def texts(shown: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in shown.rows]


def test_a_group_sees_what_it_says_and_what_is_not_said() -> None:
    found = own.own_lines(SEEN, "DAC")
    assert (found.lines, found.said) == (3, 2)
    assert texts(found.table) == [
        ["Physiotherapy", "600.00", "Invest", "+100.00", "700.00", "Can do from 1 July 2008"],
        ["Wound care", "250.00", "Same", "0.00", "250.00", "Nothing to answer"],
        ["Lungs", "0.00", "Not said yet", "–", "–", ""],
    ]
    assert [cell.text for cell in found.table.foot[0]] == [
        "Total of 3 lines",
        "850.00",
        "2 said",
        "+100.00",
        "950.00",
        "",
    ]
    assert found.table.rows[0][5].note == "Provider services. Hard to recruit. 1.6 WTE"
    assert found.new_services is not None
    assert texts(found.new_services) == [["Nurse", "+42.00", "A reason", "Not answered yet"]]


def test_a_group_may_look_at_what_is_left_or_at_its_changes() -> None:
    left = own.own_lines(SEEN, "DAC", show=own.Show.NOT_SAID)
    assert [row[0] for row in texts(left.table)] == ["Lungs"]
    changes = own.own_lines(SEEN, "DAC", show=own.Show.CHANGES)
    assert [row[0] for row in texts(changes.table)] == ["Physiotherapy"]
    assert left.counts == {own.Show.ALL: 3, own.Show.NOT_SAID: 1, own.Show.CHANGES: 1}


def test_a_group_is_told_what_no_longer_fits_the_calculation() -> None:
    old = said(1, DISINVEST, 700_00, calculation=1, offer="Matrons", offer_cost=600_00)
    gone = said(2, INVEST, 5_00, line="OLD", name="Old line")
    lines = (
        *LINES,
        LineFacts(code="OLD", name="Old line", category="No longer a line", total=0, gross={}, is_gone=True),
    )
    found = own.own_lines(overview(old, gone, calculation=2, lines=lines), "DAC")
    assert found.table.rows[0][0].note == (
        "Said against calculation 1. More than the £600.00 you have in the line now: say it anew. "
        "The offer it rests on costs £600.00 now"
    )
    assert found.table.rows[-1][0].note == "Calculation 2 has this line no more. Said against calculation 1"
    assert found.lines == 3


def test_the_figures_of_a_group() -> None:
    assert [figure.value for figure in own.own_figures(SEEN, "DAC")] == ["£142.00", "£0.00", "£142.00", "1"]
    assert [figure.value for figure in own.own_figures(SEEN, "WAT")] == ["£0.00", "£50.00", "-£50.00", "2"]


def test_a_provider_sees_the_sum_of_its_lines_against_their_cost() -> None:
    shown = provider.lines_table(SEEN, PROV)
    assert texts(shown) == [
        ["Physiotherapy", "1,000.00", "+100.00", "0.00", "+100.00", "+10.0", "1,100.00", "1.6", "0", "1 of 2 groups"],
        ["Wound care", "250.00", "0.00", "0.00", "0.00", "0.0", "250.00", "0", "0", "1 of 1 group"],
        ["Lungs", "90.00", "0.00", "0.00", "0.00", "0.0", "90.00", "0", "0", "0 of 2 groups"],
        ["New services", "–", "+42.00", "0.00", "+42.00", "–", "42.00", "0", "0", "1 asked for"],
    ]
    assert shown.rows[1][0].note == "For DacCom only"
    assert [cell.text for cell in shown.foot[0]][:7] == [
        "Total", "1,340.00", "+142.00", "0.00", "+142.00", "+10.6", "1,482.00",
    ]  # fmt: skip


def test_a_provider_sees_first_what_it_has_to_answer() -> None:
    assert [row[0] for row in texts(provider.due_table(SEEN, PROV))] == ["Nurse"]
    assert [row[0] for row in texts(provider.answered_table(SEEN, PROV))] == ["Physiotherapy"]
    assert [row[0] for row in texts(provider.due_table(SEEN, ACUTE))] == ["Nurse"]
    assert texts(provider.answered_table(SEEN, ACUTE))[0][:4] == ["Wound care", "WatCom", "Disinvest", "−50.00"]
    figures = provider.sums_figures(provider.provider_sums(SEEN, ACUTE))
    assert [figure.value for figure in figures] == ["£42.00", "£50.00", "-£8.00", "0 / 0"]
    assert figures[-1].note == "as answered, else as in the offers; for 2 nobody gave posts"


def test_all_groups_stand_beside_each_other() -> None:
    shown = matrix.matrix_table(SEEN)
    assert texts(shown) == [
        ["Physiotherapy", "+100.00", "Not said yet", "+100.00", "1 of 1 answered"],
        ["Wound care", "Same", "−50.00", "−50.00", "1 of 1 answered"],
        ["Lungs", "Not said yet", "Not said yet", "0.00", ""],
        ["Nurse", "+42.00", "", "+42.00", "0 of 1 answered"],
    ]
    assert [[cell.text for cell in row] for row in shown.foot] == [
        ["Invest and new services", "+142.00", "0.00", "+142.00", ""],
        ["Disinvest", "0.00", "−50.00", "−50.00", ""],
        ["Net change of 4 rows", "+142.00", "−50.00", "+92.00", ""],
    ]
    assert shown.rows[1][4].note == "1 cannot"
    rows = table_as_csv(shown).decode().splitlines()
    assert rows[2] == "Adults,Wound care,0.00,-50.00,-50.00,1 of 1 answered,1 cannot"
    assert rows[3].startswith("No category,Lungs,,,0.00,")


def test_the_matrix_is_filtered_and_ordered_as_asked() -> None:
    def names(**asked: Any) -> list[str]:
        return [row[0] for row in texts(matrix.matrix_table(SEEN, matrix.Asked(**asked)))]

    assert names(which=matrix.Which.CHANGES) == ["Physiotherapy", "Wound care", "Nurse"]
    assert names(which=matrix.Which.UNANSWERED) == ["Nurse"]
    assert names(which=matrix.Which.NOT_SAID) == ["Physiotherapy", "Lungs"]
    assert names(text="wound") == ["Wound care"]
    assert names(sort="net", descending=True) == ["Physiotherapy", "Nurse", "Lungs", "Wound care"]
    assert names(sort="line") == ["Lungs", "Nurse", "Physiotherapy", "Wound care"]
    assert names(sort="WAT") == ["Wound care", "Lungs", "Nurse", "Physiotherapy"]
    again = matrix.Asked(sort="net", descending=True).in_order_of("net")
    assert (again.descending, again.query) == (False, {"sort": "net"})


def test_what_came_of_the_intentions_adds_up() -> None:
    shown = matrix.outcome_table(SEEN)
    assert texts(shown) == [
        ["Can do", "0.00", "0.00", "0.00"],
        ["Can do from a later day", "100.00", "0.00", "0.00"],
        ["Cannot", "0.00", "0.00", "50.00"],
        ["Not answered yet", "0.00", "42.00", "0.00"],
    ]
    assert [cell.text for cell in shown.foot[0]] == ["Total", "100.00", "42.00", "50.00"]


def test_a_line_shows_every_group() -> None:
    shown = line_page.groups_table(SEEN, LINES[1])
    assert [row[:5] for row in texts(shown)] == [
        ["DacCom", "250.00", "Same", "0.00", "250.00"],
        ["WatCom", "250.00", "Disinvest", "−50.00", "200.00"],
    ]
    assert [cell.text for cell in shown.foot[0]][:5] == ["Total", "500.00", "", "−50.00", "450.00"]


def test_an_intention_is_called_by_what_it_says() -> None:
    assert [line_page.title_of(SEEN, each) for each in WHAT] == [
        "DacCom: invest in Physiotherapy",
        "WatCom: disinvest from Wound care",
        "DacCom: the same on Wound care",
        "DacCom: a new service, Nurse",
    ]
    facts = dict(line_page.facts_of(SEEN, WHAT[1]))
    assert facts["Says"] == "Disinvest £50.00 with 6 months’ notice"
    assert facts["Effect on activity"] == "Not said"


def test_nobody_answers_where_the_catalogue_names_no_provider() -> None:
    lines = (LineFacts(code="X", name="Unknown", category="", total=0, gross={"DAC": 0, "WAT": 0}),)
    found = own.own_lines(overview(said(1, line="X", name="Unknown"), lines=lines), "DAC")
    assert texts(found.table)[0][5] == "Nobody to answer: the catalogue names no provider"
