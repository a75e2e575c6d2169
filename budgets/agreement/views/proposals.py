"""Pages of proposals: those of a round, one proposal, putting a calculation to the groups, and withdrawing."""

from flask import Blueprint, current_app, flash, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from budgets.agreement.actions.proposals import issue_proposal as issue_the_proposal
from budgets.agreement.actions.proposals import kept_since
from budgets.agreement.actions.proposals import withdraw_proposal as withdraw_the_proposal
from budgets.agreement.forms.proposals import IssueForm, WithdrawForm
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.presented import changes as presented_changes
from budgets.agreement.presented import proposals as presented
from budgets.agreement.presented.proposals_sources import rests_in_words, sources_table
from budgets.agreement.queries import proposals as queries
from budgets.agreement.queries.openings import list_states
from budgets.agreement.rules.changes import changes_from
from budgets.agreement.rules.openings import Received, opened_now
from budgets.agreement.rules.proposals import WORKING_DAYS_TO_REPLY, days_proposed
from budgets.agreement.views import proposals_home, proposals_words
from budgets.agreement.views.proposals_issuing import what_issuing_does
from budgets.agreement.views.reach import (
    figures_of,
    links_of,
    opened_proposal,
    own_code,
    reached_proposal,
    state_today,
)
from budgets.rounds.queries import calculations_seen_by, may_see
from budgets.rounds.rules import deadline_of
from budgets.rounds.views.reach import address_of_calculation, followed_round, reached_calculation
from budgets.sources.rules.descriptions import descriptions_from
from core import clock
from core.navigation import Tab, add_home_part, add_tab
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires
from core.working_days import add_working_days

TAKE_POSITION = "positions.list_positions"
views = Blueprint("proposals", __name__, url_prefix="/budgets")


@views.record_once
def make_known(_: BlueprintSetupState) -> None:
    """Add the page to those of a round, the part of the home page, and the words of the audit trail."""
    endpoint = "proposals.list_proposals"
    add_tab(Tab(of="round", place=20, label="Proposals", endpoint=endpoint, permission=Permission.SEE_PROPOSALS))
    add_home_part("proposals", proposals_home.home_part)
    proposals_words.make_known()


@views.get("/rounds/<int:round_id>/proposals")
@requires(Permission.SEE_PROPOSALS)
def list_proposals(round_id: int) -> tuple[str, int]:
    """List what was put to the groups, the current proposal in front."""
    found = followed_round(round_id)
    actor, today = current_actor(), clock.today()
    proposals = queries.list_proposals(round_id)
    seen = {stored.id: stored for stored in calculations_seen_by(actor, found)}
    put = {proposal.calculation_id for proposal in proposals}
    states = {each.id: state_today(each, proposals[0]) for each in proposals}
    current = proposals[0] if proposals and proposals[0].withdrawal is None else None
    return page(
        "budgets/agreement/list_proposals.html",
        round=found,
        current=current,
        state=states[current.id] if current else None,
        reply=presented.reply_in_words(current.reply_by, on=today) if current else "",
        proposals=proposals,
        listed=presented.proposals_table(
            proposals,
            states,
            {each.id: url_for(".show_proposal", proposal_id=each.id) for each in proposals},
            {calculation_id: address_of_calculation(calculation_id) for calculation_id in seen},
        ),
        without_proposal=[stored for stored in seen.values() if stored.shown and stored.id not in put],
        history=queries.history_of_agreement(round_id),
    )


