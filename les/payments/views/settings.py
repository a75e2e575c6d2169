"""How payments are made: the layout of the file for finance, and what is set aside of schemes."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from core import clock
from core.errors import Refusal
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires
from les.payments.actions import settings
from les.payments.forms.payments import DecideForm, LayoutForm, SetAsideForm
from les.payments.models.settings import FileLayout, SetAside
from les.payments.presented.settings import layout_table, layouts_table, set_asides_table
from les.payments.queries.runs import sees_all
from les.payments.queries.settings import find_layout, find_set_aside, layout_on, list_layouts, list_set_asides
from les.payments.rules.layouts import AS_USUAL, MEANINGS, DayForm, Sign
from les.payments.views.blueprint import crumbs_to_list, views
from les.schemes.forms.schemes import number_in
from les.schemes.queries.schemes import list_schemes

Answer = Response | tuple[str, int]


@views.get("/settings")
@requires(Permission.SEE_CLAIMS)
def show_settings() -> tuple[str, int]:
    """Show how the file is laid out now, what is set aside, and all that was proposed."""
    actor = current_actor()
    if not sees_all(actor):
        abort(404)
    own = layout_on(actor.organisation_id, on=clock.today())
    return page(
        "les/payments/show_settings.html",
        layout=layout_table(own.value if own else AS_USUAL),
        is_own=own is not None,
        layouts=layouts_table(list_layouts(actor.commissioner_ids), _layout_address),
        set_asides=set_asides_table(list_set_asides(actor.commissioner_ids), _set_aside_address),
        may_pay=actor.may(Permission.PAY_CLAIMS),
        crumbs=crumbs_to_list(),
    )


@views.route("/settings/layouts/propose", methods=["GET", "POST"])
@requires(Permission.PAY_CLAIMS)
def propose_layout() -> Answer:
    """Propose a layout of the file."""
    form = LayoutForm()

    def act() -> str:
        if form.starts_on.data is None:
            raise Refusal("Enter the day from which it holds.")
        settings.propose_layout(
            commissioner_id=current_actor().organisation_id,
            columns=str(form.columns.data or ""),
            day_form=DayForm(form.day_form.data),
            sign=Sign(form.sign.data),
            starts_on=form.starts_on.data,
            source=str(form.source.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash("The layout is proposed. It holds once a second person of finance approved it.")
        return url_for(".show_settings")

    done = submit(form, act)
    return done or page("les/payments/propose_layout.html", form, meanings=MEANINGS, crumbs=_crumbs())


@views.route("/settings/layouts/<int:layout_id>/decide", methods=["GET", "POST"])
@requires(Permission.PAY_CLAIMS)
@binding
def decide_layout(layout_id: int) -> Answer:
    """Approve or decline a layout as a second person, or withdraw one’s own."""
    layout, actor = find_layout(layout_id), current_actor()
    if layout is None or not actor.reaches(layout.commissioner_id):
        abort(404)
    form = DecideForm(is_own=layout.proposed_by_id == actor.person_id)

    def act() -> str:
        settings.decide_layout(
            layout_id=layout_id, verdict=form.chosen, reason=str(form.reason.data or ""), by=actor, at=clock.now()
        )
        flash("The decision is recorded.")
        return url_for(".show_settings")

    done = submit(form, act)
    shown = layout_table(layout.value)
    return done or page("les/payments/decide_layout.html", form, shown=shown, crumbs=_crumbs())


@views.route("/settings/set-asides/propose", methods=["GET", "POST"])
@requires(Permission.PAY_CLAIMS)
def propose_set_aside() -> Answer:
    """Propose a percentage that is set aside of a scheme."""
    form = SetAsideForm(schemes=[(each.id, each.called) for each in list_schemes(current_actor())])

    def act() -> str:
        if form.starts_on.data is None:
            raise Refusal("Enter the day from which it holds.")
        settings.propose_set_aside(
            scheme_id=number_in(form.scheme.data) or 0,
            percent=form.chosen_percent,
            starts_on=form.starts_on.data,
            source=str(form.source.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash("The percentage is proposed. It holds once a second person of finance approved it.")
        return url_for(".show_settings")

    return submit(form, act) or page("les/payments/propose_set_aside.html", form, crumbs=_crumbs())


@views.route("/settings/set-asides/<int:set_aside_id>/decide", methods=["GET", "POST"])
@requires(Permission.PAY_CLAIMS)
@binding
def decide_set_aside(set_aside_id: int) -> Answer:
    """Approve or decline a percentage as a second person, or withdraw one’s own."""
    set_aside, actor = find_set_aside(set_aside_id), current_actor()
    if set_aside is None or not actor.reaches(set_aside.scheme.commissioner_id):
        abort(404)
    form = DecideForm(is_own=set_aside.proposed_by_id == actor.person_id)

    def act() -> str:
        settings.decide_set_aside(
            set_aside_id=set_aside_id, verdict=form.chosen, reason=str(form.reason.data or ""), by=actor, at=clock.now()
        )
        flash("The decision is recorded.")
        return url_for(".show_settings")

    done = submit(form, act)
    shown = set_asides_table([set_aside])
    return done or page("les/payments/decide_set_aside.html", form, shown=shown, crumbs=_crumbs())


def _crumbs() -> list[tuple[str, str]]:
    return [*crumbs_to_list(), ("How payments are made", url_for("payments.show_settings"))]


def _layout_address(layout: FileLayout) -> str:
    return url_for("payments.decide_layout", layout_id=layout.id)


def _set_aside_address(set_aside: SetAside) -> str:
    return url_for("payments.decide_set_aside", set_aside_id=set_aside.id)
