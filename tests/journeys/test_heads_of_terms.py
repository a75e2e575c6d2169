"""Heads of terms as people meet them: drafted from a proposal, talked about, issued, signed with a reservation."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from contracts.heads_of_terms.models import HeadsOfTerms
from core.db import db
from core.signatures.models import Signature
from tests.builders_heads import NAMED, HeadsField
from tests.journeys.signing_in import sign_in_as
from tests.person import XHTML, Person

LIST = "/contracts/heads-of-terms"
PATHS = ("", "/sign", "/heads-of-terms.pdf", "/heads-of-terms.docx", "/signed.json", "/terms/TUPE")
WORDS = "The split is held back until the activity of our practices is checked."


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(datetime(2008, 3, 25, 9, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def field(app: Flask) -> HeadsField:
    del app
    return HeadsField()


def count(table: type[HeadsOfTerms] | type[Signature]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_commissioner_drafts_settles_and_issues(person: Person, field: HeadsField) -> None:
    sign_in_as(person, field.commissioner)
    person.visit(LIST)
    assert "There are no heads of terms yet." in person.words
    person.follow("Draft heads of terms").follow("Draft from it: proposal 1 of 2008/09")
    typed = {
        "title": "Physiotherapy 2008/09",
        "provider": str(field.provider.organisation_id),
        "groups": list(NAMED),
        "attends_DAC": "PbC lead",
    }
    person.send({**typed, "lines": []}, status=422)
    assert "Choose at least one service line" in person.words
    person.send({**typed, "lines": ["PHYSIO", "MATRONS"]})
    assert person.heading.endswith("Physiotherapy 2008/09")
    assert "HT1 version 1 is drafted with the standard terms." in person.words
    assert "20 terms are still open." in person.words
    assert person.table("Figures: Total")[-1] == ["Total", "2,126,000.00"]

    person.follow("Change Notice").send({"text": "Three months’ notice in writing, by *either* party."})
    assert "“Notice” is changed." in person.words
    person.follow("No comments on Notice").send({"words": "Is three months enough for the provider?"})
    assert "Is three months enough for the provider?" in person.words
    person.send({}, "Resolve the comments")
    assert "The comments are resolved." in person.words
    person.follow("Back to the terms")
    assert "1 comment on Notice" in person.words
    person.send({}, "Agreed")
    assert "“Parties” is agreed." in person.words

    person.follow("Issue for signature")
    assert "one person of each party signs: West Hertfordshire PCT, Provider services, DacCom" in person.words
    person.send({}, "Issue HT1 version 1 for signature", status=422)
    assert "19 terms are still open" in person.words
    person.send({"is_broad": "y"}, "Issue HT1 version 1 for signature")
    assert "HT1 version 1 is issued. All who have to sign are told." in person.words
    assert "These are broad heads of terms" in person.words
    assert person.table("Signatures: 0 of 6")[1][2] == "Has yet to sign"


def test_every_party_signs_one_with_a_reservation(person: Person, field: HeadsField) -> None:
    field.issue(field.draft(title="Physiotherapy 2008/09"))
    sign_in_as(person, field.leads["DAC"])
    person.visit("/").follow("Sign the heads of terms “Physiotherapy 2008/09”")
    assert "This is exactly what you sign." in person.words
    assert "For DacCom I assent to the heads of terms HT1 version 1" in person.words
    person.send({"reservation": WORDS}, "Sign for DacCom")
    assert "You signed HT1 version 1 for DacCom." in person.words
    signed = next(row for row in person.table("Signatures: 1 of 6") if row[0] == "DacCom")
    assert signed[1:] == ["PbC group, assenting", "Signed: PbC lead of DacCom (PbC lead) on 25 March 2008", WORDS]

    for by in (field.commissioner, field.provider, *(field.leads[code] for code in ("WAT", "STA", "HER"))):
        sign_in_as(person, by)
        person.visit(f"{LIST}/1").follow(f"Read and sign for {by.organisation_name}")
        person.send({}, f"Sign for {by.organisation_name}")
    assert "All parties have signed." in person.words
    assert person.visit(LIST).table("Heads of terms: 1")[1][5:7] == ["Signed by all", "6 of 6"]


def test_the_files_say_exactly_what_is_signed(person: Person, field: HeadsField) -> None:
    heads_id = field.draft()
    issue = field.issue(heads_id)
    content_hash = issue.content_hash
    field.sign_for(field.leads["DAC"], heads_id, reservation=WORDS)
    sign_in_as(person, field.leads["HER"])
    signed = person.client.get(f"{LIST}/{heads_id}/signed.json")
    assert sha256(signed.data).hexdigest() == content_hash
    first, second = (person.client.get(f"{LIST}/{heads_id}/heads-of-terms.pdf").data for _ in range(2))
    assert first == second
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(first)).pages]
    assert "DRAFT" in pages[0]
    assert "Contents" in pages[0]
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]
    assert WORDS in pages[-1]
    assert "Yet to sign: West Hertfordshire PCT, Provider services, Hertsmere, StAHCom and WatCom." in pages[-1]
    for by in field.signers():
        if by is not field.leads["DAC"]:
            field.sign_for(by, heads_id)
    signed_by_all = PdfReader(BytesIO(person.client.get(f"{LIST}/{heads_id}/heads-of-terms.pdf").data))
    assert "DRAFT" not in signed_by_all.pages[0].extract_text()
    word = person.client.get(f"{LIST}/{heads_id}/heads-of-terms.docx").data
    with ZipFile(BytesIO(word)) as parts:
        text = parts.read("word/document.xml").decode()
    assert f"Reservation of DacCom: {WORDS}" in text
    assert "Physiotherapy and beds 2008/09" in text
    listed = person.client.get(f"{LIST}/heads-of-terms.csv").data.decode("utf-8-sig")
    assert "Physiotherapy and beds 2008/09" in listed
    assert person.client.get(f"{LIST}/heads-of-terms.xlsx").status_code == 200


def test_figures_that_drifted_are_shown_and_drawn_anew(person: Person, field: HeadsField) -> None:
    heads_id = field.draft()
    field.agree(heads_id, "SPLIT")
    field.propose(PHYSIO="equal")
    sign_in_as(person, field.commissioner)
    person.visit("/").follow("Look at the figures of “Physiotherapy and beds 2008/09” that drifted")
    assert "Since then proposal 2 (calculation 2) took its place." in person.words
    head, daccom, *_ = person.table("Figures: Split by group")
    assert head == ["What", "Amount £", "Now £", "Difference £"]
    assert daccom[0] == "DacCom"
    assert person.table("Figures: Split by group")[-1][2] == "as before"
    person.send({}, "Take the figures of proposal 2")
    assert "The figures of HT1 version 1 are drawn anew." in person.words
    assert "Open again, since their figures moved: Split by group." in person.words
    assert person.table("Figures: Split by group")[0] == ["What", "Amount £"]


def test_a_new_version_is_compared_side_by_side(person: Person, field: HeadsField) -> None:
    heads_id = field.draft()
    field.issue(heads_id)
    sign_in_as(person, field.commissioner)
    person.visit(f"{LIST}/{heads_id}").follow("Draft a new version").send({"reason": "Shorter notice."})
    assert "HT1 version 2 is drafted. HT1 version 1 stands until it is issued." in person.words
    person.follow("Change Notice").send({"text": "Three months’ notice."})
    person.follow("Compare HT1 version 1 with HT1 version 2")
    assert person.heading.endswith("HT1 version 1 and HT1 version 2")
    assert any("[inserted: Three" in " ".join(row) for row in person.table("What changed"))
    person.visit(f"{LIST}/2/issue").send({"is_broad": "y"}, "Issue HT1 version 2 for signature")
    person.visit(f"{LIST}/{heads_id}")
    assert "Superseded by version 2. What was signed stays readable." in person.words
    person.visit(f"{LIST}/{heads_id}/sign")
    assert "Superseded by version 2." in person.words


def test_a_double_click_drafts_and_signs_once(person: Person, field: HeadsField) -> None:
    sign_in_as(person, field.commissioner)
    person.visit(f"{LIST}/draft/{field.proposal_id}")
    typed = {"title": "Beds", "provider": str(field.provider.organisation_id), "lines": ["BEDS"], "groups": ["DAC"]}
    page = person.page
    for _ in range(2):
        person.page, person.path = page, f"{LIST}/draft/{field.proposal_id}"
        person.address = person.path
        person.send(typed)
        assert person.heading.endswith("Beds")
    assert count(HeadsOfTerms) == 1
    field.issue(1)
    sign_in_as(person, field.leads["DAC"])
    page = person.visit(f"{LIST}/1/sign").page
    for _ in range(2):
        person.page, person.path, person.address = page, f"{LIST}/1/sign", f"{LIST}/1/sign"
        person.send({}, "Sign for DacCom")
    assert count(Signature) == 1


def test_two_who_change_a_term_at_once(person: Person, field: HeadsField) -> None:
    heads_id = field.draft()
    other = sign_in_as(Person(person.client.application.test_client()), field.second)
    other.visit(f"{LIST}/{heads_id}/terms/TUPE/change")
    sign_in_as(person, field.commissioner)
    person.visit(f"{LIST}/{heads_id}/terms/TUPE/change").send({"text": "The first text."})
    other.send({"text": "The second text."}, status=422)
    assert "PCT commissioner" in other.words
    assert "changed the term “TUPE” (TUPE)" in other.words
    typed = [each for each in other.page.iter(f"{XHTML}textarea") if each.get("name") == "text"]
    assert "".join(typed[0].itertext()).strip() == "The second text."
    heads = field.heads(heads_id)
    assert next(term.text for term in heads.terms if term.code == "TUPE") == "The first text."


@pytest.mark.parametrize("path", PATHS)
def test_others_do_not_find_them(person: Person, field: HeadsField, path: str) -> None:
    heads_id = field.draft()
    field.issue(heads_id)
    for by in (field.leads["RED"], field.managers["CLIN"], field.lead_elsewhere, field.stranger):
        sign_in_as(person, by)
        person.visit(f"{LIST}/{heads_id}{path}", status=404)
    for by in (field.provider, field.leads["WAT"], field.commissioner):
        sign_in_as(person, by)
        assert person.client.get(f"{LIST}/{heads_id}{path}").status_code == 200


def test_a_document_is_attached_read_and_withdrawn(person: Person, field: HeadsField) -> None:
    heads_id = field.draft()
    sign_in_as(person, field.provider)
    person.visit(f"{LIST}/{heads_id}").follow("Attach a document")
    person.send({"title": "Our letter", "file": (BytesIO(b"We agree the total."), "../letter.txt")}, status=422)
    person.send({"title": "Our letter", "file": (BytesIO(b"We agree the total."), "letter.txt")})
    assert "“Our letter” is attached." in person.words
    sign_in_as(person, field.leads["WAT"])
    assert person.client.get(f"{LIST}/{heads_id}/documents/1").data == b"We agree the total."
    sign_in_as(person, field.leads["RED"])
    person.visit(f"{LIST}/{heads_id}/documents/1", status=404)
    sign_in_as(person, field.commissioner)
    person.visit(f"{LIST}/{heads_id}/documents/1/withdraw").send({"reason": "Not ours."}, status=403)
    sign_in_as(person, field.provider)
    person.visit(f"{LIST}/{heads_id}").follow("Withdraw Our letter").send({"reason": "A newer one came."})
    assert "“Our letter” is withdrawn." in person.words
    sign_in_as(person, field.leads["WAT"])
    person.visit(f"{LIST}/{heads_id}/documents/1")
    assert person.heading.endswith("This document cannot be opened")


def test_standard_terms_are_worded_and_lists_filtered(person: Person, field: HeadsField) -> None:
    sign_in_as(person, field.commissioner)
    person.visit(f"{LIST}/standard-terms").follow("Change Notice")
    person.send({"text": "Three months’ notice."})
    assert "“Notice” is saved." in person.words
    field.draft()
    field.withdraw(field.draft(title="Beds 2008/09"))
    person.visit(f"{LIST}?state=withdrawn")
    assert person.table("Heads of terms: 1")[1][0].startswith("Beds 2008/09")
    person.visit(f"{LIST}?text=nothing")
    assert "No heads of terms fit." in person.words
    person.visit(f"{LIST}?sort=title")
    assert [row[0][:4] for row in person.table("Heads of terms: 2")[1:]] == ["Beds", "Phys"]
    assert "Three months’ notice." in person.visit(f"{LIST}/1").words


def test_a_patients_number_is_refused_and_never_repeated(person: Person, field: HeadsField) -> None:
    heads_id = field.draft()
    sign_in_as(person, field.commissioner)
    person.visit(f"{LIST}/{heads_id}/terms/TUPE/change").send({"text": "About 943 476 5919."}, status=422)
    assert "held a number that passes the NHS number check" in person.words
    assert "5919" not in person.words
    field.issue(heads_id)
    sign_in_as(person, field.leads["WAT"])
    person.visit(f"{LIST}/{heads_id}/sign").send({"reservation": "For 943 476 5919."}, "Sign for WatCom", status=422)
    assert "5919" not in person.words
    assert count(Signature) == 0
