"""The must-dos of a round and the growth money they leave, one of them, and taking the approved ones into inputs."""

from functools import partial

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from budgets.method.words import in_words
from budgets.must_dos.actions.taking import take_into_inputs as take
from budgets.must_dos.charts import growth_used
from budgets.must_dos.presented import growth
from budgets.must_dos.presented.listed import STANDINGS, asked_from, must_dos_table, state_in_words
from budgets.must_dos.queries import waiting_for
from budgets.must_dos.rules.proposals import MANDATE_NAMES, State
from budgets.must_dos.views.blueprint import crumbs_to_list, crumbs_to_round, reached_must_do, views
from budgets.must_dos.views.seen import address_of, must_dos_seen
from budgets.rounds.views.held import held_fast
from budgets.rounds.views.reach import followed_round
from core import clock
from core.four_eyes import is_one_with
from core.one_use import press
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.get("")
@requires(Permission.SEE_INTENTIONS)
def list_must_dos(round_id: int) -> tuple[str, int]:
    """List the must-dos of a round: mandate, cost, how they are shared, and what is left of growth."""
    found, actor = followed_round(round_id), current_actor()
    seen = must_dos_seen(found, actor)
    if seen is None:
        return page("budgets/must_dos/show_nothing.html", round=found, crumbs=crumbs_to_round(found))
    asked = asked_from(request.args)
    address = partial(url_for, ".list_must_dos", round_id=round_id)
    heads = {column: address(**asked.in_order_of(column).query) for column in ("name", "mandate", "amount")}
    return page(
        "budgets/must_dos/list_must_dos.html",
        seen=seen,
        crumbs=crumbs_to_round(found),
        asked=asked,
        figures=growth.growth_figures(seen.use, seen.inputs.number),
        chart_of_growth=growth_used(seen.use),
        must_dos=must_dos_table(seen.rows, asked, seen.groups, address_of, heads),
        split=seen.split(),
        waiting=waiting_for(seen.workbook, seen.own),
        standings=[(key, words) for key, words in STANDINGS.items() if any(row.standing == key for row in seen.rows)],
        mandates=[(str(mandate), words) for mandate, words in MANDATE_NAMES.items()],
    )


@views.get("/<int:must_do_id>")
@requires(Permission.SEE_INTENTIONS)
def show_must_do(round_id: int, must_do_id: int) -> tuple[str, int]:
    """Show a must-do: where it stands, what can be done now, what it says, and what each group gets of it."""
    must_do, actor = reached_must_do(round_id, must_do_id), current_actor()
    seen = must_dos_seen(must_do.round, actor)
    row = next((row for row in seen.rows if row.own is not None and row.own.id == must_do_id), None) if seen else None
    if seen is None or row is None:
        abort(404)
    state, note = state_in_words(row)
    is_open, is_free = must_do.state is State.PROPOSED, not held_fast(round_id)
    may_decide = is_free and actor.may(Permission.APPROVE_MUST_DOS)
    is_own = is_free and must_do.party_id == actor.organisation_id and actor.may(Permission.PROPOSE_MUST_DOS)
    can_take_back = must_do.state is State.APPROVED and must_do.taken_into_id is None
    return page(
        "budgets/must_dos/show_must_do.html",
        must_do=must_do,
        crumbs=crumbs_to_list(must_do.round),
        state=state,
        note=note,
        mandate=MANDATE_NAMES[must_do.mandate],
        method=in_words(must_do.method, seen.groups),
        use=seen.use,
        may_change=is_own and is_open,
        may_approve=may_decide and is_open and not is_one_with(actor, must_do.proposed_by_id, must_do.changed_by_id),
        may_decline=may_decide and (is_open or can_take_back),
        split=seen.split(must_do.code),
    )


@views.post("/take")
@requires(Permission.PREPARE_ROUNDS)
def take_into_inputs(round_id: int) -> Response:
    """Take the approved must-dos into new inputs and go there."""
    followed_round(round_id)

    def act() -> str:
        stored = take(round_id=round_id, by=current_actor(), at=clock.now())
        flash(f"The approved must-dos are in inputs {stored.number}. Use these inputs in a scenario and calculate.")
        return url_for("inputs.show_inputs", inputs_id=stored.id)

    return press(act, url_for(".list_must_dos", round_id=round_id))
