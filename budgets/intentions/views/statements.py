"""Pages on which a group's lead speaks: of a line, “the same” of many lines, and takes something back."""

from collections.abc import Sequence

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from budgets.intentions.actions import statements as actions
from budgets.intentions.actions.speaking import InSight
from budgets.intentions.forms.statements import SameForm, SpeakingForm, StatementForm, TakeBackForm
from budgets.intentions.models.intentions import Intention
from budgets.intentions.presented.line import title_of
from budgets.intentions.queries.intentions import find_newest, list_versions
from budgets.intentions.queries.offers import costed, list_usable_offers
from budgets.intentions.queries.overview import said_of
from budgets.intentions.rules.kinds import IntentionKind
from budgets.intentions.rules.overview import LineFacts
from budgets.intentions.rules.statements import Statement, said_in_words
from budgets.intentions.views.blueprint import views
from budgets.intentions.views.sight import Sight, crumbs_of, intention_in, line_in, number_in, opened_sight
from core import clock
from core.errors import OutOfDate
from core.money import as_pence
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires
from core.wording import sterling


@views.route("/lines/<string:line_code>/state", methods=["GET", "POST"])
@requires(Permission.STATE_INTENTIONS)
def state_intention(round_id: int, line_code: str) -> Response | tuple[str, int]:
    """Say what the group is willing to spend on a line."""
    sight, line = _own_line(round_id, line_code)
    before = find_newest(round_id, party_id=sight.by.organisation_id, line_code=line_code)
    offers = offers_to_choose(round_id, sight.by.organisation_id)
    form = StatementForm({**_standing(before, offers), **in_sight_values(sight, before)}, offers)

    def act() -> str:
        row = actions.state_intention(
            round_id=round_id,
            party_id=current_actor().organisation_id,
            line_code=line_code,
            said=_statement(form),
            in_sight=in_sight_of(form),
            by=current_actor(),
            at=clock.now(),
        )
        words = said_in_words(row.kind, as_pence(row.amount), notice_months=row.notice_months)
        flash(f"Recorded for {line.name}: {words}.")
        return url_for("intentions.show_intentions", round_id=round_id)

    answer = submit(form, act)
    if answer is not None:
        return answer
    refresh(form, sight, before)
    return page(
        "budgets/intentions/state_intention.html",
        form,
        round=sight.round,
        crumbs=crumbs_of(sight.round),
        line=line,
        gross=line.gross.get(sight.by.organisation_code, 0),
        calculation=sight.stored,
        has_spoken=before is not None and not before.taken_back,
        may_take_back=before if before is not None and not before.taken_back else None,
    )


@views.route("/same", methods=["GET", "POST"])
@requires(Permission.STATE_INTENTIONS)
def state_same(round_id: int) -> Response | tuple[str, int]:
    """Say “the same” of many lines at once, of those not said yet."""
    sight, overview = opened_sight(round_id)
    if not sight.is_own_group:
        abort(404)
    said = overview.said_by(sight.by.organisation_code)
    lines = [line for line in overview.open_lines if line.code not in said]
    form = SameForm({"against": str(overview.calculation_id)})

    def act() -> str:
        rows = actions.state_same(
            round_id=round_id,
            party_id=current_actor().organisation_id,
            line_codes=form.line.data or [],
            in_sight=InSight(calculation_id=number_in(form.against.data)),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"Recorded: you spend the same on {len(rows)} {'line' if len(rows) == 1 else 'lines'}.")
        return url_for("intentions.show_intentions", round_id=round_id)

    answer = submit(form, act)
    if answer is not None:
        return answer
    form.against.data = str(overview.calculation_id)
    ticked = set(form.line.data or [])
    if request.method == "GET" and request.args.get("all") == "yes":
        ticked = {line.code for line in lines}
    return page(
        "budgets/intentions/state_same.html",
        form,
        round=sight.round,
        crumbs=crumbs_of(sight.round),
        overview=overview,
        lines=[(line, line.gross.get(sight.by.organisation_code, 0), line.code in ticked) for line in lines],
        total=sum(line.gross.get(sight.by.organisation_code, 0) for line in lines),
    )


