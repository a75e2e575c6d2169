"""Rules of heads of terms: drift, terms, states, signing, and the exact text that is signed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contracts.heads_of_terms.queries.standard import shipped_terms
from contracts.heads_of_terms.rules import signing, states, terms
from contracts.heads_of_terms.rules.content import (
    HeadsContent,
    Source,
    TermContent,
    as_text,
    canonical,
    content_from,
    hash_of,
    statement_of,
)
from contracts.heads_of_terms.rules.drawing import Particulars, Party
from contracts.heads_of_terms.rules.drift import drift_between
from contracts.heads_of_terms.rules.figures import FigureKind, money, words
from contracts.heads_of_terms.rules.signing import Side, Signer
from contracts.heads_of_terms.rules.states import State
from contracts.heads_of_terms.rules.terms import TermState
from core.errors import OutOfDate, Refusal
from core.markdown import problems_in

CONTENT = HeadsContent(
    number=1,
    edition=2,
    title="Intermediate care 2008/09",
    is_broad=True,
    particulars=Particulars(
        commissioner=Party(code="5P3", name="West Hertfordshire PCT"),
        provider=Party(code="PROV", name="Provider services"),
        groups=(Party(code="DAC", name="DacCom", attendees="PbC lead"),),
        starts_on=date(2008, 4, 1),
        ends_on=date(2009, 3, 31),
        lines=("IC-BEDS",),
    ),
    source=Source(year="2008/09", proposal=2, proposal_hash="b" * 64, calculation=4, calculation_hash="c" * 64),
    replaces=("HT1 version 1", "a" * 64),
    terms=(
        TermContent(
            code="TOTAL",
            title="Total",
            text="The total for the year.",
            state=TermState.AGREED,
            draws=FigureKind.TOTAL,
            figures=(money("line:IC-BEDS", "Beds", 123_45), money("total", "Total", 123_45, is_total=True)),
        ),
        TermContent(code="TUPE", title="TUPE", text="", state=TermState.OPEN, draws=FigureKind.NONE, figures=()),
    ),
)
SIGNERS = (
    Signer(party_id=1, code="5P3", name="West Hertfordshire PCT", side=Side.COMMISSIONER),
    Signer(party_id=2, code="PROV", name="Provider services", side=Side.PROVIDER, given="A person on 3 March 2008"),
    Signer(party_id=3, code="DAC", name="DacCom", side=Side.GROUP),
)


def test_the_text_that_is_signed_reads_back_as_it_was() -> None:
    assert content_from(canonical(CONTENT)) == CONTENT
    assert canonical(content_from(canonical(CONTENT))) == canonical(CONTENT)
    first = replace(CONTENT, replaces=None, edition=1)
    assert content_from(canonical(first)) == first


@pytest.mark.parametrize(
    "changed",
    [
        replace(CONTENT, title="Intermediate care"),
        replace(CONTENT, is_broad=False),
        replace(CONTENT, terms=CONTENT.terms[:1]),
        replace(CONTENT, terms=(replace(CONTENT.terms[0], state=TermState.OPEN), CONTENT.terms[1])),
        replace(CONTENT, terms=(replace(CONTENT.terms[0], figures=()), CONTENT.terms[1])),
        replace(CONTENT, source=replace(CONTENT.source, calculation_hash="d" * 64)),
        replace(CONTENT, replaces=("HT1 version 1", "e" * 64)),
    ],
)
def test_any_change_gives_another_hash(changed: HeadsContent) -> None:
    assert hash_of(changed) != hash_of(CONTENT)


def test_what_each_party_signs_in_words() -> None:
    commissioner, provider, group = SIGNERS
    assert statement_of(CONTENT, commissioner) == (
        "For West Hertfordshire PCT I agree the heads of terms HT1 version 2, “Intermediate care 2008/09”, with "
        "Provider services, with 1 term still open."
    )
    assert "For Provider services I agree" in statement_of(CONTENT, provider)
    assert ", with West Hertfordshire PCT" in statement_of(CONTENT, provider)
    reserved = statement_of(CONTENT, group, reservation="The split.")
    assert reserved.startswith("For DacCom I assent to the heads of terms")
    assert reserved.endswith("with 1 term still open, with the reservation recorded beside this signature.")
    agreed = replace(CONTENT, terms=CONTENT.terms[:1])
    assert "open" not in statement_of(agreed, group, reservation=" ")


def test_the_text_for_comparing_holds_words_figures_and_states() -> None:
    text = as_text(CONTENT)
    assert "# Total\n\nAgreed.\n\nThe total for the year.\n\n- Beds: £123.45\n- Total: £123.45" in text
    assert text.endswith("# TUPE\n\nOpen.\n")


def test_drift_tells_what_moved_came_and_went() -> None:
    before = [money("a", "Beds", 100), money("b", "Home", 5), words("h", "Held by", "the PCT")]
    now = [money("a", "Beds", 150), words("h", "Held by", "Provider services"), money("c", "Nurse", 7)]
    found = drift_between(before, now)
    assert [each.in_words for each in found] == [
        "Beds: £1.00 before, £1.50 now",
        "Held by: the PCT before, Provider services now",
        "Nurse: not among them before, £0.07 now",
        "Home: £0.05 before, no longer among them now",
    ]
    assert [each.difference for each in found] == [50, None, 7, -5]
    assert drift_between(before, before) == ()


def test_a_renamed_figure_with_the_same_value_has_not_drifted() -> None:
    assert drift_between([money("a", "Beds", 100)], [money("a", "Community beds", 100)]) == ()


@pytest.mark.parametrize("code", ["", "tupe", "1-A", "A--B", "A-", "A" * 21, "INFECTION CONTROL"])
def test_refuses_a_code_that_no_contract_could_name(code: str) -> None:
    with pytest.raises(Refusal, match=r"^The code of a term is made of capital letters"):
        terms.check_code(code, taken=())


def test_refuses_a_code_that_another_term_has() -> None:
    with pytest.raises(Refusal, match=r"^These heads have a term TUPE already."):
        terms.check_code("TUPE", taken=["TUPE"])


def test_refuses_titles_and_settling_that_say_nothing() -> None:
    with pytest.raises(Refusal, match=r"^The term has no title."):
        terms.check_title("  ")
    with pytest.raises(Refusal, match=r"^The title of a term has at most 120 characters."):
        terms.check_title("x" * 121)
    with pytest.raises(Refusal, match=r"^“TUPE” has no text yet. Write what is agreed first.$"):
        terms.check_has_words("TUPE", " ")
    with pytest.raises(Refusal, match=r"^“TUPE” is agreed already.$"):
        terms.check_may_be_settled("TUPE", is_state=TermState.AGREED, to=TermState.AGREED)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "The heads have no title."),
        ({"title": "x" * 161}, "The title has at most 160 characters."),
        ({"starts_on": None}, "Say from which day until which day"),
        ({"ends_on": date(2008, 3, 31)}, "The last day, 31 March 2008, lies before the first day, 1 April 2008."),
        ({"lines": ()}, "Choose at least one service line"),
    ],
)
def test_refuses_particulars_that_say_too_little(changes: dict[str, Any], sentence: str) -> None:
    whole: dict[str, Any] = {
        "title": "Beds",
        "starts_on": date(2008, 4, 1),
        "ends_on": date(2009, 3, 31),
        "lines": ("BEDS",),
    }
    states.check_particulars(**whole)
    with pytest.raises(Refusal, match=f"^{sentence}"):
        states.check_particulars(**{**whole, **changes})


def test_what_says_nothing_is_not_issued() -> None:
    with pytest.raises(Refusal, match=r"^Write a text for “TUPE” first, or take the term out"):
        states.check_may_be_issued(empty=["TUPE"], still_open=[], is_broad=True)
    with pytest.raises(Refusal, match=r"^1 term is still open: “TUPE”."):
        states.check_may_be_issued(empty=[], still_open=["TUPE"], is_broad=False)
    states.check_may_be_issued(empty=[], still_open=["TUPE"], is_broad=True)


@pytest.mark.parametrize("state", [State.ISSUED, State.SIGNED, State.SUPERSEDED, State.WITHDRAWN])
def test_only_a_draft_is_changed(state: State) -> None:
    with pytest.raises(Refusal, match=r"so nothing in it is changed any more."):
        states.check_is_draft(state, reference="HT1 version 1")
    states.check_is_draft(State.DRAFT, reference="HT1 version 1")


def test_a_contract_takes_the_place_only_of_what_both_signed() -> None:
    def check(state: State, *, by: str = "C1", standing: str = "", yet: tuple[str, ...] = ()) -> None:
        states.check_may_be_superseded(state, reference="HT1", by=by, standing=standing, yet_to_bind=yet)

    check(State.SIGNED)
    check(State.ISSUED)
    with pytest.raises(Refusal, match=r"^HT1 is still a draft: no contract"):
        check(State.DRAFT)
    with pytest.raises(Refusal, match=r"^HT1 is withdrawn: no contract"):
        check(State.WITHDRAWN)
    with pytest.raises(Refusal, match=r"^HT1 is superseded already, by C0.$"):
        check(State.SUPERSEDED, standing="C0")
    with pytest.raises(Refusal, match=r"^West Hertfordshire PCT did not sign HT1"):
        check(State.ISSUED, yet=tuple(signing.yet_to_bind(SIGNERS)))
    with pytest.raises(Refusal, match=r"^Name the contract"):
        check(State.SIGNED, by=" ")


def test_who_may_sign() -> None:
    def check(party_id: int, person_id: int = 9) -> Signer:
        return signing.check_may_sign(
            SIGNERS,
            reference="HT1",
            party_id=party_id,
            organisation="Red House",
            person_id=person_id,
            signed_for={7: "Provider services"},
        )

    assert check(3).name == "DacCom"
    with pytest.raises(Refusal, match=r"^Red House is no party to HT1"):
        check(4)
    with pytest.raises(Refusal, match=r"^Provider services has signed already: A person on 3 March 2008."):
        check(2)
    with pytest.raises(Refusal, match=r"nobody signs for two.$"):
        check(1, person_id=7)
    with pytest.raises(OutOfDate):
        signing.check_same_text("a", "b")
    with pytest.raises(Refusal, match=r"^A reservation has at most 2,000 characters.$"):
        signing.check_reservation("x" * 2001)


def test_the_standard_terms_cover_what_heads_of_terms_need() -> None:
    shipped = shipped_terms()
    codes = [term.code for term in shipped]
    assert len(set(codes)) == len(codes) == 20
    assert {term.draws for term in shipped} == set(FigureKind)
    for place, term in enumerate(shipped):
        terms.check_code(term.code, taken=codes[:place])
        terms.check_title(term.title)
        assert problems_in(term.text) == []
        assert "\n" not in term.text.replace("\n\n", "")
