"""Without whose agreement a budget is adopted: the line that every page and copy bears."""

from datetime import timedelta

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.proposals import find_newest_proposal
from budgets.agreement.queries.sign_off import find_lock_of, is_signed_or_decided, list_decisions
from budgets.agreement.queries.sign_off_content import said_by_groups
from budgets.agreement.rules.sign_off import adopted_without, dissent_in, not_covered, to_be_adopted
from budgets.agreement.rules.sign_off_content import content_from, dissent_from
from core.clock import day_in_words


def adoption_words(round_id: int) -> str:
    """The line for what a round is agreed on now; blank where nobody dissents, or nothing was decided."""
    newest = find_newest_proposal(round_id)
    return "" if newest is None else adoption_words_of(newest)


def adoption_words_of(proposal: Proposal) -> str:
    """The line for a proposal: adopted without whom, once signed off; before that, what the commissioner decided.

    Blank where nobody dissents, where nothing was decided, and for a proposal that was withdrawn.
    """
    if not is_signed_or_decided(proposal.id):
        return ""
    lock = find_lock_of(proposal.id)
    if lock is not None:
        signed = content_from(lock.sign_off.content).adopted_without
        return f"{signed}." if signed else ""
    decisions = [] if proposal.withdrawal else list_decisions(proposal.id)
    if not decisions:
        return ""
    dissent = dissent_in(said_by_groups(proposal, on=proposal.reply_by + timedelta(days=1)))
    if not dissent:
        return ""
    day = day_in_words(decisions[0].decided_at)
    if not_covered(dissent, decided=dissent_from(decisions[0].dissent)):
        return f"The commissioner’s decision of {day} does not cover what groups have said since."
    return f"{to_be_adopted(adopted_without(dissent))}: the commissioner decided so on {day}."
