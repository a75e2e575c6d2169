"""Telling those concerned of a proposal: the people of its groups, and of the providers that provide something."""

from collections.abc import Sequence
from datetime import date

from budgets.agreement.models.proposals import Proposal, Withdrawal
from commissioning.catalogue.queries import list_provider_ids_for
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.parties.models import Party
from core.permissions import Permission
from core.wording import in_full


def tell_of_issue(proposal: Proposal, groups: Sequence[Party], *, on: date, href: str) -> int:
    """Ask the people of the groups to reply, and let those of the providers know; how many messages were written."""
    key, called = f"agreement.issue/{proposal.id}", _called(proposal)
    put = f"{proposal.round.commissioner.name} put calculation {proposal.calculation.number} to the groups"
    asked = notify(
        key=key,
        person_ids=_people_of_groups(groups, on),
        subject=f"{called}: say by {in_full(proposal.reply_by)} what you think of the total and the split",
        words=f"{put}, with these words: {proposal.note}",
        href=href,
        at=proposal.issued_at,
    )
    let_know = notify(
        key=key,
        person_ids=_people_of_providers(proposal, on),
        subject=f"{called} is with the groups until {in_full(proposal.reply_by)}",
        words=f"{put}, with these words: {proposal.note}",
        href=href,
        at=proposal.issued_at,
    )
    return asked + let_know


def tell_of_withdrawal(withdrawal: Withdrawal, groups: Sequence[Party], *, on: date, href: str) -> int:
    """Tell the people of the groups and the providers that nothing is asked any more, and why."""
    proposal = withdrawal.proposal
    return notify(
        key=f"agreement.withdraw/{proposal.id}",
        person_ids=[*_people_of_groups(groups, on), *_people_of_providers(proposal, on)],
        subject=f"{_called(proposal)} was withdrawn",
        words=f"The reason: {withdrawal.reason} What was said to it stays readable. Wait for the next proposal.",
        href=href,
        at=withdrawal.withdrawn_at,
    )


def _called(proposal: Proposal) -> str:
    return f"Proposal {proposal.number} for {proposal.round.year}"


def _people_of_groups(groups: Sequence[Party], on: date) -> list[int]:
    return people_at([group.id for group in groups], on=on, permission=Permission.SEE_PROPOSALS)


def _people_of_providers(proposal: Proposal, on: date) -> list[int]:
    providers = list_provider_ids_for(proposal.round.commissioner_id, on=on)
    return people_at(providers, on=on, permission=Permission.SEE_PROPOSALS)
