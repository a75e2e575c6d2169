"""The page of a round's risk: what waits, who holds the reserve, the pool's account, chance by size."""

from typing import Any

from flask import url_for

from budgets.risk.charts import changes_against_chance
from budgets.risk.forms import OWN, LedgerFilter
from budgets.risk.models import PoolMovement
from budgets.risk.presented.pool import key_figures, ledger_table, parties_table
from budgets.risk.presented.volatility import volatility_table
from budgets.risk.queries.calculations import find_newest_seen
from budgets.risk.queries.deciders import cases_of
from budgets.risk.queries.holdings import list_holdings
from budgets.risk.queries.movements import entry_of, list_movements
from budgets.risk.rules.deciding import reason_against_deciding
from budgets.risk.rules.holding import HOLDER_NAMES, compared
from budgets.risk.rules.pool import APPROVALS_NEEDED, MovementState, account_of
from budgets.risk.rules.volatility import PUBLISHED, SOURCE
from budgets.risk.views.blueprint import views
from budgets.risk.views.home_part import said_of
from budgets.risk.views.offer import offer_of
from budgets.risk.views.reach import groups_of, holder_reckoned
from budgets.rounds.models import Round, StoredCalculation
from budgets.rounds.views.reach import followed_round
from budgets.rounds.views.seen import calculation_at_hand
from core import clock
from core.four_eyes import counts_as
from core.permissions import Permission
from core.tables import Table
from core.web import current_actor, page, requires


@views.get("/rounds/<int:round_id>/risk")
@requires(Permission.SEE_RISK)
def show_risk(round_id: int) -> tuple[str, int]:
    """Show the risk of a round."""
    found = followed_round(round_id)
    movements = list_movements(round_id)
    stored = find_newest_seen(current_actor(), found)
    return page(
        "budgets/risk/show_risk.html",
        round=found,
        source=SOURCE,
        published=PUBLISHED,
        **_holding(found, stored),
        **_pool(found, movements),
        **_waiting(movements),
        **_chance(stored),
    )


def ledger(found: Round, movements: list[PoolMovement], *, with_links: bool = False) -> tuple[Table, LedgerFilter]:
    """The movements that the address asks for (`?kind=`, `?party=`, `?state=`), and what was asked."""
    asked = LedgerFilter(groups_of(found))
    shown = ledger_table(
        movements,
        lambda entry: asked.keeps(kind=entry.kind, party_id=entry.party_id, state=entry.state),
        lambda movement_id: url_for("risk.show_movement", movement_id=movement_id) if with_links else "",
    )
    return shown, asked


def _holding(found: Round, stored: StoredCalculation | None) -> dict[str, Any]:
    holdings = list_holdings(found.id)
    standing = holdings[0] if holdings else None
    named = f"Calculation {stored.number}" if stored else ""
    return {
        "holding": standing,
        "earlier": holdings[1:],
        "holder_names": HOLDER_NAMES,
        "stored": stored,
        "comparison": compared(standing.holder if standing else None, holder_reckoned(stored), calculation=named)
        if stored
        else None,
    }


def _pool(found: Round, movements: list[PoolMovement]) -> dict[str, Any]:
    account = account_of([entry_of(movement) for movement in movements])
    shown, asked = ledger(found, movements, with_links=True)
    parties: dict[int | None, str] = {None: "The commissioner", **dict(groups_of(found))}

    def link(party_id: int | None) -> str:
        return url_for("risk.show_risk", round_id=found.id, party=OWN if party_id is None else party_id)

    return {
        "figures": key_figures(account),
        "parties": parties_table(account, parties, link),
        "ledger": shown,
        "asked": asked,
        "has_movements": bool(movements),
        "offer": offer_of(found, movements),
    }


def _waiting(movements: list[PoolMovement]) -> dict[str, Any]:
    """What waits for approval, each with why the reader may not decide over it (empty where they may)."""
    actor = current_actor()
    waiting = [movement for movement in movements if entry_of(movement).state is MovementState.WAITING]
    may = actor.may(Permission.APPROVE_POOL_MOVEMENTS)
    cases = cases_of(waiting, by=actor, on=clock.today())
    rows = [
        (
            movement,
            said_of(movement),
            reason_against_deciding(case, person_id=counts_as(actor, *case.people)) if may else "",
        )
        for movement, case in zip(waiting, cases, strict=True)
    ]
    return {"waiting": rows, "may_approve": may, "needed": APPROVALS_NEEDED}


def _chance(stored: StoredCalculation | None) -> dict[str, Any]:
    if stored is None:
        return {"chance": None, "volatility": None}
    calculation = calculation_at_hand(stored)
    return {"chance": changes_against_chance(calculation), "volatility": volatility_table(calculation)}
