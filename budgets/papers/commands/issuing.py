"""Making papers one after the other, then keeping all of them at once. As a job, for the person who asked."""

from datetime import date

from budgets.agreement.queries.proposals import find_current_proposal
from budgets.papers.actions import ISSUE, check_may_issue, issue_papers
from budgets.papers.documents.papers import papers_of
from budgets.papers.queries.gathering import gather
from budgets.rounds.queries import list_calculations
from core import clock
from core.db import transaction
from core.errors import Refusal
from core.jobs.registry import Progress, register
from core.jobs.rules import Result, Values


def make_known() -> None:
    """Tell the jobs of this one."""
    register(ISSUE, issue, "Issue papers for a meeting")


def issue(values: Values, progress: Progress) -> Result | None:
    """Make every paper of the current proposal and issue them; refused where they could not be issued any more."""
    round_id, title, href = int(str(values["round_id"])), str(values["title"]), str(values["href"])
    meeting_on, on = date.fromisoformat(str(values["meeting_on"])), clock.today()
    if progress.by is None:
        raise Refusal("Papers are issued by somebody of the commissioner.")
    check_may_issue(round_id=round_id, title=title, meeting_on=meeting_on, by=progress.by, on=on)
    proposal = find_current_proposal(round_id)
    if proposal is None:
        raise Refusal("The proposal was withdrawn meanwhile.")
    numbers = {int(number) for number in str(values["scenarios"]).split(",") if number}
    scenarios = [each for each in list_calculations(round_id) if each.number in numbers]
    gathered = gather(proposal, scenarios, on=on)
    made = []
    for paper in papers_of(gathered, title=title, meeting_on=meeting_on):
        made.append(paper)
        progress(paper.title, len(made), 2 + len(gathered.calculation.groups))
    with transaction():
        issued = issue_papers(
            round_id=round_id,
            title=title,
            meeting_on=meeting_on,
            proposal_id=proposal.id,
            papers=made,
            by=progress.by,
            at=clock.now(),
            on=on,
            href=href,
        )
    return Result(words=f"{len(made)} papers were issued as issue {issued.number}.", href=href)
