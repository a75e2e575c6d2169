"""Putting a calculation to the groups as a proposal, and withdrawing one. A proposal is never edited."""

from collections.abc import Callable
from datetime import date, datetime

from budgets.agreement.actions.carrying import carry_positions
from budgets.agreement.actions.proposals_told import tell_of_issue, tell_of_withdrawal
from budgets.agreement.models.proposals import Proposal, Withdrawal
from budgets.agreement.queries.carrying import Held
from budgets.agreement.queries.changes import changes_between
from budgets.agreement.queries.proposals import (
    find_current_proposal,
    find_newest_proposal,
    get_proposal,
    list_current_proposals,
)
from budgets.agreement.rules import proposals as rules
from budgets.agreement.rules.changes import changes_text
from budgets.rounds.actions.calculations import open_calculation_to_groups
from budgets.rounds.actions.rounds import check_may_be_changed, reasons_against_changing
from budgets.rounds.models import Round, StoredCalculation
from budgets.rounds.queries import calculation_of, get_calculation, get_round
from budgets.sources.queries import descriptions_of
from budgets.sources.rules.descriptions import written
from core import audit
from core.clock import day_in_words, in_london
from core.db import db
from core.parties.models import Party
from core.parties.queries import list_parties
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may

reasons_against_issuing: list[Callable[[int], list[str]]] = []
"""Whoever holds a round fast appends a function here: (round's id) → sentences why nothing may be proposed in it."""


def issue_proposal(
    *,
    calculation_id: int,
    note: str,
    reply_by: date,
    deadline: date,
    shares_words: bool,
    by: Actor,
    at: datetime,
    on: date,
    address_of: Callable[[int], str],
) -> Proposal:
    """Put a calculation to the groups as the next proposal of its round, numbered and frozen, and tell them.

    Opens the calculation to the groups and carries positions over. `shares_words`: whether the provider and the other
    groups read the words of positions. `address_of`: the path of a proposal's page, to which the messages lead.
    """
    stored = _held_to_issue(calculation_id, by)
    rules.check_note(note)
    rules.check_days(reply_by=reply_by, deadline=deadline, on=on)
    groups = _groups_that_share(stored, on)
    earlier = find_newest_proposal(stored.round_id)
    rules.check_sharing(shares_words=shares_words, kept_since=kept_since(earlier))
    open_calculation_to_groups(calculation_id=calculation_id, note=note, by=by, at=at)
    proposal = Proposal(
        round=stored.round,
        number=earlier.number + 1 if earlier else 1,
        calculation=stored,
        note=note.strip(),
        reply_by=reply_by,
        deadline=deadline,
        shares_words=shares_words,
        issued_by_id=by.person_id,
        issued_at=at,
    )
    _freeze(proposal, earlier)
    told = tell_of_issue(proposal, groups, on=on, href=address_of(proposal.id))
    _record_issue(proposal, carry_positions(earlier, proposal), told, by)
    return proposal


def kept_since(earlier: Proposal | None) -> int | None:
    """The number of the proposal before, where it kept words from the provider and the other groups."""
    return earlier.number if earlier is not None and not earlier.shares_words else None


def withdraw_proposal(*, proposal_id: int, reason: str, by: Actor, at: datetime, href: str) -> Withdrawal:
    """Withdraw the newest proposal of a round, with a reason, and tell the groups. What was said to it stays readable.

    `href`: the path of the proposal's page.
    """
    proposal = get_proposal(proposal_id)
    check_may(by, Permission.ISSUE_PROPOSALS, commissioner_id=proposal.round.commissioner_id)
    get_round(proposal.round_id, for_change=True)
    check_may_be_changed(proposal.round_id)
    newest = find_newest_proposal(proposal.round_id) or proposal
    db.session.refresh(proposal, ["withdrawal"])
    rules.check_may_be_withdrawn(
        number=proposal.number, newest=newest.number, withdrawn=_when_withdrawn(proposal.withdrawal)
    )
    rules.check_reason(reason)
    withdrawal = Withdrawal(proposal=proposal, reason=reason.strip(), withdrawn_by_id=by.person_id, withdrawn_at=at)
    db.session.add(withdrawal)
    db.session.flush()
    on = in_london(at).date()
    told = tell_of_withdrawal(withdrawal, _open_groups(proposal.calculation, on), on=on, href=href)
    new: audit.Values = {"proposal": proposal.number, "reason": withdrawal.reason, "told": told}
    _record(proposal.round, "withdraw_proposal", by=by, new=new)
    return withdrawal


