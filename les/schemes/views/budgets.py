"""Giving a scheme a budget: entering it, tying it to a line of the signed-off round, deciding over it."""

from typing import Any

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from commissioning.organisations.queries.localities import list_localities
from core import clock
from core.errors import Refusal
from core.four_eyes import is_one_with
from core.one_use import submit
from core.periods import FinancialYear
from core.permissions import Permission
from core.web import binding, current_actor, page, requires
from core.wording import sterling
from les.schemes.actions import budgets
from les.schemes.forms.schemes import WHOLE, DecideForm, EnterBudgetForm, Pairs, TieBudgetForm, number_in
from les.schemes.models.budgets import SchemeBudget
from les.schemes.models.schemes import Scheme
from les.schemes.presented.budgets import budgets_table
from les.schemes.queries.budgets import SignedLines, find_budget, held_by, signed_lines
from les.schemes.rules.kinds import VERDICT_NAMES
from les.schemes.views.blueprint import address_of, crumbs_to, reached_scheme, views

Answer = Response | tuple[str, int]


@views.route("/<int:scheme_id>/budgets/enter", methods=["GET", "POST"])
@requires(Permission.SET_SCHEME_BUDGETS)
def enter_budget(scheme_id: int) -> Answer:
    """Enter a budget with its source."""
    scheme = reached_scheme(scheme_id)
    form = EnterBudgetForm(places=_places(scheme), year=str(FinancialYear.of(clock.today())))

    def act() -> str:
        amount = form.amount.pounds
        if amount is None:
            raise Refusal("Enter the most of the budget in pounds.")
        budgets.enter_budget(
            scheme_id=scheme_id,
            locality_id=number_in(form.locality.data),
            year=str(form.year.data or ""),
            amount=amount,
            floor=form.floor.pounds,
            source=str(form.source.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash("The budget is entered. It holds once a second person approved it.")
        return f"{address_of(scheme)}#budgets"

    done = submit(form, act)
    return done or page("les/schemes/enter_budget.html", form, scheme=scheme, crumbs=crumbs_to(scheme))


@views.route("/<int:scheme_id>/budgets/tie", methods=["GET", "POST"])
@requires(Permission.SET_SCHEME_BUDGETS)
def tie_budget(scheme_id: int) -> Answer:
    """Tie the budget of a year to a line of its signed-off round."""
    scheme = reached_scheme(scheme_id)
    year = _year_asked()
    signed = signed_lines(scheme.commissioner_id, year)
    form = TieBudgetForm(places=_places(scheme), lines=_lines(scheme, signed))

    def act() -> str:
        tied = budgets.tie_budget(
            scheme_id=scheme_id,
            locality_id=number_in(form.locality.data),
            year=year,
            line_code=str(form.line.data or ""),
            floor=form.floor.pounds,
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"The budget of {year} is tied to {tied.line_name} and holds from now on.")
        return f"{address_of(scheme)}#budgets"

    if answer := submit(form, act):
        return answer
    crumbs = crumbs_to(scheme)
    return page("les/schemes/tie_budget.html", form, scheme=scheme, year=year, signed=signed, crumbs=crumbs)


@views.route("/budgets/<int:budget_id>/decide", methods=["GET", "POST"])
@requires(Permission.APPROVE_SCHEMES)
@binding
def decide_budget(budget_id: int) -> Answer:
    """Approve or decline a budget as a second person, or withdraw one’s own."""
    budget = find_budget(budget_id)
    if budget is None:
        abort(404)
    scheme = reached_scheme(budget.scheme_id)
    form = DecideForm(is_own=is_one_with(current_actor(), budget.proposed_by_id))

    def act() -> str:
        told: dict[str, Any] = {"budget_id": budget_id, "by": current_actor(), "at": clock.now()}
        budgets.decide_budget(verdict=form.chosen, reason=str(form.reason.data or ""), **told)
        flash(f"The budget is {VERDICT_NAMES[form.chosen].lower()}.")
        return f"{address_of(scheme)}#budgets"

    if answer := submit(form, act):
        return answer
    shown = budgets_table([budget])
    return page("les/schemes/decide_budget.html", form, scheme=scheme, shown=shown, crumbs=crumbs_to(scheme))


def link_to(budget: SchemeBudget) -> str:
    """Where a budget is decided."""
    return url_for("schemes.decide_budget", budget_id=budget.id)


def _year_asked() -> str:
    """The year of the address; else the one of the day. 404 for what is no year."""
    try:
        asked = request.args.get("year", "")
        return str(FinancialYear.named(asked)) if asked else str(FinancialYear.of(clock.today()))
    except ValueError:
        abort(404)


def _places(scheme: Scheme) -> Pairs:
    """For where a budget can be: the scheme’s locality, or the whole area and each of its localities."""
    if scheme.locality is not None:
        return [(scheme.locality.id, scheme.locality.name)]
    places = [(each.id, each.name) for each in list_localities(scheme.commissioner_id, on=clock.today())]
    return [(WHOLE, "The whole area"), *places]


def _lines(scheme: Scheme, signed: SignedLines | None) -> Pairs:
    """The lines that hold money for where the scheme holds, each with how much."""
    if signed is None:
        return []
    held = {
        line.code: held_by(line, commissioner_id=scheme.commissioner_id, locality_id=scheme.locality_id)
        for line in signed.lines.values()
    }
    return [(code, f"{signed.lines[code].name}: {sterling(pence)}") for code, pence in held.items() if pence > 0]
