"""What of a sign-off an address names, for the one who asks; how far they may read; where its pages are."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, current_app, url_for
from sqlalchemy.exc import NoResultFound

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.models.sign_off import SignOff
from budgets.agreement.queries.sign_off import get_sign_off
from budgets.agreement.queries.sign_off_state import SignOffState, find_state
from budgets.agreement.rules.sign_off import GroupSaid, Where
from budgets.rounds.models import Round
from core import clock
from core.permissions import Actor, Permission
from core.web import current_actor

_PAGES = {
    Where.POSITIONS: ("board.show_board", Permission.SEE_PROPOSALS),
    Where.DECISION: ("decisions.decide_over_dissent", Permission.DECIDE_DISPUTES),
    Where.PROPOSALS: ("proposals.list_proposals", Permission.SEE_PROPOSALS),
    Where.ORGANISATIONS: ("organisations.list_groups", Permission.MAINTAIN_ORGANISATIONS),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleShown:
    """One thing in the way, and the page where the reader can deal with it; blank where they cannot."""

    words: str
    href: str


def state_in_view(found: Round) -> SignOffState | None:
    """Where the sign-off of a round stands today."""
    return find_state(found, on=clock.today())


def reached_sign_off(found: Round, sign_off_id: int) -> SignOff:
    """The sign-off, if it is of this round."""
    try:
        sign_off = get_sign_off(sign_off_id)
    except NoResultFound:
        abort(404)
    if sign_off.proposal.round_id != found.id:
        abort(404)
    return sign_off


def codes_read_by(actor: Actor, proposal: Proposal, said: Sequence[GroupSaid]) -> frozenset[str]:
    """The codes of the groups whose words the reader sees: all where the proposal shares them, else their own."""
    if proposal.shares_words or actor.may(Permission.SEE_UNSHOWN_CALCULATIONS):
        return frozenset(each.code for each in said)
    return frozenset({actor.organisation_code} if actor.may(Permission.SEE_ROUNDS) else ())


def links_of_obstacles(state: SignOffState) -> list[ObstacleShown]:
    """What is in the way, each with the page where this reader can deal with it."""
    return [ObstacleShown(words=each.words, href=_page_of(each.where, state.round.id)) for each in state.obstacles]


def address_of_sign_off(round_id: int) -> str:
    """The page on which the sign-off of a round is followed."""
    return url_for("sign_off.show_sign_off", round_id=round_id)


def address_of_notice(round_id: int) -> str:
    """The page on which a provider reads what was decided."""
    return url_for("notices.show_decision_notice", round_id=round_id)


def _page_of(where: Where, round_id: int) -> str:
    endpoint, permission = _PAGES[where]
    if endpoint not in current_app.view_functions or not current_actor().may(permission):
        return ""
    return url_for(endpoint) if where is Where.ORGANISATIONS else url_for(endpoint, round_id=round_id)
