"""When claims of each quarter are made and paid, and by how many working days windows are proposed."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from commissioning.organisations.views.blueprint import commissioner_in_view
from core import clock
from core.one_use import Editing, submit
from core.permissions import Permission
from core.web import current_actor, page, requires
from les.claims.actions import windows as acts
from les.claims.forms.claims import WindowForm, WindowRuleForm
from les.claims.models.receipts import WindowRule
from les.claims.models.windows import Window
from les.claims.presented.windows import no_link, windows_table
from les.claims.queries import windows as kept
from les.claims.queries.windows import find_rule, find_window, proposed_days
from les.claims.rules.quarters import quarter_after, quarter_before
from les.claims.rules.windows import CLOSES_AFTER, PAYS_AFTER, Days
from les.claims.views.blueprint import QUARTER, WINDOWS, crumbs_to_list, quarter_in_view, views, where
from les.schemes.rules.quarters import Quarter

Answer = Response | tuple[str, int]


@views.get("/windows")
@requires(Permission.SEE_CLAIMS)
def list_windows() -> tuple[str, int]:
    """List the windows of claims, with the quarters for which none is set yet."""
    trust, actor, on = commissioner_in_view(), current_actor(), clock.today()
    found = kept.list_windows([trust.id])
    may_set = actor.may(Permission.SET_CLAIM_RULES)
    now = Quarter.of(on)
    known = {each.of for each in found}
    missing = [each for each in (quarter_before(now), now, quarter_after(now)) if each not in known]
    rule = find_rule(trust.id)
    return page(
        "les/claims/list_windows.html",
        shown=windows_table(found, on=on, link=_link if may_set else no_link),
        has_windows=bool(found),
        missing=[(each, url_for("claims.set_window", **where(each))) for each in missing] if may_set else [],
        may_set=may_set,
        proposed=proposed_days(now, rule),
        now=now,
        rule=_rule_form(rule) if may_set else None,
        crumbs=crumbs_to_list(),
    )


@views.route(f"/windows{QUARTER}", methods=["GET", "POST"])
@requires(Permission.SET_CLAIM_RULES)
def set_window(starts_in: int, number: int) -> Answer:
    """Say, or say anew, when claims of a quarter are made and paid."""
    trust, quarter, actor = commissioner_in_view(), quarter_in_view(starts_in, number), current_actor()
    window = find_window(trust.id, quarter)
    form = WindowForm(_days(window) if window else proposed_days(quarter, find_rule(trust.id)))

    def act() -> str:
        acts.set_window(commissioner_id=trust.id, quarter=quarter, days=form.days, by=actor, on=clock.today())
        flash(f"The window for {quarter} is set.")
        return url_for(WINDOWS)

    editing = Editing(record=window, subject=acts.WINDOW) if window else None
    if answer := submit(form, act, editing=editing):
        return answer
    return page("les/claims/set_window.html", form, quarter=quarter, window=window, crumbs=_crumbs())


@views.route("/windows/rule", methods=["GET", "POST"])
@requires(Permission.SET_CLAIM_RULES)
def set_window_rule() -> Answer:
    """Say by how many working days windows are proposed."""
    trust = commissioner_in_view()
    rule = find_rule(trust.id)
    form = _rule_form(rule)

    def act() -> str:
        acts.set_window_rule(
            commissioner_id=trust.id,
            closes_after=form.closes_after.data if form.closes_after.data is not None else -1,
            pays_after=form.pays_after.data if form.pays_after.data is not None else -1,
            by=current_actor(),
        )
        flash("Windows are proposed by these days from now on. Those that are set stay as they are.")
        return url_for(WINDOWS)

    editing = Editing(record=rule, subject=acts.RULE) if rule else None
    done = submit(form, act, editing=editing)
    return done or page("les/claims/set_window_rule.html", form, crumbs=_crumbs())


def _days(window: Window) -> Days:
    return Days(opens_on=window.opens_on, closes_on=window.closes_on, pays_on=window.pays_on)


def _rule_form(rule: WindowRule | None) -> WindowRuleForm:
    if rule is None:
        return WindowRuleForm(closes_after=CLOSES_AFTER, pays_after=PAYS_AFTER)
    return WindowRuleForm(closes_after=rule.closes_after, pays_after=rule.pays_after)


def _link(window: Window) -> str:
    return url_for("claims.set_window", **where(window.of))


def _crumbs() -> list[tuple[str, str]]:
    return [*crumbs_to_list(), ("Windows", url_for(WINDOWS))]
