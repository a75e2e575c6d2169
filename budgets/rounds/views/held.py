"""Whether a round is held fast: then no page of it offers what would be refused."""

from flask import g

from budgets.rounds.actions.rounds import reasons_against_changing
from core.permissions import Actor, Permission


def held_fast(round_id: int) -> list[str]:
    """Every sentence that says why nothing of a round may be changed now, looked up once in a request."""
    known: dict[int, list[str]] = g.setdefault("rounds_held_fast", {})
    if round_id not in known:
        known[round_id] = reasons_against_changing(round_id)
    return known[round_id]


def may_prepare(actor: Actor, round_id: int) -> bool:
    """Whether somebody may prepare a round now: the role may, and the round is not held fast."""
    return actor.may(Permission.PREPARE_ROUNDS) and not held_fast(round_id)
