"""Pages on which what a draft changes is written: clauses and schedules, added or taken out, and the last day."""

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from contracts.agreements.forms.schedules import ScheduleForm
from contracts.variations.actions import writing as acts
from contracts.variations.forms import AddedForm, LastDayForm
from contracts.variations.models import Variation
from contracts.variations.queries.content import base_of, change_of, changeable, new_last_day
from contracts.variations.queries.variations import list_changes
from contracts.variations.rules.pieces import Piece
from contracts.variations.views.blueprint import (
    address_of,
    crumbs_to_variation,
    editing,
    own_draft_in_view,
    views,
    where,
)
from core.markdown import as_html
from core.one_use import press, submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.get("/<int:contract_id>/variations/<int:number>/parts")
@requires(Permission.PROPOSE_VARIATIONS)
def choose_part(contract_id: int, number: int) -> tuple[str, int]:
    """Show the clauses and schedules as they stand on the first day, to choose which to word anew or take out."""
    variation = own_draft_in_view(contract_id, number)
    return page(
        "contracts/variations/choose_part.html",
        variation=variation,
        crumbs=crumbs_to_variation(variation),
        parts=_standing(variation),
        changed={each.key for each in list_changes(variation.id)},
        here=where(variation),
        as_html=as_html,
    )


@views.route("/<int:contract_id>/variations/<int:number>/parts/write", methods=["GET", "POST"])
@requires(Permission.PROPOSE_VARIATIONS)
def write_part(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Word a clause or schedule anew (`?part=quality-1`), upon what stands on the first day."""
    variation = own_draft_in_view(contract_id, number)
    key = request.args.get("part", "")
    drafted = {each.key: change_of(each) for each in list_changes(variation.id)}
    stands = next((piece for piece in _standing(variation) if piece.key == key), None)
    now = drafted[key].after if key in drafted else stands
    if now is None:
        abort(404)
    form = ScheduleForm(data={"title": now.title, "text": now.text})

    def act() -> str:
        acts.write_part(
            variation_id=variation.id,
            key=key,
            title=str(form.title.data or ""),
            text=str(form.text.data or ""),
            by=current_actor(),
        )
        flash(f"What the variation makes of “{form.title.data}” is saved.")
        return f"{address_of(variation)}#changes"

    if answer := submit(form, act, editing=editing(variation)):
        return answer
    return page(
        "contracts/variations/write_part.html",
        form,
        variation=variation,
        stands=stands,
        crumbs=crumbs_to_variation(variation),
        as_html=as_html,
    )


@views.route("/<int:contract_id>/variations/<int:number>/parts/add", methods=["GET", "POST"])
@requires(Permission.PROPOSE_VARIATIONS)
def add_schedule(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Add a schedule to the contract."""
    variation = own_draft_in_view(contract_id, number)
    form = AddedForm([(piece.key, piece.title) for piece in _standing(variation)])

    def act() -> str:
        acts.add_schedule(
            variation_id=variation.id,
            title=str(form.title.data or ""),
            text=str(form.text.data or ""),
            follows=str(form.follows.data or ""),
            by=current_actor(),
        )
        flash(f"“{form.title.data}” is added by the variation.")
        return f"{address_of(variation)}#changes"

    if answer := submit(form, act, editing=editing(variation)):
        return answer
    return page(
        "contracts/variations/add_schedule.html", form, variation=variation, crumbs=crumbs_to_variation(variation)
    )


@views.post("/<int:contract_id>/variations/<int:number>/parts/take-out")
@requires(Permission.PROPOSE_VARIATIONS)
def take_out_part(contract_id: int, number: int) -> Response:
    """Take a schedule out of the contract by the variation (`?part=quality-1`)."""
    variation = own_draft_in_view(contract_id, number)
    key = request.args.get("part", "")

    def act() -> str:
        acts.take_out_part(variation_id=variation.id, key=key, by=current_actor())
        flash("The variation takes it out.")
        return f"{address_of(variation)}#changes"

    return press(act, url_for("variations.choose_part", **where(variation)))


@views.route("/<int:contract_id>/variations/<int:number>/last-day", methods=["GET", "POST"])
@requires(Permission.PROPOSE_VARIATIONS)
def write_last_day(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Change the last day of the contract."""
    variation = own_draft_in_view(contract_id, number)
    base = base_of(variation.contract)
    form = LastDayForm(data={"ends_on": new_last_day(variation, base)})

    def act() -> str:
        acts.write_last_day(variation_id=variation.id, ends_on=form.ends_on.data, by=current_actor())
        flash("The last day is changed by the variation, and the clause on the term with it.")
        return f"{address_of(variation)}#changes"

    if answer := submit(form, act, editing=editing(variation)):
        return answer
    crumbs = crumbs_to_variation(variation)
    return page("contracts/variations/write_last_day.html", form, variation=variation, last=base.last, crumbs=crumbs)


@views.post("/<int:contract_id>/variations/<int:number>/changes/take-back")
@requires(Permission.PROPOSE_VARIATIONS)
def drop_change(contract_id: int, number: int) -> Response:
    """Take a change out of a draft (`?part=quality-1`)."""
    variation = own_draft_in_view(contract_id, number)
    key = request.args.get("part", "")

    def act() -> str:
        acts.drop_change(variation_id=variation.id, key=key, by=current_actor())
        flash("The draft does not change it any more.")
        return f"{address_of(variation)}#changes"

    return press(act, address_of(variation))


def _standing(variation: Variation) -> list[Piece]:
    return changeable(base_of(variation.contract).standing_on(variation.effective_from))
