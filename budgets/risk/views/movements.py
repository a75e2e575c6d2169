"""Pages of movements of the pool: ask for one, see it, approve or decline it, withdraw it."""

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from budgets.risk.actions import asking, deciding
from budgets.risk.forms import OWN, DecideForm, MovementForm, WithdrawForm
from budgets.risk.models import PoolMovement
from budgets.risk.queries.deciders import case_of, names_of_approvers
from budgets.risk.queries.movements import account_in, entry_of, list_movements
from budgets.risk.rules.deciding import reason_against_deciding
from budgets.risk.rules.pool import APPROVALS_NEEDED, STATE_NAMES, MovementKind, MovementState, Verdict, reason_against
from budgets.risk.views.blueprint import views
from budgets.risk.views.home_part import said_of
from budgets.risk.views.offer import offer_of
from budgets.risk.views.reach import followed_movement, groups_of, speaks_for_the_commissioner
from budgets.rounds.models import Round
from budgets.rounds.views.reach import followed_round
from core import clock
from core.errors import Refusal
from core.four_eyes import counts_as, is_one_with
from core.one_use import submit
from core.permissions import Permission
from core.record_numbers import record_number
from core.web import binding, current_actor, page, requires


@views.route("/rounds/<int:round_id>/risk/movements/ask", methods=["GET", "POST"])
@requires(Permission.REQUEST_POOL_MOVEMENTS)
def ask_for_movement(round_id: int) -> Response | tuple[str, int]:
    """Ask for a contribution, drawdown or repayment; `?offer=reserve` fills in the contribution of the reserve."""
    found = followed_round(round_id)
    actor, for_all = current_actor(), speaks_for_the_commissioner(found)
    form = MovementForm(groups_of(found), with_own=for_all, **_standing(found))

    def act() -> str:
        movement = asking.ask_for_movement(
            round_id=round_id,
            kind=_chosen_kind(str(form.kind.data or "")),
            party_id=_chosen_party(str(form.party.data or "")) if for_all else actor.organisation_id,
            amount=form.pounds,
            reason=str(form.reason.data or ""),
            by=actor,
            at=clock.now(),
        )
        flash(f"You asked for {said_of(movement)}. It counts once two other people approved it.")
        return url_for("risk.show_movement", movement_id=movement.id)

    if answer := submit(form, act):
        return answer
    account = account_in(round_id)
    approvers = names_of_approvers(found.commissioner_id, on=clock.today())
    approvers.pop(actor.person_id, None)
    return page(
        "budgets/risk/ask_for_movement.html",
        form,
        round=found,
        balance=account.balance,
        own=None if for_all else account.of(actor.organisation_id),
        approvers=list(approvers.values()),
        are_enough=len(approvers) >= APPROVALS_NEEDED,
    )


@views.get("/risk/movements/<int:movement_id>")
@requires(Permission.SEE_RISK)
def show_movement(movement_id: int) -> tuple[str, int]:
    """Show a movement: what it is, who asked for it, what was said to it."""
    movement = followed_movement(movement_id)
    return page("budgets/risk/show_movement.html", **_in_sight(movement))


@views.route("/risk/movements/<int:movement_id>/decide", methods=["GET", "POST"])
@requires(Permission.APPROVE_POOL_MOVEMENTS)
@binding
def decide_movement(movement_id: int) -> Response | tuple[str, int]:
    """Approve or decline a movement, as one of two people."""
    movement = followed_movement(movement_id)
    round_id, sight = movement.round_id, _in_sight(movement)
    if request.method == "GET" and sight["against"]:
        return redirect(url_for("risk.show_movement", movement_id=movement_id))
    form = DecideForm()

    def act() -> str:
        told: dict[str, Any] = {"movement_id": movement_id, "by": current_actor(), "at": clock.now()}
        if _chosen_verdict(str(form.verdict.data or "")) is Verdict.DECLINED:
            decided = deciding.decline_movement(reason=str(form.words.data or ""), **told)
        else:
            decided = deciding.approve_movement(words=str(form.words.data or ""), **told)
        flash(_told(decided))
        return url_for("risk.show_risk", round_id=round_id)

    if answer := submit(form, act):
        return answer
    return page("budgets/risk/decide_movement.html", form, **sight)


@views.route("/risk/movements/<int:movement_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.REQUEST_POOL_MOVEMENTS)
def withdraw_movement(movement_id: int) -> Response | tuple[str, int]:
    """Take back a movement one asked for, while it waits."""
    movement = followed_movement(movement_id)
    form = WithdrawForm()

    def act() -> str:
        asking.withdraw_movement(
            movement_id=movement_id, reason=str(form.reason.data or ""), by=current_actor(), at=clock.now()
        )
        flash(f"Movement {movement.number} is withdrawn. It stays in the list.")
        return url_for("risk.show_movement", movement_id=movement_id)

    if answer := submit(form, act):
        return answer
    return page("budgets/risk/withdraw_movement.html", form, **_in_sight(movement))


def _in_sight(movement: PoolMovement) -> dict[str, Any]:
    """What pages say of a movement, and what stands against the reader's deciding over it."""
    actor, entry = current_actor(), entry_of(movement)
    case = case_of(movement, by=actor, on=clock.today())
    account = account_in(movement.round_id)
    waits = entry.state is MovementState.WAITING
    name = movement.party.name if movement.party else ""
    return {
        "movement": movement,
        "said": said_of(movement),
        "state": entry.state,
        "state_name": STATE_NAMES[entry.state],
        "waits": waits,
        "needed": APPROVALS_NEEDED,
        "balance": account.balance,
        "against": reason_against_deciding(case, person_id=counts_as(actor, *case.people)),
        "unbearable": reason_against(entry, account, name=name) if waits else "",
        "is_own": is_one_with(actor, movement.asked_by_id),
    }


def _standing(found: Round) -> dict[str, Any]:
    """What the form begins with: a kind that was asked for, or the whole contribution that was offered."""
    offer = offer_of(found, list_movements(found.id)) if request.args.get("offer") == "reserve" else None
    if offer is not None:
        return {"kind": str(MovementKind.CONTRIBUTION), "party": OWN, "amount": offer.amount, "reason": offer.reason}
    return {"kind": request.args.get("kind", "")}


def _chosen_kind(text: str) -> MovementKind:
    if text not in set(MovementKind):
        raise Refusal("Choose whether it is a contribution, a drawdown or a repayment.")
    return MovementKind(text)


def _chosen_party(text: str) -> int | None:
    if text == OWN:
        return None
    party_id = record_number(text)
    if party_id is None:
        raise Refusal("Choose whose money it is.")
    return party_id


def _chosen_verdict(text: str) -> Verdict:
    if text not in {Verdict.APPROVED, Verdict.DECLINED}:
        raise Refusal("Choose whether you approve or decline.")
    return Verdict(text)


def _told(movement: PoolMovement) -> str:
    said, state = said_of(movement), entry_of(movement).state
    if state is MovementState.WAITING:
        return f"You approved {said}. It counts once a second person approves it."
    return f"You {'approved' if state is MovementState.APPROVED else 'declined'} {said}." + (
        " It counts from now on." if state is MovementState.APPROVED else ""
    )
