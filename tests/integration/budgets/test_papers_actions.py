"""Issuing papers: kept as they are, told to the groups, only by the commissioner. Both engines."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from budgets.papers.actions import issue_papers
from budgets.papers.models import Issue
from budgets.papers.queries.issues import get_document, list_issues
from budgets.papers.rules import Level, Paper
from core.audit_trail.queries import history_of
from core.db import bookkeeping, db, transaction
from core.errors import NotAllowed, Refusal
from core.notifications.models import Message
from core.permissions import Actor
from tests.builders_agreement import Agreeing, a_proposal, a_withdrawal
from tests.builders_rounds import AT, DAY

MEETING = date(2008, 3, 20)
PAPERS = [
    Paper(level=Level.HEADLINES, code="", title="Leads’ meeting: headlines", file=b"%PDF-1"),
    Paper(level=Level.PRACTICES, code="DAC", title="Leads’ meeting: practices of DacCom", file=b"%PDF-2"),
]


def issue(by: Actor, round_id: int = 1, *, title: str = "Leads’ meeting", proposal_id: int = 1) -> Issue:
    with transaction():
        return issue_papers(
            round_id=round_id,
            proposal_id=proposal_id,
            title=title,
            meeting_on=MEETING,
            papers=PAPERS,
            by=by,
            at=AT,
            on=DAY,
            href="/budgets/rounds/1/papers",
        )


@pytest.mark.usefixtures("database")
def test_keeps_the_papers_numbers_them_and_tells_the_groups() -> None:
    field = Agreeing()
    a_proposal(field.commissioner)
    first, second = issue(field.commissioner), issue(field.commissioner, title="Extraordinary meeting")
    assert (first.number, second.number) == (1, 2)
    assert [each.number for each in list_issues(1)] == [2, 1]
    documents = list_issues(1)[1].documents
    assert [get_document(document.id).file for document in documents] == [b"%PDF-1", b"%PDF-2"]
    told = db.session.scalars(select(Message.person_id).where(Message.key == f"papers {first.id}")).all()
    assert set(told) == {field.lead.person_id, field.member.person_id, field.lead_of_watcom.person_id}


@pytest.mark.usefixtures("database")
def test_refuses_without_a_proposal_that_stands() -> None:
    field = Agreeing()
    proposal = a_proposal(field.commissioner)
    a_withdrawal(field.commissioner, proposal)
    with pytest.raises(
        Refusal, match=r"^There is no proposal to meet about\. Put a calculation to the groups first\.$"
    ):
        issue(field.commissioner)
    assert list_issues(1) == []


@pytest.mark.usefixtures("database")
def test_only_a_commissioner_of_the_round_issues() -> None:
    field = Agreeing()
    a_proposal(field.commissioner)
    for who in (field.finance, field.lead, field.provider, field.auditor, field.stranger):
        with pytest.raises(NotAllowed):
            issue(who)
    assert list_issues(1) == []


@pytest.mark.usefixtures("app")
def test_the_trail_says_what_was_issued() -> None:
    field = Agreeing()
    a_proposal(field.commissioner)
    issue(field.commissioner)
    assert history_of("round", 1, most=1)[0].did == (
        "issued the papers “Leads’ meeting” for the meeting on 20 March 2008: 2 documents"
    )


@pytest.mark.parametrize(
    ("table", "act"),
    [
        ("papers_issue", "UPDATE papers_issue SET title = 'another'"),
        ("papers_issue", "DELETE FROM papers_issue"),
        ("papers_document", "UPDATE papers_document SET file_hash = 'x'"),
        ("papers_document", "DELETE FROM papers_document"),
    ],
)
def test_the_database_refuses_to_change_what_was_issued(database: Flask, table: str, act: str) -> None:
    del database
    field = Agreeing()
    a_proposal(field.commissioner)
    issue(field.commissioner)
    with pytest.raises(DBAPIError, match=f"what {table} holds is frozen"), bookkeeping() as session:
        session.execute(text(act))
