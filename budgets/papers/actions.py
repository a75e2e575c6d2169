"""Issuing papers for a meeting: what is issued is kept as it is."""

from collections.abc import Sequence
from datetime import date, datetime

from budgets.agreement.queries.proposals import find_current_proposal
from budgets.papers.models import Issue, PaperDocument
from budgets.papers.queries.issues import find_same_issue, next_number
from budgets.papers.rules import Paper, check_issue
from budgets.rounds.queries import get_round
from budgets.rounds.rules import hash_of
from core import audit
from core.db import db
from core.errors import Refusal
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.parties.queries import list_parties
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may

ISSUE = "papers.issue"


def check_may_issue(*, round_id: int, title: str, meeting_on: date, by: Actor, on: date) -> None:
    """Refuse papers that could not be issued, before the long work of making them is begun."""
    found = get_round(round_id)
    check_may(by, Permission.ISSUE_PROPOSALS, commissioner_id=found.commissioner_id)
    has_proposal = find_current_proposal(round_id) is not None
    check_issue(title=title, meeting_on=meeting_on, on=on, has_proposal=has_proposal)


def issue_papers(
    *,
    round_id: int,
    title: str,
    meeting_on: date,
    proposal_id: int,
    papers: Sequence[Paper],
    by: Actor,
    at: datetime,
    on: date,
    href: str,
) -> Issue:
    """Keep the papers of a meeting as they are issued, numbered, and tell the groups. `href`: where they are read.

    `proposal_id`: the one they were made of, refused where another came meanwhile. The very same papers for the same
    meeting are not issued twice: the issue that is there stays, and nobody is told again.
    """
    found = get_round(round_id, for_change=True)
    check_may_issue(round_id=round_id, title=title, meeting_on=meeting_on, by=by, on=on)
    number = _number_of_current(round_id, proposal_id)
    documents = _documents(papers)
    hashes = [each.file_hash for each in documents]
    same = find_same_issue(proposal_id, title=title.strip(), meeting_on=meeting_on, hashes=hashes)
    if same is not None:
        return same
    issue = Issue(
        round_id=round_id,
        number=next_number(round_id),
        proposal_id=proposal_id,
        title=title.strip(),
        meeting_on=meeting_on,
        issued_by_id=by.person_id,
        issued_at=at,
        documents=documents,
    )
    db.session.add(issue)
    db.session.flush()
    told = _tell(issue, found.commissioner_id, found.year, at=at, on=on, href=href)
    _record(issue, number, told, found.commissioner_id, by)
    return issue


def _number_of_current(round_id: int, proposal_id: int) -> int:
    """The number of the proposal the papers are about; refused where another took its place."""
    proposal = find_current_proposal(round_id)
    if proposal is None or proposal.id != proposal_id:
        raise Refusal(
            "Another proposal came while the papers were made. Issue them again: they will be about that one."
        )
    return proposal.number


def _documents(papers: Sequence[Paper]) -> list[PaperDocument]:
    return [
        PaperDocument(
            level=paper.level, code=paper.code, title=paper.title, file=paper.file, file_hash=hash_of(paper.file)
        )
        for paper in papers
    ]


def _record(issue: Issue, proposal: int, told: int, commissioner_id: int, by: Actor) -> None:
    audit.record(
        db.session(),
        by=by,
        act="papers.issue_papers",
        subject="round",
        subject_id=issue.round_id,
        new={
            "number": issue.number,
            "title": issue.title,
            "meeting_on": issue.meeting_on.isoformat(),
            "proposal": proposal,
            "documents": len(issue.documents),
            "hashes": " ".join(document.file_hash for document in issue.documents),
            "told": told,
        },
        commissioner_id=commissioner_id,
    )


def _tell(issue: Issue, commissioner_id: int, year: str, *, at: datetime, on: date, href: str) -> int:
    groups = list_parties(kind=PartyKind.PBC_GROUP, commissioner_id=commissioner_id, open_on=on)
    ids = [party.id for party in groups if party.kind is PartyKind.PBC_GROUP]
    return notify(
        key=f"papers {issue.id}",
        person_ids=people_at(ids, on=on, permission=Permission.SEE_PROPOSALS),
        subject=f"Papers for {issue.title}, {issue.meeting_on.day} {issue.meeting_on:%B %Y}",
        words=f"The papers about the split of {year} are ready to be read.",
        href=href,
        at=at,
    )
