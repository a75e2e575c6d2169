"""Beginning a claim, filling it in with what it comes to beside it, submitting it, taking it back."""

from collections.abc import Sequence
from typing import Any

from flask import flash, url_for
from werkzeug.wrappers import Response

from core import clock
from core.errors import Refusal
from core.one_use import Editing, press, submit
from core.permissions import Permission
from core.tables import Table
from core.web import current_actor, page, requires
from core.wording import sterling
from les.claims.actions import drafting, submitting, withdrawing
from les.claims.forms.claims import FillForm, SubmitForm, WithdrawClaimForm, fill_form
from les.claims.models.claims import SUBJECT, Claim
from les.claims.presented.lines import asked_table, rooms_table, worked_table
from les.claims.queries.amounts import as_quantity
from les.claims.queries.claims import find_current, find_draft
from les.claims.queries.windows import find_window
from les.claims.queries.working import Desk, desk_of
from les.claims.rules.asking import Asked
from les.claims.rules.kinds import State
from les.claims.rules.seen import seen_text
from les.claims.rules.working import Worked, total_of
from les.claims.views.blueprint import (
    LIST,
    QUARTER,
    address_of,
    crumbs_to,
    own_claim_in_view,
    quarter_in_view,
    views,
)
from les.schemes.rules.terms import Quantity

Answer = Response | tuple[str, int]


@views.post(f"{QUARTER}/schemes/<int:scheme_id>/begin")
@requires(Permission.CLAIM)
def begin_claim(starts_in: int, number: int, scheme_id: int) -> Response:
    """Begin a claim of one's own practice, or go on with the draft there is."""
    quarter, actor = quarter_in_view(starts_in, number), current_actor()

    def act() -> str:
        draft = find_draft(scheme_id, actor.organisation_id, quarter)
        if draft is not None:
            return url_for("claims.fill_claim", claim_id=draft.id)
        claim = drafting.begin_claim(
            scheme_id=scheme_id,
            practice_id=actor.organisation_id,
            quarter=quarter,
            by=actor,
            on=clock.today(),
            at=clock.now(),
        )
        return url_for("claims.fill_claim", claim_id=claim.id)

    return press(act, url_for(LIST))


@views.route("/<int:claim_id>/fill", methods=["GET", "POST"])
@requires(Permission.CLAIM)
def fill_claim(claim_id: int) -> Answer:
    """Fill a draft in: prices and what is left under caps stand before, what it comes to after each save."""
    claim = own_claim_in_view(claim_id)
    desk = desk_of(claim.practice, claim.of, [claim.scheme_id])
    asked, why_not = _asked(desk, claim.scheme_id)
    told = [as_quantity(each) for each in claim.quantities]
    form = fill_form(asked, told, is_nil=claim.is_nil, note=claim.note)

    def act() -> str:
        drafting.fill_claim(
            claim_id=claim_id,
            quantities=form.told(asked),
            is_nil=bool(form.is_nil.data),
            note=str(form.note.data or ""),
            by=current_actor(),
        )
        return f"{url_for('claims.fill_claim', claim_id=claim_id)}#comes-to"

    if answer := submit(form, act, editing=Editing(record=claim, subject=SUBJECT)):
        return answer
    return page(
        "les/claims/fill_claim.html",
        form,
        claim=claim,
        crumbs=crumbs_to(claim),
        rows=_rows(asked, form),
        prices=asked_table(asked) if asked else None,
        rooms=_rooms(desk, claim.scheme_id),
        **_comes_to(desk, claim, told, is_nil=claim.is_nil, why_not=why_not),
        is_saved=True,
        current=find_current(claim.scheme_id, claim.practice_id, claim.of),
        is_draft=claim.state is State.DRAFT,
        window=find_window(claim.scheme.commissioner_id, claim.of),
    )


@views.post("/<int:claim_id>/fill/working")
@requires(Permission.CLAIM)
def work_out_claim(claim_id: int) -> tuple[str, int]:
    """Tell what a draft would come to as it is typed: the part of its page that says so. Nothing is kept."""
    claim = own_claim_in_view(claim_id)
    desk = desk_of(claim.practice, claim.of, [claim.scheme_id])
    asked, why_not = _asked(desk, claim.scheme_id)
    form = fill_form(asked, [], is_nil=False, note="")
    if not form.validate():
        why_not = " ".join(_sentences(form))
        return page("les/claims/comes_to.html", form, is_saved=False, refused=why_not, shown=None, rooms_after=None)
    told, is_nil = form.told(asked), bool(form.is_nil.data)
    return page(
        "les/claims/comes_to.html",
        claim=claim,
        is_saved=False,
        **_comes_to(desk, claim, told, is_nil=is_nil, why_not=why_not),
    )


