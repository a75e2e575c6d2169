"""Comments and signatures as a page of any room shows them, and the form below: sent once, kept when refused."""

import re
from datetime import timedelta
from io import BytesIO
from xml.etree.ElementTree import Element

import pytest
from flask import Flask, render_template_string
from pypdf import PdfReader
from werkzeug.wrappers import Response

from core.db import db, transaction
from core.one_use import submit
from core.pdf.page import PORTRAIT_WIDTH, Running, pdf_bytes
from core.signatures.actions import sign
from core.signatures.documents import signature_table
from core.signatures.queries import list_signatures
from core.signatures.rules import Capacity
from core.threads.actions import add_comment, resolve_thread
from core.threads.forms import CommentForm
from core.threads.queries import comments_on, find_thread
from core.web import public
from tests.builders_parties import AT, DAY, Parties
from tests.person import XHTML, checked_html

CONTENT = "0123456789abcdef" * 4
FRAME = """{% extends "layouts/page.html" %}
{% from "components/thread.html" import comment_form, thread, thread_state with context %}
{% from "components/signatures.html" import signatures %}
{% block heading %}A dispute{% endblock %}
{% block content %}PART{% endblock %}"""


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """An application that gets routes of this test alone."""
    return own_app


@pytest.fixture
def parties(app: Flask) -> Parties:
    """Those who sign and talk, on a fresh application that has a page on which the lead comments."""
    made = Parties()

    def talk() -> Response | tuple[str, int]:
        form = CommentForm()

        def act() -> str:
            add_comment(subject="position", subject_id=7, words=str(form.words.data), by=made.lead, at=AT)
            return "/talked"

        drawn = FRAME.replace("PART", "{{ thread(comments) }}{{ comment_form(form, '/talk') }}")
        if done := submit(form, act):
            return done
        shown = render_template_string(drawn, form=form, comments=comments_on("position", 7))
        return shown, 422 if form.has_errors else 200

    app.add_url_rule("/talk", view_func=public(talk), methods=["GET", "POST"])
    return made


def drawn(app: Flask, part: str, **values: object) -> Element:
    with app.test_request_context():
        return checked_html(render_template_string(FRAME.replace("PART", part), **values), part)


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def with_class(tree: Element, name: str) -> list[Element]:
    return [element for element in tree.iter() if name in (element.get("class") or "").split()]


def tokens(text: str) -> dict[str, str]:
    return dict(re.findall(r'name="(csrf_token|form_key)"[^>]*value="([^"]+)"', text))


def test_a_thread_shows_who_said_what_when_oldest_first(app: Flask, parties: Parties) -> None:
    for minute, (by, words) in enumerate(
        [(parties.lead, "Line 4 is wrong:\n- October"), (parties.provider, "<b>No</b>")]
    ):
        with transaction():
            add_comment(subject="position", subject_id=7, words=words, by=by, at=AT + timedelta(minutes=minute))
    tree = drawn(app, "{{ thread(comments) }}", comments=comments_on("position", 7))
    comments = with_class(tree, "app-comment")
    assert [comment.get("id") for comment in comments] == ["comment-1", "comment-2"]
    assert (
        text_of(comments[0])
        == "PbC lead of DacCom, DacCom Comment 1, 28 March 2008 at 14:30 Line 4 is wrong: - October"
    )
    assert "<b>No</b>" in text_of(comments[1])
    assert [a.get("href") for a in tree.iter(f"{XHTML}a") if "comment" in (a.get("href") or "")] == [
        "#comment-1",
        "#comment-2",
    ]
    assert "".join(with_class(tree, "app-said")[0].itertext()) == "Line 4 is wrong:\n- October"


def test_two_threads_of_a_page_have_anchors_of_their_own(app: Flask, parties: Parties) -> None:
    for anchor in ("line:A", "line:B"):
        with transaction():
            add_comment(subject="position", subject_id=7, anchor=anchor, words="Why?", by=parties.lead, at=AT)
    a, b = (comments_on("position", 7, anchor) for anchor in ("line:A", "line:B"))
    tree = drawn(app, "{{ thread(a, 'line-a') }}{{ thread(b, 'line-b') }}", a=a, b=b)
    assert [comment.get("id") for comment in with_class(tree, "app-comment")] == ["line-a-1", "line-b-1"]


