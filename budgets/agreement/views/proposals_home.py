"""What proposals put on the home page: what a group is asked, what the commissioner waits for, what is coming up."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from budgets.agreement.actions.openings import OF_GROUPS
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.openings import list_states
from budgets.agreement.queries.proposals import list_current_proposals
from budgets.agreement.views.reach import figures_of
from budgets.rounds.views.held import held_fast
from commissioning.catalogue.queries import provides_for
from core.components import day
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission, Role
from core.wording import listed, sterling


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """The part of proposals on the home page of one who reads, on a day. A round held fast needs nothing any more."""
    if not actor.may(Permission.SEE_PROPOSALS):
        return []
    proposals = list_current_proposals(actor.commissioner_ids)
    if actor.role in OF_GROUPS:
        return [*_asked_of_group(actor, proposals, on), *_budget_of_group(actor, proposals)]
    if actor.may(Permission.PREPARE_ROUNDS):
        return list(_waiting(proposals, on))
    if actor.role is Role.PROVIDER_MANAGER:
        return list(_coming_up(actor, proposals, on))
    return []


def _asked_of_group(actor: Actor, proposals: Sequence[Proposal], on: date) -> Iterator[ToDo]:
    for proposal in proposals:
        groups = [group for group in figures_of(proposal).groups if group.code == actor.organisation_code]
        if held_fast(proposal.round_id):
            continue
        unanswered = [name for state in list_states(proposal, groups, on=on) for name in state.unanswered]
        if unanswered:
            may_answer = actor.may(Permission.TAKE_POSITIONS)
            yield ToDo(
                what=f"{_called(proposal)}: say what you think of {listed(unanswered)}",
                href=_address(proposal),
                by=proposal.reply_by,
                detail="" if may_answer else f"Your PbC lead answers for {actor.organisation_name}.",
            )


def _budget_of_group(actor: Actor, proposals: Sequence[Proposal]) -> Iterator[Figure]:
    """What the newest year's proposal gives the group."""
    for proposal in proposals[:1]:
        own = figures_of(proposal).totals.by_group.get(actor.organisation_code)
        if own is not None:
            yield Figure(
                label=f"Your budget for {proposal.round.year}",
                value=sterling(own.net),
                href=url_for(
                    "calculations.show_statement",
                    calculation_id=proposal.calculation_id,
                    group_code=actor.organisation_code,
                ),
                note=f"Net, as in proposal {proposal.number}. Last year {sterling(own.prior_year)}.",
            )


def _waiting(proposals: Sequence[Proposal], on: date) -> Iterator[Figure]:
    for proposal in proposals:
        if held_fast(proposal.round_id):
            continue
        states = list_states(proposal, figures_of(proposal).groups, on=on)
        yet = sum(not state.has_answered for state in states)
        yield Figure(
            label=f"Groups yet to answer for {proposal.round.year}",
            value=f"{yet} of {len(states)}",
            href=_address(proposal),
            note=f"Proposal {proposal.number}, to reply by {day(proposal.reply_by)}",
        )


def _coming_up(actor: Actor, proposals: Sequence[Proposal], on: date) -> Iterator[ToDo]:
    for proposal in proposals:
        is_concerned = provides_for(actor.organisation_id, proposal.round.commissioner_id, on=on)
        if is_concerned and not held_fast(proposal.round_id):
            yield ToDo(
                what=f"{_called(proposal)} is with the groups",
                href=_address(proposal),
                by=proposal.deadline,
                coming_up=True,
                detail=f"They reply by {day(proposal.reply_by)}.",
            )


def _called(proposal: Proposal) -> str:
    return f"Proposal {proposal.number} for {proposal.round.year}"


def _address(proposal: Proposal) -> str:
    return url_for("proposals.show_proposal", proposal_id=proposal.id)
