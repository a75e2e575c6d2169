"""Looking up movements of a round's pool, and its account."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from budgets.risk.models import PoolMovement
from budgets.risk.rules.pool import Account, Entry, MovementState, account_of, state_of
from budgets.rounds.models import Round
from core.db import db
from core.money import as_pence
from core.permissions import Actor


def get_movement(movement_id: int) -> PoolMovement:
    """The movement of that id with its round, group and what was said to it."""
    return db.session.execute(_movements().where(PoolMovement.id == movement_id)).scalar_one()


def round_id_of(movement_id: int) -> int:
    """The round of a movement, without the movement itself: it is read once the round is held."""
    return db.session.execute(select(PoolMovement.round_id).where(PoolMovement.id == movement_id)).scalar_one()


def list_movements(round_id: int) -> list[PoolMovement]:
    """The movements of a round in the order in which they were asked for. Two queries, however many there are."""
    return list(db.session.scalars(_movements().where(PoolMovement.round_id == round_id).order_by(PoolMovement.number)))


def list_waiting_movements(by: Actor) -> list[PoolMovement]:
    """The movements that wait for approval at the commissioners a person acts for, oldest first."""
    found = _movements().join(PoolMovement.round).where(Round.commissioner_id.in_(by.commissioner_ids))
    found = found.order_by(PoolMovement.asked_at, PoolMovement.id)
    return [each for each in db.session.scalars(found) if entry_of(each).state is MovementState.WAITING]


def next_movement_number(round_id: int) -> int:
    """The number the next movement of a round gets."""
    return (db.session.scalar(select(func.max(PoolMovement.number)).where(PoolMovement.round_id == round_id)) or 0) + 1


def entry_of(movement: PoolMovement) -> Entry:
    """A movement as the account reckons with it."""
    return Entry(
        number=movement.number,
        kind=movement.kind,
        party_id=movement.party_id,
        amount=as_pence(movement.amount),
        state=state_of(approval.verdict for approval in movement.approvals),
    )


def account_in(round_id: int) -> Account:
    """The pool's account of a round, as it stands."""
    return account_of([entry_of(movement) for movement in list_movements(round_id)])


def in_order_of_counting(movements: list[PoolMovement]) -> list[PoolMovement]:
    """Those movements that count, in the order in which their second approval came."""
    counted = [movement for movement in movements if entry_of(movement).state is MovementState.APPROVED]
    return sorted(counted, key=lambda movement: movement.approvals[-1].id)


def _movements() -> Select[PoolMovement]:
    return select(PoolMovement).options(
        joinedload(PoolMovement.round).joinedload(Round.commissioner),
        joinedload(PoolMovement.party),
        selectinload(PoolMovement.approvals),
    )
