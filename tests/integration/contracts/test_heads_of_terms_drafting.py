"""Drafting heads of terms: figures with their source, drift, terms changed and settled, who may not."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from budgets.agreement.queries.proposals import get_proposal
from contracts.heads_of_terms.actions.drafting import change_particulars, redraw_figures
from contracts.heads_of_terms.actions.standard import word_standard_term
from contracts.heads_of_terms.actions.terms import add_term, change_term, remove_term, settle_term
from contracts.heads_of_terms.models import HeadsOfTerms
from contracts.heads_of_terms.presented.listed import heads_table
from contracts.heads_of_terms.queries.content import content_of, drift_of, signers_in
from contracts.heads_of_terms.queries.heads import list_heads, may_see_heads, select_heads
from contracts.heads_of_terms.queries.standard import standard_terms
from contracts.heads_of_terms.rules.figures import FigureKind, sum_of
from contracts.heads_of_terms.rules.terms import TermState
from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import lines_of
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from tests.builders_heads import NAMED, NOW, HeadsField
from tests.counting import statements


@pytest.fixture
def field(database: Flask) -> HeadsField:
    del database
    return HeadsField()


def last_event() -> str:
    newest = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    return lines_of([newest])[0].did


def figures(heads: HeadsOfTerms, code: str) -> dict[str, str]:
    term = next(each for each in content_of(heads).terms if each.code == code)
    return {figure.label: figure.shown for figure in term.figures}


def test_a_draft_begins_with_standard_terms_and_the_figures_of_the_round(field: HeadsField) -> None:
    heads = field.heads(field.draft())
    assert heads.reference == "HT1 version 1"
    assert [term.code for term in heads.terms] == [term.code for term in standard_terms(field.pct)]
    assert all(term.state is TermState.OPEN for term in heads.terms)
    assert last_event() == "drafted HT1 version 1, “Physiotherapy and beds 2008/09”, with Provider services"
    assert figures(heads, "SERVICES")["Physiotherapy"] == "Dacorum, Hertsmere, St Albans and Watford"
    assert figures(heads, "SERVICES")["Rehabilitation beds"] == "no locality recorded"
    total, split = figures(heads, "TOTAL"), figures(heads, "SPLIT")
    assert total["Total"] == split["Total"]
    assert split["Pooled for all groups"] == total["Rehabilitation beds"]
    assert "Groups that these heads do not name" in split
    assert figures(heads, "REVIEWS") == {
        "DacCom": "PbC lead and one practice manager",
        "Hertsmere": "PbC lead",
        "StAHCom": "not nominated yet",
        "WatCom": "PbC lead",
    }
    source = content_of(heads).source
    calculation = get_proposal(field.proposal_id).calculation
    assert (source.calculation, source.calculation_hash) == (calculation.number, calculation.result_hash)


def test_numbers_go_on_and_each_commissioner_has_its_own(field: HeadsField) -> None:
    assert [field.heads(field.draft()).number for _ in range(2)] == [1, 2]


def test_figures_that_the_round_changed_are_marked_before_and_now(field: HeadsField) -> None:
    heads_id = field.draft()
    assert not drift_of(field.heads(heads_id)).is_any
    field.agree(heads_id, "SPLIT", "TOTAL")
    field.propose(PHYSIO="equal")
    drifted = drift_of(field.heads(heads_id))
    assert "SPLIT" in drifted.by_term
    assert not {"TOTAL", "PARTIES", "PERIOD", "TUPE"} & set(drifted.by_term)
    moved = {each.label: each for each in drifted.by_term["SPLIT"]}
    assert "Total" not in moved
    assert sum(each.difference or 0 for each in drifted.by_term["SPLIT"]) == 0
    assert moved["DacCom"].before is not None
    with transaction():
        opened = redraw_figures(heads_id=heads_id, by=field.commissioner, at=NOW)
    assert opened == ["Split by group"]
    heads = field.heads(heads_id)
    states = {term.code: term.state for term in heads.terms}
    assert (states["SPLIT"], states["TOTAL"]) == (TermState.OPEN, TermState.AGREED)
    assert content_of(heads).source.proposal == 2
    assert not drift_of(heads).is_any
    assert last_event() == "drew the figures of HT1 version 1 from proposal 2, before from proposal 1"
    nothing_new = r"^The figures are as proposal 2 has them. There is nothing new to draw.$"
    with pytest.raises(Refusal, match=nothing_new), transaction():
        redraw_figures(heads_id=heads_id, by=field.commissioner, at=NOW)


def test_what_is_issued_drifts_too_but_is_not_drawn_anew(field: HeadsField) -> None:
    heads_id = field.draft()
    before = field.issue(heads_id).content_hash
    field.propose(PHYSIO="equal")
    heads = field.heads(heads_id)
    assert "SPLIT" in drift_of(heads).by_term
    issued = r"^HT1 version 1 is issued for signature, so nothing in it is changed any more. Draft a new version"
    with pytest.raises(Refusal, match=issued), transaction():
        redraw_figures(heads_id=heads_id, by=field.commissioner, at=NOW)
    heads = field.heads(heads_id)
    assert heads.issue is not None
    assert heads.issue.content_hash == before
    later_id = field.follow(heads_id)
    with transaction():
        redraw_figures(heads_id=later_id, by=field.commissioner, at=NOW)
    assert content_of(field.heads(later_id)).source.proposal == 2
    assert content_of(field.heads(heads_id)).source.proposal == 1


def test_a_term_that_was_agreed_is_open_again_when_its_words_change(field: HeadsField) -> None:
    heads_id = field.draft()
    field.agree(heads_id, "TUPE", "NOTICE")
    term = next(each for each in field.heads(heads_id).terms if each.code == "TUPE")
    same: dict[str, Any] = {"title": term.title, "draws": term.draws, "place": term.place, "by": field.commissioner}
    with transaction():
        assert not change_term(heads_id=heads_id, code="TUPE", text=term.text, **{**same, "place": 1})
    with transaction():
        assert change_term(heads_id=heads_id, code="TUPE", text="No transfer is expected.", **{**same, "place": 1})
    assert last_event() == "changed the term “TUPE” (TUPE): 1 paragraph added, 1 removed"
    heads = field.heads(heads_id)
    assert [term.code for term in heads.terms][:3] == ["TUPE", "PARTIES", "PERIOD"]
    assert [each.place for each in heads.terms] == list(range(1, len(heads.terms) + 1))
    assert heads.terms[0].state is TermState.OPEN
    with pytest.raises(Refusal, match=r"^Line 1 holds HTML. Write it in words, or as Markdown.$"), transaction():
        change_term(heads_id=heads_id, code="TUPE", text="<script>alert(1)</script>", **same)
    with pytest.raises(Refusal, match=r"NHS number check"), transaction():
        change_term(heads_id=heads_id, code="TUPE", text="See 943 476 5919.", **same)


def test_terms_of_ones_own_are_added_and_taken_out(field: HeadsField) -> None:
    heads_id = field.draft()
    with transaction():
        add_term(
            heads_id=heads_id,
            code="INFECTION",
            title="Infection control",
            text="A nurse is named.",
            draws=FigureKind.MUST_DOS,
            place=2,
            by=field.commissioner,
        )
    heads = field.heads(heads_id)
    assert heads.terms[1].code == "INFECTION"
    assert "Community matrons" in figures(heads, "INFECTION")
    with transaction():
        remove_term(heads_id=heads_id, code="INFECTION", by=field.commissioner)
    assert last_event() == "took out the term “Infection control” (INFECTION)"
    heads = field.heads(heads_id)
    assert "INFECTION" not in [term.code for term in heads.terms]
    assert [each.place for each in heads.terms] == list(range(1, len(heads.terms) + 1))


def test_figures_follow_what_the_heads_are_about(field: HeadsField) -> None:
    heads_id = field.draft()
    field.agree(heads_id, "TOTAL", "TUPE")
    wanted = field.wanted(lines=("PODIATRY",), attendees={"RED": "PbC lead", "DAC": NAMED["DAC"]})
    with transaction():
        opened = change_particulars(heads_id=heads_id, wanted=wanted, by=field.commissioner, at=NOW)
    assert opened == ["Total"]
    heads = field.heads(heads_id)
    assert [group.code for group in heads.groups] == ["DAC", "RED"]
    assert list(figures(heads, "TOTAL")) == ["Podiatry", "Total"]
    assert "Red House" in figures(heads, "REVIEWS")
    assert sum_of(content_of(heads).terms[4].figures) == sum_of(content_of(heads).terms[3].figures)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"provider_id": None}, "Choose the provider with whom the terms are agreed."),
        ({"lines": ("NONE",)}, "Proposal 1 has no line NONE."),
        ({"attendees": {"FAR": ""}}, "There is no PbC group FAR."),
        ({"attendees": {"DAC": "x" * 301}}, "DacCom: name the attendees by their roles, in at most 300 characters."),
        ({"title": " "}, "The heads have no title."),
    ],
)
def test_refuses_what_the_round_does_not_know(field: HeadsField, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refusal, match=f"^{sentence}"):
        field.draft(**changes)


def test_refuses_an_organisation_that_is_no_provider(field: HeadsField) -> None:
    with pytest.raises(Refusal, match=r"^DacCom is no provider of West Hertfordshire PCT.$"):
        field.draft(provider_id=field.ids["DAC"])


def test_only_the_commissioner_drafts_and_settles(field: HeadsField) -> None:
    heads_id = field.draft()
    for by in (field.provider, field.lead, field.finance, field.auditor):
        with pytest.raises(NotAllowed, match=r"you may not draft heads of terms and contracts.$"):
            field.draft(by)
        with pytest.raises(NotAllowed, match=r"you may not draft heads of terms and contracts.$"), transaction():
            settle_term(heads_id=heads_id, code="TUPE", to=TermState.AGREED, by=by)
    with pytest.raises(NotAllowed, match=r"of another commissioner.$"):
        field.draft(field.stranger)


def test_each_sees_what_concerns_their_organisation(field: HeadsField) -> None:
    heads = field.heads(field.draft())
    sees = {
        "all": [field.commissioner, field.finance, field.auditor, field.second],
        "party": [field.provider, field.member, *(field.leads[code] for code in NAMED)],
    }
    others = [field.leads["RED"], field.managers["CLIN"], field.idle, field.stranger, field.lead_elsewhere]
    for by in (*sees["all"], *sees["party"]):
        assert may_see_heads(by, heads)
        assert [each.id for each in list_heads(by)] == [heads.id]
    for by in others:
        assert not may_see_heads(by, heads)
        assert list_heads(by) == []


def test_a_trust_words_its_standard_terms_for_itself(field: HeadsField) -> None:
    earlier = field.heads(field.draft()).terms
    with transaction():
        word_standard_term(
            commissioner_id=field.pct,
            code="NOTICE",
            title="Notice",
            text="Three months.",
            is_left_out=False,
            by=field.commissioner,
        )
    with transaction():
        word_standard_term(
            commissioner_id=field.pct, code="TUPE", title="TUPE", text="None.", is_left_out=True, by=field.commissioner
        )
    assert last_event() == "left the standard term “TUPE” (TUPE) out of new heads of terms"
    worded = {term.code: term.text for term in field.heads(field.draft()).terms}
    assert worded["NOTICE"] == "Three months."
    assert "TUPE" not in worded
    assert len(worded) == len(earlier) - 1
    assert len(standard_terms(field.other_pct)) == len(earlier)
    with pytest.raises(Refusal, match=r"^There is no standard term OWN."), transaction():
        word_standard_term(
            commissioner_id=field.pct, code="OWN", title="Own", text="x", is_left_out=False, by=field.commissioner
        )
    with pytest.raises(NotAllowed), transaction():
        word_standard_term(
            commissioner_id=field.pct, code="TUPE", title="T", text="x", is_left_out=False, by=field.stranger
        )


def test_a_list_takes_no_more_queries_with_more_rows(field: HeadsField) -> None:
    def queries_for(rows: int) -> int:
        while len(list_heads(field.commissioner)) < rows:
            field.draft()
        db.session.rollback()
        db.session.expunge_all()
        with statements() as seen:
            found = list(db.session.scalars(select_heads(field.commissioner, sort="title")).unique())
            heads_table(found, signers_in(found), count=len(found), sort="title")
        assert len(found) == rows
        return len(seen)

    assert queries_for(2) == queries_for(6)
