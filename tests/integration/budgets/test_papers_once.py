"""Papers are issued once, and about the proposal they were made of."""

from datetime import date

import pytest

from budgets.papers.actions import issue_papers
from budgets.papers.models import Issue
from budgets.papers.queries.issues import list_issues
from budgets.papers.rules import Level, Paper
from core.db import db, transaction
from core.errors import Refusal
from core.notifications.models import Message
from tests.builders_positions import Talks
from tests.builders_rounds import AT, DAY

pytestmark = pytest.mark.usefixtures("database")


def issued(talks: Talks, proposal_id: int, content: bytes = b"paper") -> Issue:
    with transaction():
        return issue_papers(
            round_id=talks.round_id,
            title="Leads’ meeting",
            meeting_on=date(2008, 3, 10),
            proposal_id=proposal_id,
            papers=[Paper(level=Level.HEADLINES, code="", title="Headlines", file=content)],
            by=talks.commissioner,
            at=AT,
            on=DAY,
            href=f"/budgets/rounds/{talks.round_id}/papers",
        )


def test_the_same_papers_made_twice_are_one_issue_and_nobody_is_told_again() -> None:
    talks = Talks()
    first = issued(talks, talks.proposal_id).id
    told = db.session.query(Message).count()
    assert issued(talks, talks.proposal_id).id == first
    assert db.session.query(Message).count() == told
    assert issued(talks, talks.proposal_id, b"another").number == 2


def test_papers_of_a_proposal_that_another_followed_are_not_issued() -> None:
    talks = Talks()
    talks.propose_again(PHYSIO="activity")
    with pytest.raises(Refusal) as refused:
        issued(talks, talks.proposal_id)
    assert str(refused.value) == (
        "Another proposal came while the papers were made. Issue them again: they will be about that one."
    )
    assert list_issues(talks.round_id) == []
