"""Rules of documents, decisions, budgets, worked examples and prices compared."""

from dataclasses import replace
from datetime import date

import pytest

from core.errors import Refusal
from core.periods import FinancialYear
from les.schemes.rules.budgets import check_amounts, check_line_holds
from les.schemes.rules.comparing_prices import Paid, compare_prices
from les.schemes.rules.content import Content, ContentSection, canonical, content_from, hash_of, text_of
from les.schemes.rules.documents import SECTIONS, Control, check_control, has_expired, problems_in_control
from les.schemes.rules.examples import example_of
from les.schemes.rules.quarters import Quarter
from les.schemes.rules.terms import Form, Price, SchemeTerms
from les.schemes.rules.writing_terms import terms_written

APRIL = date(2008, 4, 1)
QUARTER = Quarter(FinancialYear.named("2008/09"), 1)
CONTROL = Control(
    author="Author",
    ratified_by="Committee",
    outcome="Measure",
    starts_on=APRIL,
    review_on=date(2008, 12, 31),
    expires_on=date(2009, 4, 1),
)
CONTENT = Content(
    reference="LES-001",
    version=1,
    revision=3,
    name="Minor surgery",
    kind="Local enhanced service",
    where="Dacorum",
    service="Surgery (SURG)",
    clinical_lead="Clinical lead",
    commissioner="West Hertfordshire PCT",
    control=CONTROL,
    terms=terms_written(form=Form.PER_LIST, written="Rate; patient", list_on=APRIL, practice_cap=5000),
    sections=tuple(ContentSection(key=each.key, heading=each.heading, text="Said.") for each in SECTIONS),
)


def test_what_is_approved_comes_back_from_its_text() -> None:
    assert content_from(canonical(CONTENT)) == CONTENT
    assert content_from(canonical(replace(CONTENT, terms=None))).terms is None


def test_a_text_changed_back_is_another() -> None:
    assert hash_of(replace(CONTENT, revision=5)) != hash_of(CONTENT)


def test_the_text_to_compare_says_all() -> None:
    text = text_of(CONTENT)
    for said in ("Where: Dacorum", "List: registered patients on 1 April 2008", "Rate; patient", "# 7 Termination"):
        assert said in text
    assert CONTENT.essential in text


def test_a_control_block_says_all_that_is_wrong() -> None:
    wrong = replace(CONTROL, review_on=date(2008, 3, 31), expires_on=date(2008, 3, 30), author="a" * 121)
    with pytest.raises(Refusal) as refused:
        check_control(wrong)
    assert str(refused.value) == (
        "Author and who ratified it have at most 120 characters. "
        "It is reviewed on 31 March 2008, before it begins on 1 April 2008. Put one of the days right. "
        "It expires on 30 March 2008, before it is reviewed on 31 March 2008. Put one of the days right. "
        "It expires on 30 March 2008, before it begins on 1 April 2008. Put one of the days right."
    )


def test_outcome_and_review_are_needed() -> None:
    assert problems_in_control(replace(CONTROL, outcome="", review_on=None)) == [
        "Say by which measure the outcome is judged.",
        "Say by when it is reviewed.",
    ]
    assert problems_in_control(CONTROL) == []


def test_it_expires_on_the_day() -> None:
    assert [has_expired(date(2009, 4, 1), on=day) for day in (date(2009, 3, 31), date(2009, 4, 1))] == [False, True]


def test_a_budget_has_a_least_within_its_most() -> None:
    check_amounts(most=100, least=100)
    for most, least in ((0, None), (100, 101), (100, -1)):
        with pytest.raises(Refusal):
            check_amounts(most=most, least=least)
    with pytest.raises(Refusal, match=r"^Podiatry holds no money for Dacorum\."):
        check_line_holds(name="Podiatry", held=0, least=None, where="Dacorum")


def _priced(form: Form, written: str) -> SchemeTerms:
    terms = terms_written(form=form, written=written, list_on=date(2007, 4, 1))
    prices = tuple(Price(element=each.code, valid_from=APRIL, pence=100) for each in terms.elements)
    return replace(terms, prices=prices)


EXAMPLES = {
    Form.PER_ITEM: ("Item", [4000]),
    Form.PER_PATIENT_YEAR: ("Patient", [1000]),
    Form.PER_LIST: ("Once; patient; ; met\nBy quarter; patient", [800000, 200000]),
    Form.RETAINER_AND_ITEM: ("Retainer\nItem", [25, 4000]),
    Form.PER_BED: ("Bed", [1000]),
    Form.STAGED: ("Started\nAchieved", [4000, 4000]),
    Form.POINTS: ("Point; point; 30", [3000]),
    Form.INSTALMENTS: ("Contact; contact; 400", [10000]),
    Form.BLOCK: ("Block", [25]),
    Form.BY_LEVEL: ("One; test; 1\nTwo; test; 2", [4000, 4000]),
}


@pytest.mark.parametrize("form", Form)
def test_every_form_of_payment_has_an_example(form: Form) -> None:
    written, due = EXAMPLES[form]
    example = example_of(_priced(form, written), count=40, quarter=QUARTER)
    assert example.why_not == ""
    assert [line.amount for line in example.lines] == due


def test_an_example_without_a_price_says_so() -> None:
    terms = terms_written(form=Form.PER_ITEM, written="Item")
    assert example_of(terms, count=40, quarter=QUARTER).why_not.startswith(
        "There is no price for Item on 1 April 2008."
    )


def test_a_scheme_of_the_whole_area_stands_in_every_locality() -> None:
    paid = [
        Paid(service="Surgery", what="Injection", where=where, scheme=f"LES {where}", scheme_id=1, pence=pence)
        for where, pence in (("", 4200), ("Hertsmere", 3900))
    ]
    [compared] = compare_prices(paid)
    assert [each.pence for each in compared.at("Dacorum")] == [4200]
    assert [each.pence for each in compared.at("Hertsmere")] == [4200, 3900]
    assert compared.gap == 300
