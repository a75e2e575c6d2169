"""The papers of a round as they would stand now, issuing them for a meeting, and reading what was issued."""

import re
from collections.abc import Callable, Sequence

from flask import Blueprint, Response, abort, flash, request, url_for
from flask.blueprints import BlueprintSetupState
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response as Answer

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.proposals import find_current_proposal
from budgets.papers.actions import ISSUE, check_may_issue
from budgets.papers.documents.papers import in_one_sentence, paper_of
from budgets.papers.forms import IssueForm
from budgets.papers.presented.issues import issues_table
from budgets.papers.presented.parts import parts_of
from budgets.papers.queries.gathering import Gathered, gather
from budgets.papers.queries.issues import get_document, list_issues
from budgets.papers.rules import LEVEL_NAMES, LEVEL_WORDS, Level, may_open
from budgets.rounds.models import Round, StoredCalculation
from budgets.rounds.queries import calculations_seen_by
from budgets.rounds.views.reach import followed_round
from budgets.rounds.views.seen import calculation_at_hand
from core import clock
from core.audit_trail.words import say
from core.jobs.actions import ask_for
from core.navigation import Tab, add_tab
from core.one_use import submit
from core.permissions import Actor, Permission
from core.sending import send
from core.web import current_actor, page, requires
from core.working_days import add_working_days

_MEETING_IN = 3
views = Blueprint("papers", __name__, url_prefix="/budgets/rounds/<int:round_id>/papers")


@views.record_once
def make_known(_: BlueprintSetupState) -> None:
    """Add the page to those of a round, and the words of the audit trail."""
    tab = Tab(of="round", place=80, label="Papers", endpoint="papers.show_papers", permission=Permission.SEE_PROPOSALS)
    add_tab(tab)
    say("papers.issue_papers", "issued the papers “{title}” for the meeting on {meeting_on}: {documents} documents")


@views.get("")
@requires(Permission.SEE_PROPOSALS)
def show_papers(round_id: int) -> tuple[str, int]:
    """Show what the papers would say now, at the level asked for, and what was issued before."""
    found, actor = followed_round(round_id), current_actor()
    proposal = find_current_proposal(round_id)
    level, open_levels = _level(actor), _levels(actor)
    choices = [each for each in _to_choose(actor, found) if proposal and each.id != proposal.calculation_id]
    scenarios = _chosen(choices)
    gathered = _gathered(proposal, scenarios) if proposal else None
    numbers = [each.number for each in scenarios]
    return page(
        "budgets/papers/show_papers.html",
        round=found,
        proposal=proposal,
        level=level,
        levels=[(str(each), LEVEL_NAMES[each]) for each in open_levels],
        words_of_level=LEVEL_WORDS[level],
        choices=choices,
        chosen=numbers,
        said=in_one_sentence(gathered) if gathered else "",
        parts=parts_of(gathered, level) if gathered else [],
        issues=issues_table(list_issues(round_id), lambda *key: _opens(actor, *key), _address_of(round_id)),
        may_issue=actor.may(Permission.ISSUE_PROPOSALS),
    )


@views.get("/draft.pdf")
@requires(Permission.SEE_PROPOSALS)
def download_draft(round_id: int) -> Response:
    """Give the paper as it would stand now, marked as a draft."""
    found, actor = followed_round(round_id), current_actor()
    proposal = find_current_proposal(round_id)
    if proposal is None:
        abort(404)
    choices = [each for each in _to_choose(actor, found) if each.id != proposal.calculation_id]
    gathered = _gathered(proposal, _chosen(choices))
    day = add_working_days(clock.today(), _MEETING_IN)
    file = paper_of(gathered, _level(actor), title="Leads’ meeting", meeting_on=day, is_draft=True)
    return send(file, "pdf", "papers", found.year, "draft")


@views.route("/issue", methods=["GET", "POST"])
@requires(Permission.ISSUE_PROPOSALS)
def issue_papers(round_id: int) -> Answer | tuple[str, int]:
    """Ask for what the meeting is called and when it is, and have the papers made and issued."""
    found, actor = followed_round(round_id), current_actor()
    on = clock.today()
    form = IssueForm(meeting_on=add_working_days(on, _MEETING_IN), scenarios=",".join(request.args.getlist("scenario")))

    def act() -> str:
        title, meeting_on = str(form.title.data or ""), form.meeting_on.data
        check_may_issue(round_id=round_id, title=title, meeting_on=meeting_on, by=actor, on=on)
        scenarios = ",".join(re.findall(r"\d+", str(form.scenarios.data or "")))
        job = ask_for(
            kind=ISSUE,
            key=f"round {round_id}, {title.strip()}, {meeting_on.isoformat()}",
            by=actor,
            at=clock.now(),
            values={
                "round_id": round_id,
                "title": title.strip(),
                "meeting_on": meeting_on.isoformat(),
                "scenarios": scenarios,
                "href": url_for("papers.show_papers", round_id=round_id),
            },
        )
        flash("The papers are being made. The groups are told as soon as they are issued.")
        return url_for("jobs.show_job", job_id=job.id)

    if answer := submit(form, act):
        return answer
    return page("budgets/papers/issue_papers.html", form, round=found, proposal=find_current_proposal(round_id))


@views.get("/documents/<int:document_id>.pdf")
@requires(Permission.SEE_PROPOSALS)
def download_document(round_id: int, document_id: int) -> Response:
    """Give an issued paper to those it is for, byte for byte as it was issued."""
    followed_round(round_id)
    try:
        document = get_document(document_id)
    except NoResultFound:
        abort(404)
    if document.issue.round_id != round_id or not _opens(current_actor(), document.level, document.code):
        abort(404)
    return send(document.file, "pdf", document.title)


def _gathered(proposal: Proposal, scenarios: Sequence[StoredCalculation]) -> Gathered:
    return gather(proposal, scenarios, on=clock.today(), read=calculation_at_hand)


def _opens(actor: Actor, level: Level, code: str) -> bool:
    return may_open(
        level,
        code,
        sees_figures=actor.may(Permission.SEE_ROUNDS),
        sees_all=actor.may(Permission.SEE_UNSHOWN_CALCULATIONS),
        organisation_code=actor.organisation_code,
    )


def _levels(actor: Actor) -> list[Level]:
    return [level for level in (Level.HEADLINES, Level.DETAIL) if _opens(actor, level, "")]


def _level(actor: Actor) -> Level:
    """The level asked for, where the reader may open it; else the headlines."""
    asked = request.args.get("level", "")
    return Level.DETAIL if asked == Level.DETAIL and Level.DETAIL in _levels(actor) else Level.HEADLINES


def _to_choose(actor: Actor, found: Round) -> list[StoredCalculation]:
    return calculations_seen_by(actor, found) if actor.may(Permission.SEE_ROUNDS) else []


def _chosen(choices: Sequence[StoredCalculation]) -> list[StoredCalculation]:
    """The calculations asked for as scenarios (`?scenario=1&scenario=2`, by their numbers)."""
    asked = set(request.args.getlist("scenario"))
    return [each for each in choices if str(each.number) in asked]


def _address_of(round_id: int) -> Callable[[int], str]:
    return lambda document_id: url_for("papers.download_document", round_id=round_id, document_id=document_id)
