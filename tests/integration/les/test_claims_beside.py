"""What stands beside claims: cuts and the room they free, payments, queries, evidence; lists that do not slow down."""

import io
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
import time_machine
from flask import Flask
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import func, select

from core import audit
from core.attachments.checking import check_file
from core.attachments.models import Attachment
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.notifications.models import Message
from les.claims.actions.evidence import attach_evidence
from les.claims.actions.querying import comment_on_claim, settle_query
from les.claims.actions.withdrawing import withdraw_claim
from les.claims.imports.evidence import check_evidence
from les.claims.models.claims import Claim, ClaimLine
from les.claims.models.decisions import LineCut
from les.claims.models.dues import Due
from les.claims.queries.claims import Wanted, get_claim, select_claims
from les.claims.queries.paying import Paid, paid_of_dues
from les.claims.queries.progress import Sums, progress_of, sums_of_all
from les.claims.rules.kinds import CutReason, State, Step
from les.schemes.rules.terms import Form, Quantity
from tests.builders_attachments import a_docx, a_pdf, a_png, an_xlsx
from tests.builders_claims import FIRST, IN_JULY, JULY, SECOND, Claims, injections
from tests.counting import asked_by
from tests.journeys.signing_in import sign_in_as
from tests.person import Person


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    with time_machine.travel(IN_JULY):
        yield


@pytest.fixture
def claims(app: Flask) -> Claims:
    """A trust with windows for two quarters."""
    del app
    return Claims()


def _keep(*rows: object) -> None:
    """Rows as the rooms of approval make them, without the way there."""
    with transaction() as session:
        session.add_all(rows)
        session.flush()
        audit.record(session, by=None, act="claims.decide", subject="claim", subject_id=1)


def _cut(line: ClaimLine, claims: Claims, pounds: str, step: Step = Step.EVIDENCE) -> LineCut:
    return LineCut(
        line_id=line.id,
        step=step,
        amount=Decimal(pounds),
        reason=CutReason.WRONG_COUNT,
        words="Thirty are shown",
        cut_by_id=claims.commissioner.person_id,
        cut_at=IN_JULY,
    )


def test_a_cut_gives_its_room_back_and_a_withdrawn_claim_all_of_it(claims: Claims) -> None:
    scheme_id = claims.member_of("Joint injection; injection; 40")
    first = claims.claimed(scheme_id, injections(40))
    _keep(_cut(get_claim(first).lines[0], claims, "1260.00"))
    later = claims.begin(scheme_id, quarter=SECOND)
    claims.fill(later, injections(20, date(2008, 7, 2)))
    claims.send(later)
    assert get_claim(later).lines[0].allowed == Decimal(10)
    with transaction():
        withdraw_claim(claim_id=first, reason="Counted twice", by=claims.manager)
    again = claims.begin(scheme_id, quarter=SECOND)
    claims.send(again)
    assert get_claim(again).lines[0].allowed == Decimal(20)


def test_instalments_count_what_was_done_on_its_day(claims: Claims) -> None:
    scheme_id = claims.member_of("Session; session; 400", form=Form.INSTALMENTS, element="session", price="10.00")
    claims.claimed(scheme_id, [Quantity(element="session", starts_on=date(2008, 5, 9), count=120)])
    with transaction() as session:
        agreement = get_claim(1).lines[0].agreement
        agreement.left_on = date(2008, 9, 1)
        session.flush()
        audit.record(session, by=None, act="sign_up.leave", subject="les_agreement", subject_id=1)
    second = claims.begin(scheme_id, quarter=SECOND)
    claims.fill(second, [Quantity(element="session", starts_on=date(2008, 7, 1), count=30)])
    claims.send(second)
    lines = [*get_claim(1).lines, *get_claim(second).lines]
    assert [line.amount for line in lines] == [Decimal("1000.00"), Decimal("500.00")]


def test_a_line_is_followed_from_claimed_to_paid(claims: Claims, app: Flask) -> None:
    claim_id = claims.claimed(claims.member_of(), injections(40))
    line = get_claim(claim_id).lines[0]
    due = Due(
        commissioner_id=claims.trust.id,
        scheme_id=get_claim(claim_id).scheme_id,
        practice_id=claims.practice,
        claim_id=claim_id,
        line_id=line.id,
        year="2008/09",
        quarter=1,
        amount=Decimal("1260.00"),
        what="30 joint injections",
        due_on=date(2008, 8, 11),
        approved_at=IN_JULY,
    )
    _keep(_cut(line, claims, "1260.00"), due)
    with transaction() as session:
        session.get_one(Claim, claim_id).state = State.APPROVED
        session.flush()
        audit.record(session, by=None, act="claims.decide", subject="claim", subject_id=claim_id)

    def paid(ids: object) -> Mapping[int, Paid]:
        del ids
        return {due.id: Paid(due_id=due.id, reference="R-1", state="Paid", on=date(2008, 8, 11), is_paid=True)}

    paid_of_dues.append(paid)
    try:
        assert sums_of_all(select_claims(claims.manager, Wanted())) == Sums(
            claimed=168000, left=126000, approved=126000, paid=126000
        )
        (found,) = progress_of([get_claim(claim_id)])[claim_id]
        assert (found.claimed, found.left, found.approved, found.paid) == (168000, 126000, 126000, 126000)
        words = sign_in_as(Person(app.test_client()), claims.manager).visit(f"/les/claims/{claim_id}").words
        assert "The count is wrong: Thirty are shown (Commissioner)" in words
        assert "Paid, R-1" in words
    finally:
        paid_of_dues.remove(paid)


