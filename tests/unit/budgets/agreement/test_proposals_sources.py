"""Where the figures of a proposal come from, as pages say it."""

from datetime import date

from budgets.agreement.presented.proposals_sources import rests_in_words, sources_table
from budgets.sources.rules.descriptions import Description, Descriptions, DriverKind, Grade, descriptions_from
from tests.unit.budgets.calculations import calculation

POPULATION = Description(
    driver=DriverKind.POPULATION,
    source="Registered lists",
    extracted_on=date(2008, 1, 1),
    owner="Information department",
    grade=Grade.B,
)
OF_A_LINE = Description(
    driver=DriverKind.COST_CENTRE_MAP,
    source="Mapping of autumn 2007",
    extracted_on=date(2007, 10, 31),
    owner="Information department",
    grade=Grade.D,
    line_code="LINE-01",
    note="Rather rough and ready.",
)


def test_every_description_is_a_row_with_its_line_and_grade() -> None:
    shown = sources_table(calculation(), Descriptions.of([POPULATION, OF_A_LINE]))
    assert [[cell.text for cell in row] for row in shown.rows] == [
        [
            "Population snapshot",
            "All lines",
            "Registered lists",
            "1 January 2008",
            "Information department",
            "B, derived",
        ],
        [
            "Cost-centre map",
            "Community nursing 1",
            "Mapping of autumn 2007",
            "31 October 2007",
            "Information department",
            "D, rough and ready",
        ],
    ]
    assert shown.rows[1][2].note == "Rather rough and ready."


def test_the_money_on_the_weakest_grade_is_told() -> None:
    made = calculation()
    whole = f"{made.totals.total // 100:,}"
    assert whole in rests_in_words(made, Descriptions.of([POPULATION]))
    assert "grade B, derived (100.0%)" in rests_in_words(made, Descriptions.of([POPULATION]))


def test_a_proposal_of_which_nothing_was_described_has_no_rows() -> None:
    for kept in ("[]", "{}", ""):
        assert sources_table(calculation(), descriptions_from(kept)).rows == []
