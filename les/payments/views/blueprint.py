"""The blueprint of payments, what it makes known to others, and how the records of an address are found."""

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState

from core.navigation import Tab, add_home_part, add_tab
from core.permissions import Permission, Role
from core.web import current_actor
from les.payments.models.runs import Payment, Run
from les.payments.queries.runs import find_payment, find_seen_run, get_run, sees_all
from les.payments.rules.kinds import RunState
from les.payments.views import home_part, words

views = Blueprint("payments", __name__, url_prefix="/les/payments")
LIST = "payments.list_runs"


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the list to those of enhanced services, the part of the home page and the words of the audit trail."""
    del state
    add_tab(Tab(of="les", place=80, label="Payments", endpoint=LIST, permission=Permission.SEE_CLAIMS))
    add_tab(Tab(of="les", place=82, label="Spend", endpoint="payments.list_spend", permission=Permission.SEE_SPEND))
    add_home_part("payments", home_part.home_part)
    words.make_known()


def reached_run(run_id: int) -> Run:
    """The run of the address, if all of it concerns the reader; else there is none."""
    found = find_seen_run(run_id, current_actor())
    if found is None:
        abort(404)
    return found


def reached_payment(run_id: int, practice_id: int) -> Payment:
    """What a practice gets in a run, if it concerns the reader: its manager sees it once the run is released."""
    actor = current_actor()
    if sees_all(actor):
        reached_run(run_id)
    elif actor.role is not Role.PRACTICE_MANAGER or actor.organisation_id != practice_id:
        abort(404)
    found = find_payment(run_id, practice_id)
    if found is None or found.is_carried:
        abort(404)
    if not sees_all(actor) and get_run(run_id).state is not RunState.RELEASED:
        abort(404)
    return found


def address_of(run: Run) -> str:
    """The page of a run."""
    return url_for("payments.show_run", run_id=run.id)


def address_of_statement(payment: Payment) -> str:
    """The page of a statement."""
    return url_for("payments.show_statement", run_id=payment.run_id, practice_id=payment.practice_id)


def crumbs_to_list() -> list[tuple[str, str]]:
    """The way to a run."""
    return [("Enhanced services", url_for("schemes.list_schemes")), ("Payments", url_for(LIST))]


def crumbs_to(run: Run) -> list[tuple[str, str]]:
    """The way to the pages of a run."""
    return [*crumbs_to_list(), (f"Run {run.number}", address_of(run))]
