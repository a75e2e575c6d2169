"""Rules of specifications: header, states, content, what is incomplete."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.specifications.rules.completeness import (
    Funded,
    Standing,
    past_review,
    uncovered_lines,
    with_empty_sections,
)
from contracts.specifications.rules.content import (
    Content,
    ContentSection,
    canonical,
    content_from,
    hash_of,
    text_of,
)
from contracts.specifications.rules.header import Header, check_header, problems_in_header
from contracts.specifications.rules.states import (
    State,
    check_may_be_accepted,
    check_may_be_changed,
    check_may_be_submitted,
    check_may_be_withdrawn,
    check_next_may_begin,
)
from core.errors import OutOfDate, Refusal
from tests.builders_attachments import NHS_NUMBER

ON = date(2008, 4, 1)
HEADER = Header(title="Community nursing", starts_on=ON, ends_on=date(2009, 3, 31))
CONTENT = Content(
    reference="SPEC-001",
    version=2,
    revision=7,
    title="Community nursing",
    commissioner="West Hertfordshire PCT",
    commissioner_code="WHP",
    provider="Provider services",
    provider_code="PROV",
    service="Community nursing",
    service_code="COMM-NUR",
    template="Short local form, 2008, version 1",
    template_code="local-2008",
    template_number=1,
    commissioner_lead="Head of commissioning",
    commissioner_lead_person="",
    provider_lead="",
    provider_lead_person="",
    starts_on=ON,
    ends_on=None,
    review_on=None,
    expires_on=None,
    localities=("Dacorum",),
    sections=(
        ContentSection(key="purpose", number="1", level=1, heading="Purpose", text="", holds_text=False),
        ContentSection(key="aims", number="1.1", level=2, heading="Aims", text="Care | at home."),
        ContentSection(key="cost", number="1.2", level=2, heading="Cost", text=" ", is_required=False),
        ContentSection(key="standards", number="1.3", level=2, heading="Standards", text=""),
    ),
)


def _standing(state: State = State.AGREED, **changes: Any) -> Standing:
    plain = Standing(
        version_id=1, called="SPEC-001", service_code="A", provider="P", state=state, review_on=None, expires_on=None
    )
    return replace(plain, **changes)


def test_a_header_says_what_it_lacks_and_nothing_when_whole() -> None:
    assert problems_in_header(HEADER) == [
        "Name the commissioner’s lead.",
        "Name the provider’s lead.",
        "Say by when it is reviewed.",
        "Say when it expires.",
        "Choose the localities it covers.",
    ]
    whole = replace(
        HEADER,
        commissioner_lead="A",
        provider_lead="B",
        review_on=ON,
        expires_on=date(2009, 4, 1),
        localities=frozenset({1}),
    )
    assert problems_in_header(whole) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": " "}, "Give the specification a title."),
        (
            {"ends_on": date(2008, 3, 31)},
            "It ends on 31 March 2008, before it begins on 1 April 2008. Put one of the days right.",
        ),
        (
            {"review_on": date(2009, 5, 1), "expires_on": date(2009, 4, 1)},
            "It expires on 1 April 2009, before it is reviewed on 1 May 2009. Put one of the days right.",
        ),
        (
            {"provider_lead": NHS_NUMBER},
            "A number in the header passes the NHS number check. Take it out: nothing about a patient is kept here.",
        ),
    ],
)
def test_refuses_a_header_that_cannot_be(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_header(replace(HEADER, **changes))
    assert str(refused.value) == told
    assert NHS_NUMBER not in str(refused.value)


def test_what_is_agreed_is_frozen_and_a_draft_is_its_drafters() -> None:
    check_may_be_changed(state=State.IN_REVIEW, is_own=False, drafter="P")
    check_may_be_changed(state=State.DRAFT, is_own=True, drafter="P")
    with pytest.raises(Refusal, match=r"^This version is agreed, and its text is frozen"):
        check_may_be_changed(state=State.AGREED, is_own=True, drafter="P")
    with pytest.raises(Refusal, match=r"^P is still drafting this version"):
        check_may_be_changed(state=State.DRAFT, is_own=False, drafter="P")


def test_only_a_complete_draft_of_ones_own_is_put_into_review() -> None:
    with pytest.raises(Refusal, match=r"^It is not complete yet\. One\. Two\.$"):
        check_may_be_submitted(state=State.DRAFT, is_own=True, drafter="P", problems=["One.", "Two."])
    with pytest.raises(Refusal, match=r"^P drafts this version and puts it into review"):
        check_may_be_submitted(state=State.DRAFT, is_own=False, drafter="P", problems=[])
    with pytest.raises(Refusal, match=r"^This version is in review: only a draft is put into review"):
        check_may_be_submitted(state=State.IN_REVIEW, is_own=True, drafter="P", problems=[])


def test_a_text_that_changed_since_it_was_opened_is_not_accepted() -> None:
    with pytest.raises(OutOfDate, match=r"^The text changed after you opened this page"):
        check_may_be_accepted(state=State.IN_REVIEW, seen_hash="a", content_hash="b", problems=[], interest="")
    with pytest.raises(Refusal, match=r"^You have declared an interest in P"):
        check_may_be_accepted(state=State.IN_REVIEW, seen_hash="a", content_hash="a", problems=[], interest="P")


def test_the_next_version_begins_from_the_agreed_one_once() -> None:
    check_next_may_begin(state=State.AGREED, open_version=None)
    with pytest.raises(Refusal, match=r"^Version 3 is open already"):
        check_next_may_begin(state=State.AGREED, open_version=3)
    with pytest.raises(Refusal, match=r"^The next version begins from the agreed one"):
        check_next_may_begin(state=State.SUPERSEDED, open_version=None)


def test_all_reasons_against_withdrawing_are_shown() -> None:
    with pytest.raises(Refusal, match=r"^Contract 1 names it\. Heads of terms 2 name it\.$"):
        check_may_be_withdrawn(
            state=State.AGREED,
            may=True,
            reason="Over.",
            reasons_against=["Contract 1 names it.", "Heads of terms 2 name it."],
        )
    with pytest.raises(Refusal, match=r"^Say why it is withdrawn"):
        check_may_be_withdrawn(state=State.DRAFT, may=True, reason=" ", reasons_against=[])
    with pytest.raises(Refusal, match=r"^An agreed version is withdrawn by the commissioner"):
        check_may_be_withdrawn(state=State.AGREED, may=False, reason="Over.", reasons_against=[])


def test_the_canonical_text_comes_back_and_every_change_gives_another_hash() -> None:
    assert content_from(canonical(CONTENT)) == CONTENT
    others = [replace(CONTENT, revision=8), replace(CONTENT, title="Nursing"), replace(CONTENT, localities=())]
    others.append(replace(CONTENT, sections=CONTENT.sections[::-1]))
    assert len({hash_of(each) for each in (CONTENT, *others)}) == 5


@given(st.text(), st.dates())
def test_any_text_comes_back_from_its_canonical_form(text: str, day: date) -> None:
    text = text.encode("utf-8", "replace").decode()
    section = replace(CONTENT.sections[1], text=text)
    content = replace(CONTENT, sections=(section,), review_on=day)
    assert content_from(canonical(content)) == content


def test_an_empty_section_is_a_problem_only_where_it_must_not_be() -> None:
    assert [each.key for each in CONTENT.empty_sections] == ["cost", "standards"]
    assert CONTENT.problems == ["Section 1.3, Standards, is empty."]


def test_the_text_to_compare_has_the_header_and_every_heading() -> None:
    text = text_of(CONTENT)
    assert "Commissioner lead: Head of commissioning\n" in text
    assert "Provider lead: not said yet\n" in text
    assert "## 1.1 Aims\n\nCare | at home.\n\n## 1.2 Cost\n\n## 1.3 Standards\n" in text


def test_money_without_an_agreed_specification_is_listed_by_amount() -> None:
    lines = [
        Funded(code="A", name="Agreed", amount=500),
        Funded(code="B", name="In draft", amount=100_01),
        Funded(code="C", name="Nothing", amount=300_00),
        Funded(code="D", name="No money", amount=0),
        Funded(code="E", name="Expired", amount=-700_00),
    ]
    versions = [
        _standing(),
        _standing(State.DRAFT, service_code="B"),
        _standing(State.IN_REVIEW, service_code="B", version_id=2),
        _standing(service_code="E", expires_on=ON),
    ]
    found = uncovered_lines(lines, versions, on=ON)
    assert [(each.line.code, each.why) for each in found] == [
        ("E", "Expired on 1 April 2008"), ("C", "No specification"), ("B", "In review"),
    ]  # fmt: skip
    assert uncovered_lines(lines[-1:], versions, on=ON - timedelta(days=1)) == []


@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(-(10**9), 10**9)), unique_by=lambda pair: pair[0]))
def test_what_is_covered_and_what_is_not_make_up_all_the_money(pairs: list[tuple[str, int]]) -> None:
    lines = [Funded(code=code, name=code, amount=amount) for code, amount in pairs]
    found = uncovered_lines(lines, [_standing()], on=ON)
    covered = sum(line.amount for line in lines if line.code == "A")
    assert sum(each.line.amount for each in found) + covered == sum(line.amount for line in lines)


def test_past_review_on_the_day_after_and_expired_on_the_day() -> None:
    due, over = _standing(review_on=ON), _standing(expires_on=ON, called="SPEC-002")
    assert past_review([due], on=ON) == []
    assert past_review([due, over, _standing(State.IN_REVIEW, review_on=ON)], on=ON + timedelta(days=1)) == [due, over]


def test_withdrawn_versions_may_have_been_left_empty() -> None:
    empty = [_standing(state, empty=("1 Aims",)) for state in State]
    assert [each.state for each in with_empty_sections(empty)] == [State.DRAFT, State.IN_REVIEW, State.AGREED]