def test_says_that_nobody_said_or_signed_anything(app: Flask) -> None:
    tree = drawn(app, "{{ thread_state(none) }}{{ thread([]) }}{{ signatures([]) }}")
    words = text_of(next(tree.iter(f"{XHTML}main")))
    assert words == "A dispute Nobody has said anything here yet. Nobody has signed this yet."


def test_the_state_of_a_thread_says_who_resolved_it(app: Flask, parties: Parties) -> None:
    with transaction():
        thread_id = add_comment(subject="position", subject_id=7, words="Why?", by=parties.lead, at=AT).thread_id
    state = "{{ thread_state(about) }}"
    opened = drawn(app, state, about=find_thread("position", 7))
    assert text_of(with_class(opened, "app-thread-state")[0]) == "Open since 28 March 2008 at 14:30"
    with transaction():
        resolve_thread(thread_id=thread_id, by=parties.commissioner, at=AT)
    done = drawn(app, state, about=find_thread("position", 7))
    assert text_of(with_class(done, "app-thread-state")[0]) == "Resolved by Commissioner on 28 March 2008"


def test_a_comment_sent_twice_is_said_once(app: Flask, parties: Parties) -> None:
    """TRAPS 30."""
    client = app.test_client()
    sent = {**tokens(client.get("/talk").text), "words": "Line 4 is wrong."}
    assert [client.post("/talk", data=sent).status_code for _ in range(2)] == [302, 302]
    another = {**tokens(client.get("/talk").text), "words": "So is line 5."}
    assert client.post("/talk", data=another).location == "/talked"
    db.session.rollback()
    assert [(each.name, each.words) for each in comments_on("position", 7)] == [
        (parties.lead.name, "Line 4 is wrong."),
        (parties.lead.name, "So is line 5."),
    ]


@pytest.mark.usefixtures("parties")
def test_a_refused_comment_is_kept_in_the_form_with_the_reason_at_the_field(app: Flask) -> None:
    client = app.test_client()
    long = "word " * 900
    for words, sentence in ((" ", "Write your comment first."), (long, "A comment has at most 4,000 characters")):
        answer = client.post("/talk", data={**tokens(client.get("/talk").text), "words": words})
        tree = checked_html(answer.text, "/talk")
        assert answer.status_code == 422
        assert sentence in text_of(with_class(tree, "nhsuk-error-message")[0])
        assert [a.get("href") for a in tree.iter(f"{XHTML}a") if sentence in text_of(a)] == ["#words"]
        assert "".join(next(tree.iter(f"{XHTML}textarea")).itertext()).strip() == words.strip()
    db.session.rollback()
    assert comments_on("position", 7) == []


def test_signatures_stand_on_the_page_and_in_the_document(app: Flask, parties: Parties) -> None:
    for by, capacity in ((parties.commissioner, Capacity.FOR_COMMISSIONER), (parties.lead, Capacity.ASSENTING)):
        with transaction():
            sign(
                subject="proposal",
                subject_id=7,
                content_hash=CONTENT,
                statement="The budget for 2008/09.",
                capacity=capacity,
                by=by,
                on=DAY,
                at=AT,
            )
    signed = list_signatures("proposal", 7)
    tree = drawn(app, "{{ signatures(signed) }}", signed=signed)
    rows = [[text_of(cell) for cell in row] for row in next(tree.iter(f"{XHTML}tbody"))]
    told = f"The budget for 2008/09. Hash 0123456789ab… {CONTENT}"
    assert rows == [
        [
            "Commissioner PCT commissioner",
            "West Hertfordshire PCT",
            "For the commissioner",
            "28 March 2008",
            told,
        ],
        ["PbC lead of DacCom PbC lead", "DacCom", "As assenting", "28 March 2008", told],
    ]
    running = Running(organisation="West Hertfordshire PCT", title="A budget", content_hash=CONTENT)
    pdf = pdf_bytes([signature_table(signed, width=PORTRAIT_WIDTH)], running)
    printed = re.sub(r"\s+", " ", PdfReader(BytesIO(pdf)).pages[0].extract_text())
    assert "West Hertfordshire PCT For the commissioner Commissioner PCT commissioner 28 March 2008" in printed
    assert "DacCom As assenting PbC lead of DacCom PbC lead 28 March 2008 The budget for 2008/09." in printed
