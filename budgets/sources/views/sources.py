"""The page of sources, describing a driver, and copying what was said of earlier inputs."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from budgets.rounds.models import Inputs
from budgets.rounds.queries import policy_of, workbook_of
from budgets.rounds.views.reach import followed_round
from budgets.sources import actions
from budgets.sources.charts import grades_by_group
from budgets.sources.forms import DescribeSourceForm
from budgets.sources.presented import drivers, money
from budgets.sources.presented.asked import LINE, TOTAL, UNITS
from budgets.sources.queries import descriptions_of, find_described_before
from budgets.sources.rules.descriptions import DRIVER_NAMES, DriverKind, line_names
from budgets.sources.rules.money import FOOTING_NAMES, Footing
from budgets.sources.views import words
from budgets.sources.views.seen import (
    Kept,
    SourcesSeen,
    asked,
    crumbs_to,
    crumbs_to_sources,
    inputs_to_describe,
    sources_seen,
)
from core import clock
from core.navigation import Tab, add_tab
from core.one_use import press, submit
from core.permissions import Permission
from core.web import current_actor, page, requires

views = Blueprint("sources", __name__, url_prefix="/budgets/rounds/<int:round_id>/sources")


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the page to those of a round, and the words of the audit trail."""
    del state
    add_tab(
        Tab(of="round", place=70, label="Sources", endpoint="sources.show_sources", permission=Permission.SEE_ROUNDS)
    )
    words.make_known()


@views.get("")
@requires(Permission.SEE_ROUNDS)
def show_sources(round_id: int) -> tuple[str, int]:
    """Show where the figures come from, and how much money rests on which grade."""
    seen = sources_seen(round_id)
    if seen is None:
        found = followed_round(round_id)
        return page("budgets/sources/show_nothing.html", round=found, crumbs=crumbs_to(found))
    workbook, policy = workbook_of(seen.inputs), policy_of(seen.kept.stored if seen.kept else seen.inputs)
    may_describe = current_actor().may(Permission.DESCRIBE_SOURCES)
    held = drivers.held_in(workbook, policy)
    link = _link_to_form(seen.inputs) if may_describe else None
    return page(
        "budgets/sources/show_sources.html",
        seen=seen,
        crumbs=crumbs_to(seen.round),
        may_describe=may_describe,
        missing=drivers.missing_in(held, seen.standing),
        names=DRIVER_NAMES,
        earlier=find_described_before(seen.inputs) if may_describe else None,
        drivers=drivers.drivers_table(held, seen.standing, link),
        exceptions=drivers.exceptions_table(seen.standing, line_names(workbook), link),
        uplift=drivers.uplift_in_words(policy),
        money=_money(seen, seen.kept) if seen.kept else None,
    )


@views.route("/<int:inputs_id>/describe", methods=["GET", "POST"])
@requires(Permission.DESCRIBE_SOURCES)
def describe_source(round_id: int, inputs_id: int) -> Response | tuple[str, int]:
    """Say where the figures of a driver come from (`?driver=activity`), for all lines or one (`&line=PODIATRY`)."""
    inputs = inputs_to_describe(round_id, inputs_id)
    names = line_names(workbook_of(inputs))
    driver, line_code = _driver_asked_for(), request.args.get("line", "")
    said = descriptions_of(inputs_id)
    form = DescribeSourceForm(
        [(code, f"{name} ({code})") for code, name in names.items()],
        driver=driver,
        line_code=line_code,
        standing=next((row for row in said.rows if (row.driver, row.line_code) == (driver, line_code)), None),
    )

    def act() -> str:
        stored = actions.describe_source(
            inputs_id=inputs_id, said=form.description(), by=current_actor(), at=clock.now()
        )
        flash(f"{DRIVER_NAMES[stored.driver]} of inputs {inputs.number} is described as grade {stored.grade}.")
        return url_for(".show_sources", round_id=round_id, inputs=inputs_id)

    if answer := submit(form, act):
        return answer
    return page("budgets/sources/describe_source.html", form, inputs=inputs, crumbs=crumbs_to_sources(inputs))


@views.post("/<int:inputs_id>/copy")
@requires(Permission.DESCRIBE_SOURCES)
def copy_descriptions(round_id: int, inputs_id: int) -> Response:
    """Take over what was said of the inputs before these."""
    inputs = inputs_to_describe(round_id, inputs_id)
    address = url_for(".show_sources", round_id=round_id, inputs=inputs_id)

    def act() -> str:
        copied = actions.copy_descriptions(inputs_id=inputs_id, by=current_actor(), at=clock.now())
        count = f"{len(copied)} {'description was' if len(copied) == 1 else 'descriptions were'}"
        flash(f"{count} taken over for inputs {inputs.number}. Describe anew what has changed since.")
        return address

    return press(act, address)


def _link_to_form(inputs: Inputs) -> Callable[[DriverKind, str], str]:
    def link(driver: DriverKind, line_code: str) -> str:
        return url_for(
            ".describe_source",
            round_id=inputs.round_id,
            inputs_id=inputs.id,
            driver=str(driver),
            line=line_code or None,
        )

    return link


def _driver_asked_for() -> DriverKind:
    wanted = request.args.get("driver", "")
    return DriverKind(wanted) if wanted in list(DriverKind) else DriverKind.POPULATION


def _money(seen: SourcesSeen, kept: Kept) -> dict[str, Any]:
    """What the lower half of the page shows."""
    wanted = asked()
    address = partial(url_for, ".show_sources", round_id=seen.round.id, **seen.query)
    heads = {key: address(**wanted.in_order_of(key).query, _anchor="lines") for key in (LINE, TOTAL, *Footing)}
    lines = money.lines_table(kept.calculation, kept.rests, wanted, kept.links, heads)
    return {
        "asked": wanted,
        "finding": money.finding(kept.calculation, kept.rests),
        "figures": money.key_figures(kept.calculation, kept.rests),
        "chart": grades_by_group(kept.calculation, kept.rests),
        "groups": money.groups_table(kept.calculation, kept.rests, wanted, kept.links),
        "lines": lines,
        "said": money.said_of_lines(lines, kept.rests),
        "grades": [(str(footing), FOOTING_NAMES[footing]) for footing in money.footings_in(kept.rests)],
        "measures": [
            (unit, address(**{**wanted.query, "measure": str(measure)}, _anchor="money"), measure is wanted.measure)
            for measure, unit in UNITS.items()
        ],
    }
