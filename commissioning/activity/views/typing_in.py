"""The page on which a small service types its figures in: the same checks as a file, errors beside their cells."""

from dataclasses import dataclass

from flask import flash, request
from werkzeug.wrappers import Response

from commissioning.activity.actions.submitting import Sending, check_return, submit_return
from commissioning.activity.checking.values import ReadReturn
from commissioning.activity.forms.providing import TypedForm
from commissioning.activity.imports.typed import typed_return
from commissioning.activity.presented.grid import (
    MOST_CELLS,
    Figures,
    Key,
    currencies_for,
    errors_from,
    figures_of,
    keys_of,
    may_be_shown,
    name_of,
    rows_from,
    sheets_of,
)
from commissioning.activity.queries.asked import asked_of, last_rows
from commissioning.activity.queries.names import names_of
from commissioning.activity.queries.returns import Return, services_to_send
from commissioning.activity.queries.submissions import rows_of
from commissioning.activity.rules.asking import Way
from commissioning.activity.rules.checks.asked import Asked
from commissioning.activity.rules.checks.findings import HasFindings
from commissioning.activity.rules.rows import Rows
from commissioning.activity.views.blueprint import address_of, crumbs_to, views, where
from commissioning.activity.views.checked import Shown, shown
from commissioning.activity.views.own import own_return, why_not_sent
from commissioning.activity.views.submitting import address_of_submission, open_queries_about, said_of
from core import clock
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """What is asked, the currencies and cells of the grid, and what stands in them: typed, or submitted before."""

    asked: Asked
    currencies: list[str]
    keys: list[Key]
    typed: dict[Key, str]
    last: dict[Key, str]
    why_not: str


@views.route("/returns/<int:expectation_id>/<string:month>/type", methods=["GET", "POST"])
@requires(Permission.SUBMIT_ACTIVITY)
def type_return(expectation_id: int, month: str) -> Response | tuple[str, int]:
    """Type the figures of a return in, check them, submit them. What was typed stays until it is taken."""
    found = own_return(expectation_id, month)
    grid, form = _grid(found), TypedForm()
    if request.method == "POST" and (request.form.get("act") != "submit" or grid.why_not):
        return _page(found, form, grid, _check(found, grid) if form.validate() else None)
    done = submit(form, lambda: _submit(found, grid))
    if done is not None:
        return done
    return _page(found, form, grid, _check(found, grid) if isinstance(form.refused_by, HasFindings) else None)


def _grid(found: Return) -> Grid:
    expectation = found.expectation
    asked = asked_of(expectation, found.due.period.first_month, on=clock.today(), service_ids=services_to_send(found))
    standing = sorted({each.id for each in found.standing.values()})
    before = last_rows(expectation, found.due.period, most=MOST_CELLS)
    stands = rows_of(standing, most=MOST_CELLS + 1) if standing else Rows()
    wanted = request.args.getlist("currency") or before.currencies
    currencies = currencies_for(asked, wanted, stands.currencies)
    keys = keys_of(asked, currencies)
    sent = {key: request.form.get(name_of(key), "").strip() for key in keys} if request.method == "POST" else None
    return Grid(
        asked=asked,
        currencies=currencies,
        keys=keys,
        typed=figures_of(stands) if sent is None else sent,
        last=figures_of(before, later=asked.period.length),
        why_not=why_not_sent(found) or _why_no_grid(keys, stands),
    )


def _why_no_grid(keys: list[Key], stands: Rows) -> str:
    if len(keys) > MOST_CELLS or len(stands) > MOST_CELLS:
        return f"There are more than {MOST_CELLS:,} figures: too many to type. Send a file."
    return "What stands is counted by team, which cannot be typed here. Send a file." if any(stands.teams) else ""


def _read(grid: Grid) -> ReadReturn:
    return typed_return(rows_from(grid.keys, grid.typed))


def _submit(found: Return, grid: Grid) -> str:
    submission = submit_return(
        expectation_id=found.expectation.id,
        month=found.due.period.first_month,
        read=_read(grid),
        by=current_actor(),
        at=clock.now(),
        on=clock.today(),
        sending=Sending(way=Way.TYPED, href=address_of(found)),
    )
    flash(said_of(submission, open_queries_about(submission)))
    return address_of_submission(found, submission.number)


def _check(found: Return, grid: Grid) -> tuple[Shown, dict[Key, str]]:
    """What is found in what was typed: all of it, and what is wrong with single cells."""
    read = _read(grid)
    checked = check_return(
        expectation_id=found.expectation.id,
        month=found.due.period.first_month,
        read=read,
        by=current_actor(),
        on=clock.today(),
    )
    names = names_of(found.expectation.commissioner_id)
    return shown(read, checked, names), errors_from(checked.findings, grid.keys, grid.typed)


def _page(found: Return, form: TypedForm, grid: Grid, checked: tuple[Shown, dict[Key, str]] | None) -> tuple[str, int]:
    names = names_of(found.expectation.commissioner_id)
    errors = checked[1] if checked else {}
    typed = {key: may_be_shown(text) for key, text in grid.typed.items()}
    figures = Figures(typed=typed, last=grid.last, errors=errors)
    return page(
        "commissioning/activity/type_return.html",
        form,
        found=found,
        checked=checked[0] if checked else None,
        findings_form=None,
        closed=grid.why_not,
        sheets=[] if grid.why_not else list(sheets_of(grid.asked, names, grid.currencies, figures)),
        chosen=grid.currencies,
        currencies=grid.asked.currencies,
        here=where(found),
        crumbs=crumbs_to(found),
    )