@views.route("/<int:intention_id>/take-back", methods=["GET", "POST"])
@requires(Permission.STATE_INTENTIONS)
def take_back_intention(round_id: int, intention_id: int) -> Response | tuple[str, int]:
    """Take back what the group said, with a reason."""
    sight, overview = opened_sight(round_id)
    row = own_intention(sight, intention_id)
    newest = list_versions(row)[0]
    form = TakeBackForm(data=in_sight_values(sight, newest))

    def act() -> str:
        actions.take_back_intention(
            intention_id=intention_id,
            reason=str(form.reason.data or ""),
            in_sight=in_sight_of(form),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"What your group said of {row.line_name} is taken back.")
        return url_for("intentions.show_intentions", round_id=round_id)

    answer = submit(form, act)
    if answer is not None:
        return answer
    refresh(form, sight, newest)
    title = title_of(overview, said_of(newest))
    return page(
        "budgets/intentions/take_back_intention.html",
        form,
        round=sight.round,
        crumbs=crumbs_of(sight.round),
        row=row,
        title=title,
    )


def own_intention(sight: Sight, intention_id: int) -> Intention:
    """An intention of the reader's own group; 404 for any other."""
    row = intention_in(sight.round.id, intention_id)
    if not sight.is_own_group or row.party_id != sight.by.organisation_id:
        abort(404)
    return row


def offers_to_choose(round_id: int, party_id: int) -> list[tuple[int, str]]:
    """The offers a group may rest on, each with its cost."""
    return [
        (offer.id, f"{offer.name} ({offer.party.name}): {sterling(costed(offer).total)}")
        for offer in list_usable_offers(round_id, party_id)
    ]


def in_sight_values(sight: Sight, before: Intention | None) -> dict[str, str]:
    """What the person has before them, for the hidden fields."""
    return {
        "against": str(sight.stored.id if sight.stored else 0),
        "newest": str(before.id if before else 0),
    }


def in_sight_of(form: SpeakingForm) -> InSight:
    """What the person had before them when the form was opened."""
    return InSight(calculation_id=number_in(form.against.data), newest_id=number_in(form.newest.data))


def refresh(form: SpeakingForm, sight: Sight, before: Intention | None) -> None:
    """After a refusal because something is new, what is new is in sight: sent again, it is meant."""
    if isinstance(form.refused_by, OutOfDate):
        values = in_sight_values(sight, before)
        form.against.data, form.newest.data = values["against"], values["newest"]


def offer_chosen(text: object) -> int | None:
    """The offer chosen in a form, if any."""
    return number_in(text) or None


def _own_line(round_id: int, line_code: str) -> tuple[Sight, LineFacts]:
    sight, overview = opened_sight(round_id)
    line = line_in(overview, line_code)
    if not sight.is_own_group or line.is_gone:
        abort(404)
    return sight, line


def amount_standing(before: Intention, offers: Sequence[tuple[int, str]]) -> dict[str, object]:
    """The offer a statement rests on, if it can still be used; else its amount."""
    if before.offer_id in {number for number, _ in offers}:
        return {"amount": None, "offer_id": str(before.offer_id)}
    return {"amount": None if before.kind is IntentionKind.SAME else before.amount, "offer_id": ""}


def _standing(before: Intention | None, offers: Sequence[tuple[int, str]]) -> dict[str, object]:
    """What the form begins with: what stands, or nothing."""
    if before is None or before.taken_back:
        return {}
    return {
        "kind": before.kind.value,
        **amount_standing(before, offers),
        "notice_months": None if before.notice_months is None else str(before.notice_months),
        "reason": before.reason,
        "effect": before.effect,
    }


def _statement(form: StatementForm) -> Statement:
    amount = form.amount.pounds
    return Statement(
        kind=IntentionKind(form.kind.data),
        amount=None if amount is None else as_pence(amount),
        notice_months=form.notice_months.number,
        reason=str(form.reason.data or ""),
        effect=str(form.effect.data or ""),
        offer_id=offer_chosen(form.offer_id.data),
    )
