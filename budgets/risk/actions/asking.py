"""Asking for movements of the pool, and withdrawing what one asked for."""

from datetime import datetime
from decimal import Decimal

from budgets.risk.actions.recording import copied, record, words_to_keep
from budgets.risk.models import PoolApproval, PoolMovement
from budgets.risk.queries.deciders import case_of
from budgets.risk.queries.movements import account_in, get_movement, next_movement_number, round_id_of
from budgets.risk.rules import pool
from budgets.risk.rules.deciding import check_may_withdraw
from budgets.risk.rules.pool import Entry, MovementKind, MovementState, Verdict
from budgets.rounds.models import Round
from budgets.rounds.queries import get_round
from commissioning.organisations.queries.lines import parties_by_code
from core.clock import in_london
from core.db import db
from core.errors import NotAllowed, Refusal
from core.four_eyes import counts_as
from core.money import as_decimal, as_pence
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may
from core.wording import in_full


def ask_for_movement(
    *, round_id: int, kind: MovementKind, party_id: int | None, amount: Decimal, reason: str, by: Actor, at: datetime
) -> PoolMovement:
    """Ask for a movement of a round's pool. It counts once two other people approved it.

    `party_id`: the group that contributes, draws or pays back; None for the commissioner's own contribution. The
    commissioner and finance ask for any of their groups, a PbC lead for the own group.
    """
    found = get_round(round_id, for_change=True)
    check_may(by, Permission.REQUEST_POOL_MOVEMENTS, commissioner_id=found.commissioner_id)
    _check_speaks_for(by, party_id, found)
    pool.check_concerns_a_group(kind, party_id)
    group = _group(found, party_id)
    number = next_movement_number(round_id)
    entry = Entry(number=number, kind=kind, party_id=party_id, amount=as_pence(amount), state=MovementState.WAITING)
    pool.check_amount(entry.amount)
    if group is not None:
        check_has_not_left(group, kind, at)
        pool.check_may_be_asked(entry, account_in(round_id), name=group.name)
    movement = PoolMovement(
        round_id=round_id,
        number=number,
        kind=kind,
        party_id=party_id,
        amount=as_decimal(entry.amount),
        reason=words_to_keep(reason, what="The reason"),
        asked_by_id=by.person_id,
        asked_at=at,
        **copied(by),
    )
    db.session.add(movement)
    db.session.flush()
    said = pool.in_words(kind, entry.amount, group.name if group else None)
    record(found, "ask_for_movement", by=by, new={"number": number, "movement": said, "reason": movement.reason})
    return movement


def withdraw_movement(*, movement_id: int, reason: str, by: Actor, at: datetime) -> PoolApproval:
    """Take back a movement one asked for, while it waits. It stays in the list with the reason."""
    found = get_round(round_id_of(movement_id), for_change=True)
    check_may(by, Permission.REQUEST_POOL_MOVEMENTS, commissioner_id=found.commissioner_id)
    movement = get_movement(movement_id)
    case = case_of(movement, by=by, on=in_london(at).date())
    check_may_withdraw(case, person_id=counts_as(by, case.asked_by_id))
    withdrawn = PoolApproval(
        movement=movement,
        verdict=Verdict.WITHDRAWN,
        words=words_to_keep(reason, what="The reason"),
        given_by_id=by.person_id,
        given_at=at,
        **copied(by),
    )
    db.session.add(withdrawn)
    db.session.flush()
    record(found, "withdraw_movement", by=by, new={"number": movement.number, "reason": withdrawn.words})
    return withdrawn


def check_has_not_left(group: Party, kind: MovementKind, at: datetime) -> None:
    """Refuse money from or to a group that is closed on the day."""
    closed = group.closed_on
    has_left = closed is not None and closed <= in_london(at).date()
    words = in_full(closed) if closed is not None and has_left else None
    pool.check_has_not_left(kind, name=group.name, closed_on=words)


def _check_speaks_for(by: Actor, party_id: int | None, found: Round) -> None:
    """Refuse somebody of a group who asks for another group, or for the commissioner."""
    if by.organisation_id not in (found.commissioner_id, party_id):
        raise NotAllowed(f"You act for {by.organisation_name} and ask for its movements of the pool alone.")


def _group(found: Round, party_id: int | None) -> Party | None:
    """The PbC group of the round's commissioner, None for the commissioner's own money."""
    if party_id is None:
        return None
    groups = parties_by_code(found.commissioner_id, PartyKind.PBC_GROUP).values()
    group = next((each for each in groups if each.id == party_id), None)
    if group is None:
        raise Refusal(f"Choose one of the PbC groups of {found.commissioner.name}.")
    return group
