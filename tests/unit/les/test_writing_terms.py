"""Terms of payment as people write them and as they are kept."""

from datetime import date

import pytest

from core.errors import Refusal
from les.schemes.rules.caps import caps_in_words
from les.schemes.rules.terms import Basis, Form
from les.schemes.rules.writing_terms import kept, scheme_counts_of, terms_from, terms_written, written_of

WRITTEN = {
    Form.PER_ITEM: "Joint injection; injection; 40\nExcision",
    Form.PER_PATIENT_YEAR: "Patient on the register; patient",
    Form.PER_LIST: "Targets; patient; ; targets met\nRate; patient",
    Form.RETAINER_AND_ITEM: "Retainer; year\nVisit; visit; 100",
    Form.PER_BED: "Bed; bed",
    Form.STAGED: "Started; start\nAchieved; quit",
    Form.POINTS: "Point; point; 100",
    Form.INSTALMENTS: "Contact; contact; 400",
    Form.BLOCK: "Block; year",
    Form.BY_LEVEL: "Level 1 test; test; 1\nLevel 2 test; test; 2",
}


@pytest.mark.parametrize("form", Form)
def test_what_is_written_and_kept_comes_back(form: Form) -> None:
    terms = terms_written(
        form=form, written=WRITTEN[form], list_on=date(2007, 4, 1), practice_cap=50000, scheme_cap=900000
    )
    assert terms_from(kept(terms)) == terms
    again = written_of(terms)
    assert written_of(terms_written(form=form, written=again, list_on=date(2007, 4, 1))) == again


def test_on_a_list_a_condition_makes_it_once() -> None:
    terms = terms_written(form=Form.PER_LIST, written=WRITTEN[Form.PER_LIST], list_on=date(2007, 4, 1))
    assert [each.basis for each in terms.elements] == [Basis.LIST_ONCE, Basis.LIST_A_YEAR]


REFUSED = {
    "nothing": (Form.PER_ITEM, "", "“Per item” pays for 1 to 12 things, one a line, and 0 stand here."),
    "one stage": (Form.STAGED, "Started", "“By stage reached” pays for 2 to 12 things, one a line, and 1 stand here."),
    "two blocks": (Form.BLOCK, "A\nB", "“Block” pays for 1 thing, one a line, and 2 stand here."),
    "twice": (Form.PER_ITEM, "Visit\nvisit", "“visit” stands here twice."),
    "no name": (Form.PER_ITEM, "; visit", "What is paid for has a name of at most 80 characters."),
    "no number": (
        Form.PER_ITEM,
        "Visit; visit; many",
        "The number of “Visit” must be a whole number above 0, such as 40.",
    ),
    "no plan": (Form.INSTALMENTS, "Visit; visit", "Say how many are planned a year: Visit; unit; number."),
    "no day": (Form.PER_LIST, "Rate", "Say on which day the list is frozen."),
    "too much": (Form.PER_ITEM, "A; b; 1; c; d", "“A” has more than a name, a unit, a number and a condition."),
    "a patient": (
        Form.PER_ITEM,
        "Visit 943 476 5919",
        "A number here passes the NHS number check. Take it out: nothing about a patient is kept here.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses_terms_that_cannot_be(name: str) -> None:
    form, written, sentence = REFUSED[name]
    with pytest.raises(Refusal) as refused:
        terms_written(form=form, written=written)
    assert str(refused.value) == sentence


def test_refuses_a_cap_of_nothing() -> None:
    with pytest.raises(Refusal, match=r"^A cap is more than nothing\. Leave it blank where there is none\.$"):
        terms_written(form=Form.PER_ITEM, written="Visit", practice_cap=0)


def test_caps_of_all_practices_are_written_and_read_back() -> None:
    written = "Joint injection; injection; 40\nExcision; operation"
    counts = "joint INJECTION; 400\nExcision; 60"
    terms = terms_written(form=Form.PER_ITEM, written=written, scheme_counts=counts)
    assert scheme_counts_of(terms) == "Joint injection; 400\nExcision; 60"
    assert written_of(terms) == written
    assert terms_from(kept(terms)) == terms
    assert [pair[1] for pair in caps_in_words(terms)] == [
        "40 of Joint injection a year for the practice",
        "400 of Joint injection a year for all practices of the scheme",
        "60 of Excision a year for all practices of the scheme",
    ]


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ("Suture; 4", "“Suture” is not counted one by one here: write a name from above; a number."),
        ("Joint injection", "“Joint injection” is not counted one by one here"),
        ("Joint injection; 0", "The most of “Joint injection” for all practices must be a whole number above 0"),
        ("Joint injection; 4\nJoint injection; 5", "“Joint injection” has two caps for all practices."),
    ],
)
def test_a_cap_of_all_practices_that_cannot_be_is_refused(counts: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        terms_written(form=Form.PER_ITEM, written="Joint injection; injection", scheme_counts=counts)
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize("number", ["0", "-1", "2.5", "²", "٣", "10000000", "9" * 5000])
def test_what_is_no_whole_number_that_anybody_means_is_refused(number: str) -> None:
    with pytest.raises(Refusal, match=r"^The number of “Visit” must be a whole number above 0, such as 40\.$"):
        terms_written(form=Form.PER_ITEM, written=f"Visit; visit; {number}")
    with pytest.raises(Refusal, match=r"^The most of “Visit” for all practices must be a whole number above 0"):
        terms_written(form=Form.PER_ITEM, written="Visit; visit", scheme_counts=f"Visit; {number}")