def against_closing_group(party: Party, on: date) -> list[str]:
    """A group that takes part in the current proposal of a round that is not held fast (signed off) stays open."""
    del on
    if party.kind is not PartyKind.PBC_GROUP or party.commissioner_id is None:
        return []
    return [
        f"It takes part in proposal {proposal.number} for {proposal.round.year}, which is not signed off: put a "
        "calculation without it to the groups, or withdraw that proposal, first."
        for proposal in list_current_proposals([party.commissioner_id])
        if not reasons_against_changing(proposal.round_id)
        and party.code in calculation_of(proposal.calculation).totals.by_group
    ]


def _held_to_issue(calculation_id: int, by: Actor) -> StoredCalculation:
    """The calculation, its round held until the act is over; a refusal where it asks nothing or may not be put."""
    stored = get_calculation(calculation_id)
    check_may(by, Permission.ISSUE_PROPOSALS, commissioner_id=stored.round.commissioner_id)
    get_round(stored.round_id, for_change=True)
    against = [sentence for reasons in reasons_against_issuing for sentence in reasons(stored.round_id)]
    rules.check_may_be_issued(number=stored.number, against=against)
    current = find_current_proposal(stored.round_id)
    if current is not None and current.calculation.result_hash == stored.result_hash:
        rules.refuse_the_same(number=stored.number, proposal=current.number)
    return stored


def _groups_that_share(stored: StoredCalculation, on: date) -> list[Party]:
    """The groups of a calculation, each open on the day; or a refusal that names those that are not."""
    groups = _open_groups(stored, on)
    there = {group.code for group in groups}
    rules.check_groups(
        {group.code: group.name for group in calculation_of(stored).groups if group.code not in there},
        number=stored.number,
        commissioner=stored.round.commissioner.name,
        on=on,
    )
    return groups


def _open_groups(stored: StoredCalculation, on: date) -> list[Party]:
    """The groups of a calculation that are groups of its commissioner, open on a day."""
    shared = {group.code for group in calculation_of(stored).groups}
    of_trust = list_parties(kind=PartyKind.PBC_GROUP, commissioner_id=stored.round.commissioner_id, open_on=on)
    return [party for party in of_trust if party.code in shared]


def _changes_text(earlier: Proposal | None, stored: StoredCalculation) -> str:
    if earlier is None:
        return changes_text(None)
    return changes_text(changes_between(earlier.calculation, stored, since=earlier.number))


def _freeze(proposal: Proposal, earlier: Proposal | None) -> None:
    """Give a proposal what changed since the one before, and the hash of all that is put to the groups; and keep it."""
    proposal.changes = _changes_text(earlier, proposal.calculation)
    proposal.sources = written(descriptions_of(proposal.calculation.inputs_id))
    proposal.content_hash = rules.hash_of(
        rules.Content(
            commissioner=proposal.round.commissioner.code,
            year=proposal.round.year,
            number=proposal.number,
            result_hash=proposal.calculation.result_hash,
            note=proposal.note,
            reply_by=proposal.reply_by,
            deadline=proposal.deadline,
            shares_words=proposal.shares_words,
            changes=proposal.changes,
            sources=proposal.sources,
        )
    )
    db.session.add(proposal)
    db.session.flush()


def _record_issue(proposal: Proposal, held: Held, told: int, by: Actor) -> None:
    over, again = len(held.positions), held.others
    new: audit.Values = {
        "proposal": proposal.number,
        "calculation": proposal.calculation.number,
        "reply_by": proposal.reply_by.isoformat(),
        "deadline": proposal.deadline.isoformat(),
        "content_hash": proposal.content_hash,
        "carried": over,
        "asked_again": again,
        "carrying": rules.carrying_in_words(over, again),
        "told": told,
    }
    _record(proposal.round, "issue_proposal", by=by, new=new)


def _when_withdrawn(withdrawal: Withdrawal | None) -> str:
    if withdrawal is None:
        return ""
    return f"on {day_in_words(withdrawal.withdrawn_at)} by {withdrawal.withdrawn_by.name}"


def _record(found: Round, act: str, *, by: Actor, new: audit.Values) -> None:
    audit.record(
        db.session(),
        by=by,
        act=f"agreement.{act}",
        subject="round",
        subject_id=found.id,
        new=new,
        commissioner_id=found.commissioner_id,
    )
