"""Lines of figures: what is planned and paid comes back exactly from a contract’s text; what does not fit is said."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.agreements.presented.figures import figures_in_words, figures_tables, grid_table
from contracts.agreements.rules.content import Content, Figures, Part, canonical, content_from
from contracts.agreements.rules.figures import (
    TermsLine,
    check_terms_line,
    figures_of_plan,
    figures_of_terms,
    plan_line_of,
    problems_in_figures,
    terms_line_of,
    terms_of,
)
from contracts.agreements.rules.months import spans
from contracts.agreements.rules.payment_terms import Block, CostAndVolume, CostPerCase, PaymentTerms, Tariff
from contracts.agreements.rules.phasing import Phasing
from contracts.agreements.rules.plan import PlanLine
from contracts.agreements.rules.terms_words import terms_in_words
from core.errors import Refusal

FIRST, LAST = date(2008, 4, 1), date(2009, 3, 31)
MONTHS = tuple(spans(FIRST, LAST))
CODES = st.from_regex(r"[A-Z][A-Z-]{0,9}", fullmatch=True)
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=20)
PENCE = st.integers(min_value=0, max_value=10**12)
LIMIT = st.none() | PENCE
EXACT = st.fractions(min_value=0, max_value=10**6, max_denominator=10**4)
PLAN_LINES = st.builds(
    PlanLine,
    service=CODES,
    service_name=WORDS,
    group=CODES | st.just(""),
    group_name=WORDS | st.just(""),
    unit=WORDS,
    planned=st.integers(min_value=0, max_value=10**9),
    months=st.dictionaries(st.sampled_from(MONTHS), st.integers(min_value=0, max_value=10**9)),
    phasing=st.none() | st.sampled_from(Phasing),
    is_overwritten=st.booleans(),
)
TERMS = st.one_of(
    st.builds(Block, amount=PENCE),
    st.builds(CostPerCase, price=PENCE, floor=LIMIT, cap=LIMIT),
    st.builds(Tariff, price=PENCE, market_forces=EXACT, floor=LIMIT, cap=LIMIT),
    st.builds(
        CostAndVolume,
        price=PENCE,
        plan=st.none() | EXACT,
        band_below=EXACT,
        band_above=EXACT,
        rate_below=EXACT,
        rate_above=EXACT,
        floor=LIMIT,
        cap=LIMIT,
    ),
)
NURSING = PlanLine(
    service="NUR",
    service_name="Nursing",
    group="DAC",
    group_name="DacCom",
    unit="contacts",
    planned=12,
    months={"2008-04": 7, "2008-05": 5},
    phasing=Phasing.EQUAL,
)
WATFORD = replace(NURSING, group="WAT", group_name="WatCom", planned=4, months={"2008-04": 4, "2008-05": 0})
BLOCK = TermsLine(
    service="NUR", service_name="Nursing", terms=Block(amount=100_00), first_month="2008-04", last_month="2008-06"
)


def _content(*figures: Figures, **facts: str) -> Content:
    part = Part(key="activity_plan-1", title="Plan", text="", is_schedule=True, figures=figures)
    term = {"starts_on": FIRST.isoformat(), "ends_on": LAST.isoformat(), **facts}
    return Content(reference="A", title="A", facts=term, parts=(part,), signatures=())


@given(line=PLAN_LINES)
def test_a_plan_line_comes_back_exactly_also_from_the_signed_text(line: PlanLine) -> None:
    figures = figures_of_plan(line)
    assert plan_line_of(figures) == replace(line, months=dict(sorted(line.months.items())))
    assert ":" not in figures.key
    again = content_from(canonical(_content(figures))).parts[0].figures[0]
    assert plan_line_of(again) == plan_line_of(figures)


@given(terms=TERMS, name=WORDS, unit=WORDS)
def test_terms_come_back_exactly_also_from_the_signed_text(terms: PaymentTerms, name: str, unit: str) -> None:
    line = TermsLine(service="NUR", service_name=name, unit=unit, terms=terms)
    figures = content_from(canonical(_content(figures_of_terms(line)))).parts[0].figures[0]
    assert terms_line_of(figures) == line
    assert terms_of(figures) == terms


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"planned": "many"}, "a whole number for planned"),
        ({"unit": None}, "with a value for unit"),
        ({"2008-04": "1.5"}, "a whole number for 2008-04"),
    ],
)
def test_a_damaged_line_is_not_read_as_another(changes: Mapping[str, str | None], told: str) -> None:
    figures = figures_of_plan(NURSING)
    with pytest.raises(ValueError, match=told):
        plan_line_of(replace(figures, values={**figures.values, **changes}))


def test_a_contract_says_which_lines_do_not_fit_it() -> None:
    assert problems_in_figures(_content(figures_of_plan(NURSING), figures_of_terms(BLOCK))) == []
    later = _content(figures_of_plan(NURSING), figures_of_terms(BLOCK), starts_on="2008-05-01")
    (problem,) = problems_in_figures(later)
    assert problem.startswith("“Plan” does not hold: Nursing for DacCom: April 2008 has 7 contacts, but lies outside")
    assert "so nothing can be paid for April 2008." in problem
    (wrong,) = problems_in_figures(_content(figures_of_plan(replace(NURSING, planned=13))))
    assert wrong.endswith("the months add up to 12 contacts, but 13 are planned in all: 1 too few.")


def test_many_problems_are_counted_not_told_one_by_one() -> None:
    lines = [figures_of_plan(replace(NURSING, group=f"G{n}", planned=13)) for n in range(9)]
    (problem,) = problems_in_figures(_content(*lines))
    assert problem.endswith("And 6 more.")
    assert problem.count("too few") == 3


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"last_month": "2008-03"}, "Say over which months the block amount is paid, the earlier month first."),
        ({"first_month": ""}, "Say over which months"),
        ({"last_month": "2009-04"}, "so nothing can be paid for April 2009."),
        ({"service": "a/b"}, "The name of a service needs letters or digits"),
        ({"service_name": " "}, "Choose a service, or enter its name"),
        ({"terms": CostPerCase(price=1)}, "Say what is counted (contacts, bed days)"),
        ({"terms": Block(amount=-1)}, "The block amount must be £0.00 or more"),
    ],
)
def test_refuses_terms_that_cannot_be(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_terms_line(replace(BLOCK, **changes), starts_on=FIRST, ends_on=LAST)
    assert told in str(refused.value)


def test_a_plan_is_a_table_for_each_service_with_totals_both_ways() -> None:
    summary, table = figures_tables("p", [figures_of_plan(each) for each in (NURSING, WATFORD, _podiatry())])[:2]
    assert [[cell.text for cell in row] for row in summary.rows] == [
        ["Nursing", "12", "4", "–", "16"],
        ["Podiatry", "–", "–", "9", "9"],
    ]
    assert [head.text for head in table.head] == ["Month", "DacCom", "WatCom", "All"]
    assert [[cell.text for cell in row] for row in (*table.rows, *table.foot)] == [
        ["April 2008", "7", "4", "11"],
        ["May 2008", "5", "0", "5"],
        ["In all", "12", "4", "16"],
    ]
    assert table.caption == "Nursing: contacts by month, phased in equal parts"


def test_the_grid_of_a_file_holds_every_month_and_total() -> None:
    grid = grid_table([NURSING, WATFORD])
    assert [[cell.text for cell in row][-3:] for row in grid.rows] == [
        ["7", "5", "12"],
        ["4", "0", "4"],
        ["11", "5", "16"],
    ]


def test_a_line_in_words_for_what_changed_in_it() -> None:
    assert figures_in_words(figures_of_plan(NURSING)) == [
        ("Planned in all", "12 contacts"),
        ("Phased", "in equal parts"),
        ("April 2008", "7"),
        ("May 2008", "5"),
    ]
    said = "£100.00, whatever the activity, paid in 3 monthly parts for April 2008 to June 2008: "
    said += "1 of £33.34, then 2 of £33.33."
    assert figures_in_words(figures_of_terms(BLOCK)) == [("Basis", "Block"), ("Terms", said)]


def test_terms_are_said_in_sentences() -> None:
    terms = CostAndVolume(
        price=50_00,
        plan=10_000,
        band_below=Fraction(3),
        band_above=Fraction("2.5"),
        rate_below=Fraction("0.3"),
        rate_above=Fraction("0.125"),
        floor=1_00,
        cap=2_00,
    )
    said = terms_in_words(TermsLine(service="M", service_name="M", unit="contacts", terms=terms))
    assert said == (
        "10,000 contacts planned at £50.00 each. From 3% below to 2.5% above the plan (9,700 to 10,250) every one is "
        "paid at the price. For each one below that, 30% of the price is taken off; for each one above, 12.5% of the "
        "price is paid. Paid is at least £1.00 and at most £2.00."
    )
    tariff = TermsLine(
        service="M", service_name="M", unit="spells", terms=Tariff(price=812_00, market_forces=Fraction("1.0642"))
    )
    assert (
        terms_in_words(tariff) == "Spells at the tariff of £812.00 each, multiplied by the market forces factor 1.0642."
    )


def _podiatry() -> PlanLine:
    return replace(NURSING, service="POD", service_name="Podiatry", group="", planned=9, months={"2008-04": 9})