def test_queries_are_asked_by_those_who_approve_and_answered_by_the_practice(claims: Claims) -> None:
    claim_id = claims.claimed(claims.member_of(), injections(3))
    comment = partial(comment_on_claim, claim_id=claim_id, place=1, on=JULY, at=IN_JULY, href=f"/les/claims/{claim_id}")
    with pytest.raises(Refusal, match=r"^Nobody has asked about this\."), transaction():
        comment(words="Hello", by=claims.manager)
    for actor in (claims.auditor, claims.other_manager, claims.neighbour):
        with pytest.raises(NotAllowed), transaction():
            comment(words="Hello", by=actor)
    with transaction():
        comment(words="Which weeks?", by=claims.finance)
    with transaction():
        comment(words="All of April.", by=claims.manager)
    with pytest.raises(NotAllowed, match=r"^A query is settled by those who approve claims\.$"), transaction():
        settle_query(claim_id=claim_id, place=1, by=claims.manager, at=IN_JULY)
    with transaction():
        settle_query(claim_id=claim_id, place=1, by=claims.commissioner, at=IN_JULY)
    rows = select(func.count()).where(Message.key.startswith("claims.query/"))
    assert db.session.scalar(rows.where(Message.person_id == claims.manager.person_id)) == 1
    assert db.session.scalar(rows.where(Message.person_id == claims.commissioner.person_id)) == 1


def _scanned() -> bytes:
    """A PDF whose second page is a picture."""
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(72, 720, "12 cases")
    canvas.showPage()
    canvas.drawImage(ImageReader(io.BytesIO(a_png())), 72, 500, 300, 200)
    canvas.save()
    return stream.getvalue()


def test_evidence_is_a_file_that_can_be_read(claims: Claims) -> None:
    for name, content in (("a.pdf", a_pdf("12 cases")), ("a.docx", a_docx("12 cases")), ("a.xlsx", an_xlsx())):
        check_evidence(check_file(file_name=name, content=content))
    for name, content, said in (
        ("a.png", a_png(), "is no CSV, Excel (.xlsx), Word (.docx) or PDF file."),
        ("a.pdf", _scanned(), "has no text that can be read on page 2"),
    ):
        with pytest.raises(Refusal) as refused:
            check_evidence(check_file(file_name=name, content=content))
        assert said in str(refused.value)
    claim_id = claims.claimed(claims.member_of(), injections(3))
    file = check_file(file_name="cases.csv", content=b"case,week\r\n1,14\r\n")
    with pytest.raises(NotAllowed), transaction():
        attach_evidence(claim_id=claim_id, title="Cases", file=file, by=claims.other_manager, at=IN_JULY)
    with transaction():
        attach_evidence(claim_id=claim_id, title="Cases", file=file, by=claims.manager, at=IN_JULY)
    with transaction():
        withdraw_claim(claim_id=claim_id, reason="Counted twice", by=claims.manager)
    other = check_file(file_name="more.csv", content=b"case,week\r\n2,14\r\n")
    with pytest.raises(Refusal, match=r"is withdrawn: its evidence stays as it is\.$"), transaction():
        attach_evidence(claim_id=claim_id, title="Cases", file=other, by=claims.manager, at=IN_JULY)
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 1


def test_lists_make_no_more_queries_with_more_claims(claims: Claims, app: Flask) -> None:
    schemes = [claims.member_of(name=f"Scheme {number}") for number in range(4)]
    claims.claimed(schemes[0], injections(2))
    person = sign_in_as(Person(app.test_client()), claims.commissioner)

    few = asked_by(person, "/les/claims")
    for scheme_id in schemes[1:]:
        claims.claimed(scheme_id, injections(2), quarter=FIRST)
    assert asked_by(person, "/les/claims") == few
    assert [row[1] for row in person.visit("/les/claims?sort=scheme").table("4 claims")[1:5]] == [
        f"LES-00{number + 1} Scheme {number}" for number in range(4)
    ]
    assert "No claim fits" in person.visit("/les/claims?only=late").words
    content = person.client.get("/les/claims/claims.csv?sort=number").data.decode()
    assert content.splitlines()[1].startswith("EC-000001,LES-001 Scheme 0,Practice 1")
