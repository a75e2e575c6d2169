"""Finding the proposal of an address, and noting who of the groups opened it."""

from contextlib import suppress

from flask import abort, after_this_request
from sqlalchemy.exc import IntegrityError, NoResultFound
from werkzeug.wrappers import Response

from budgets.agreement.actions.openings import OF_GROUPS
from budgets.agreement.actions.openings import note_opening as note_an_opening
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.presented.proposals import State, state_of
from budgets.agreement.queries.openings import opening_exists
from budgets.agreement.queries.proposals import get_proposal
from budgets.agreement.queries.sign_off import how_signed_off
from budgets.method.result import Calculation
from budgets.rounds.presented.links import NO_LINKS, Links
from budgets.rounds.queries import may_see
from budgets.rounds.views.reach import followed_round
from budgets.rounds.views.seen import calculation_at_hand, links_in
from core import clock
from core.db import bookkeeping
from core.permissions import Actor, Permission
from core.web import current_actor


def reached_proposal(proposal_id: int) -> Proposal:
    """The proposal, if the reader takes part in agreeing its round; else 404."""
    try:
        proposal = get_proposal(proposal_id)
    except NoResultFound:
        abort(404)
    followed_round(proposal.round_id)
    return proposal


def state_today(proposal: Proposal, newest: Proposal) -> State:
    """The state of a proposal today; `newest`: the newest proposal of its round."""
    signed_off = how_signed_off(proposal.id) if proposal is newest else None
    return state_of(proposal, newest=newest.number, on=clock.today(), signed_off=signed_off)


def opened_proposal(proposal_id: int) -> Proposal:
    """The same for a page that shows what is proposed: a group whose person opens it has received the proposal."""
    proposal = reached_proposal(proposal_id)
    note_opening(proposal)
    return proposal


def note_opening(proposal: Proposal) -> None:
    """Note, after the answer was made and in a short transaction of its own, that this person opened a proposal.

    Only for people of its groups, and only the first time.
    """
    actor, proposal_id = current_actor(), proposal.id
    is_asked = own_code(actor) in figures_of(proposal).totals.by_group
    if not is_asked or opening_exists(proposal_id, person_id=actor.person_id, party_id=actor.organisation_id):
        return

    @after_this_request
    def note(response: Response) -> Response:
        # The same person may open it in two tabs at once: the first is noted, and the second needs no note.
        with suppress(IntegrityError), bookkeeping():
            note_an_opening(proposal_id=proposal_id, by=actor, at=clock.now())
        return response


def own_code(actor: Actor) -> str:
    """The code of the group for which somebody acts; blank for those who act for no group."""
    return actor.organisation_code if actor.role in OF_GROUPS else ""


def figures_of(proposal: Proposal) -> Calculation:
    """The calculation that a proposal puts to the groups, kept at hand."""
    return calculation_at_hand(proposal.calculation)


def links_of(proposal: Proposal) -> Links:
    """Where the figures of a proposal lead: into its calculation for those who may see it, nowhere for a provider."""
    actor, calculation = current_actor(), figures_of(proposal)
    if not may_see(actor, proposal.calculation):
        return NO_LINKS
    codes = [group.code for group in calculation.groups]
    sees_all = actor.may(Permission.SEE_UNSHOWN_CALCULATIONS)
    own = [code for code in codes if sees_all or code == actor.organisation_code]
    return links_in(proposal.calculation_id, own, calculation)