@views.get("/proposals/<int:proposal_id>")
@requires(Permission.SEE_PROPOSALS)
def show_proposal(proposal_id: int) -> tuple[str, int]:
    """Show what is proposed, by when it is to be answered, where each group stands, and what changed."""
    proposal = opened_proposal(proposal_id)
    actor, today = current_actor(), clock.today()
    calculation, links = figures_of(proposal), links_of(proposal)
    newest = queries.find_newest_proposal(proposal.round_id) or proposal
    state = state_today(proposal, newest)
    reading = Received(by=actor.name, at=clock.now())
    states = opened_now(list_states(proposal, calculation.groups, on=today), own_code(actor), reading)
    changes, said = changes_from(proposal.changes), descriptions_from(proposal.sources)
    return page(
        "budgets/agreement/show_proposal.html",
        proposal=proposal,
        newest=newest,
        state=state,
        reply=presented.reply_in_words(proposal.reply_by, on=today),
        has_answered=any(each.has_answered for each in states if each.code == own_code(actor)),
        may_see_calculation=may_see(actor, proposal.calculation),
        take_position=_address_to_take_position(proposal, is_current=state.is_current),
        figures=presented.key_figures(calculation, own_code(actor), links),
        states=presented.states_table(proposal, states, calculation, links),
        answered=presented.answered_in_words(states),
        changes=changes,
        done_differently=presented_changes.what_was_done(changes) if changes else "",
        by_group=presented_changes.groups_table(changes, calculation, links) if changes else None,
        rests=rests_in_words(calculation, said),
        sources=sources_table(calculation, said),
        history=queries.history_of_agreement(proposal.round_id, number=proposal.number),
    )


@views.route("/calculations/<int:calculation_id>/propose", methods=["GET", "POST"])
@requires(Permission.ISSUE_PROPOSALS)
@binding
def issue_proposal(calculation_id: int) -> Response | tuple[str, int]:
    """Say what putting a calculation to the groups will do and to whom, and do it."""
    stored = reached_calculation(calculation_id)
    today = clock.today()
    in_ten_days = add_working_days(today, WORKING_DAYS_TO_REPLY)
    reply_by, deadline = days_proposed(deadline_of(stored.round.year), on=today, in_ten_days=in_ten_days)
    is_kept = kept_since(queries.find_newest_proposal(stored.round_id)) is not None
    form = IssueForm(reply_by=reply_by, deadline=deadline, shares_words=not is_kept)

    def act() -> str:
        proposal = issue_the_proposal(
            calculation_id=calculation_id,
            note=str(form.note.data or ""),
            reply_by=form.reply_by.data,
            deadline=form.deadline.data,
            shares_words=bool(form.shares_words.data),
            by=current_actor(),
            at=clock.now(),
            on=today,
            address_of=_address,
        )
        flash(f"Calculation {stored.number} is with the groups as proposal {proposal.number}.")
        return _address(proposal.id)

    if answer := submit(form, act):
        return answer
    return page("budgets/agreement/issue_proposal.html", form, stored=stored, does=what_issuing_does(stored, on=today))


@views.route("/proposals/<int:proposal_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.ISSUE_PROPOSALS)
@binding
def withdraw_proposal(proposal_id: int) -> Response | tuple[str, int]:
    """Say what withdrawing does, ask why, and do it."""
    proposal = reached_proposal(proposal_id)
    number = proposal.number
    form = WithdrawForm()

    def act() -> str:
        withdraw_the_proposal(
            proposal_id=proposal_id,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
            href=_address(proposal_id),
        )
        flash(f"Proposal {number} is withdrawn.")
        return _address(proposal_id)

    if answer := submit(form, act):
        return answer
    return page("budgets/agreement/withdraw_proposal.html", form, proposal=proposal)


def _address(proposal_id: int) -> str:
    return url_for("proposals.show_proposal", proposal_id=proposal_id)


def _address_to_take_position(proposal: Proposal, *, is_current: bool) -> str:
    """Where a group's person who may speak for it takes its position; empty for all others."""
    actor = current_actor()
    is_asked = actor.may(Permission.TAKE_POSITIONS) and actor.organisation_code in figures_of(proposal).totals.by_group
    if not is_current or not is_asked or TAKE_POSITION not in current_app.view_functions:
        return ""
    return url_for(TAKE_POSITION, proposal_id=proposal.id)