@views.route("/<int:claim_id>/submit", methods=["GET", "POST"])
@requires(Permission.CLAIM)
def submit_claim(claim_id: int) -> Answer:
    """Submit a draft as it is shown, and receive its receipt."""
    claim = own_claim_in_view(claim_id)
    desk = desk_of(claim.practice, claim.of, [claim.scheme_id])
    form = SubmitForm()

    def act() -> str:
        made = submitting.submit_claim(
            claim_id=claim_id,
            seen=str(form.seen.data or ""),
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
            address=address_of,
        )
        flash(f"{made.number} is submitted. Its receipt stands below, and was sent to you as a message.")
        return address_of(made)

    if answer := submit(form, act):
        return answer
    told = [as_quantity(each) for each in claim.quantities]
    lines, refused = _lines(desk, claim, told, is_nil=claim.is_nil)
    form.seen.data = seen_text(lines)
    return page(
        "les/claims/submit_claim.html",
        form,
        claim=claim,
        crumbs=crumbs_to(claim),
        shown=worked_table(lines, caption="What you claim") if lines else None,
        current=find_current(claim.scheme_id, claim.practice_id, claim.of) if claim.state is State.DRAFT else None,
        window=find_window(claim.scheme.commissioner_id, claim.of),
        why_not=[refused] if refused else [],
    )


@views.route("/<int:claim_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.CLAIM)
def withdraw_claim(claim_id: int) -> Answer:
    """Take a claim back before it is approved for payment, or discard a draft."""
    claim = own_claim_in_view(claim_id)
    form = WithdrawClaimForm()

    def act() -> str:
        made = withdrawing.withdraw_claim(claim_id=claim_id, reason=str(form.reason.data or ""), by=current_actor())
        flash(f"{made.number} is {'withdrawn' if made.submitted_at else 'discarded'}.")
        return address_of(made)

    if answer := submit(form, act):
        return answer
    return page("les/claims/withdraw_claim.html", form, claim=claim, crumbs=crumbs_to(claim))


def _asked(desk: Desk, scheme_id: int) -> tuple[tuple[Asked, ...], str]:
    """What the practice is asked; nothing, and why, where that cannot be said."""
    try:
        return desk.asked(scheme_id), ""
    except Refusal as refusal:
        return (), str(refusal)


def _comes_to(desk: Desk, claim: Claim, told: Sequence[Quantity], *, is_nil: bool, why_not: str) -> dict[str, Any]:
    """What the figures of a draft come to, for its page: the lines, their sum, what they leave, or why not."""
    lines, refused = _lines(desk, claim, told, is_nil=is_nil)
    rooms = desk.rooms_after(claim.scheme_id, lines, told) if lines else []
    return {
        "shown": worked_table(lines, caption="What this claim comes to") if lines else None,
        "sum": sterling(total_of(lines)),
        "is_nil": is_nil,
        "rooms_after": rooms_table(rooms, after=True) if rooms else None,
        "refused": why_not or refused,
    }


def _sentences(form: FillForm) -> list[str]:
    """What is wrong with what was typed so far, each with the field it is about."""
    return [f"{field.label.text}: {error}." for field in form for error in field.errors]


def _lines(desk: Desk, claim: Claim, told: Sequence[Quantity], *, is_nil: bool) -> tuple[tuple[Worked, ...], str]:
    """What a draft comes to; no lines, and why, where it would be refused."""
    if claim.state is not State.DRAFT:
        return (), f"{claim.number} is no draft any more: {claim.state_name.lower()}."
    try:
        return desk.lines(claim.scheme_id, told, is_nil=is_nil), ""
    except Refusal as refusal:
        return (), str(refusal)


def _rooms(desk: Desk, scheme_id: int) -> Table | None:
    rooms = desk.rooms(scheme_id)
    return rooms_table(rooms) if rooms else None


def _rows(asked: tuple[Asked, ...], form: object) -> list[tuple[Asked, list[str]]]:
    """What is asked, each with the names of its fields in the order of the form."""
    names = list(getattr(form, "_fields", {}))
    found = []
    for place, each in enumerate(asked):
        own = [name for name in names if name.split("_")[1:2] == [str(place)] and name.split("_")[0] in _KINDS]
        found.append((each, own))
    return found


_KINDS = ("count", "from", "then", "met")
