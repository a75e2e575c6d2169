"""The page on which practices are compared per 1,000 people, as a funnel plot and as a table; and its files."""

from flask import Response, abort, redirect, url_for
from werkzeug.wrappers import Response as Redirect

from commissioning.activity.charts import WIDE, practices_funnel
from commissioning.activity.presented.seeing.practices import Compared, compared, practices_table
from commissioning.activity.views.blueprint import views
from commissioning.activity.views.seeing.practice_reading import PracticeReader, practice_reader
from commissioning.activity.views.seeing.reading import kept_query, small_up_to, width_or
from core.charts.figure import Figure
from core.charts.svg import as_svg
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import page, requires


@views.get("/practices")
@requires(Permission.SEE_PRACTICE_ACTIVITY)
def list_practices() -> tuple[str, int] | Redirect:
    """Show practices compared per 1,000 people; a practice is led to its own page."""
    seen = practice_reader()
    if seen.kind is PartyKind.PRACTICE:
        return redirect(url_for("activity.show_practice", practice_id=seen.organisation_id))
    held, provisional = _held(seen) if _is_any(seen) else (None, frozenset())
    return page(
        "commissioning/activity/seeing/list_practices.html",
        seen=seen,
        small_up_to=small_up_to(),
        figure=_figure(seen, held) if held else None,
        practices=_table(seen, held, is_page=True) if held else None,
        hides=held.counted.hides_something if held else False,
        provisional=len(provisional),
        groups={group.id: group.name for _, group in seen.all_practices if group}
        if seen.kind is not PartyKind.PBC_GROUP
        else {},
        query=kept_query(),
    )


@views.get("/practices.svg")
@requires(Permission.SEE_PRACTICE_ACTIVITY)
def draw_practices() -> Response:
    """Draw the funnel plot."""
    seen = _asked()
    return Response(as_svg(_figure(seen, _held(seen)[0])), mimetype="image/svg+xml")


@views.get("/practices.csv")
@requires(Permission.SEE_PRACTICE_ACTIVITY)
def download_practices_csv() -> Response:
    """Give the comparison as CSV."""
    seen = _asked()
    return send(table_as_csv(_table(seen, _held(seen)[0])), "csv", seen.who.trust.name, "practices")


@views.get("/practices.xlsx")
@requires(Permission.SEE_PRACTICE_ACTIVITY)
def download_practices_xlsx() -> Response:
    """Give the comparison as XLSX."""
    seen = _asked()
    return send(tables_as_xlsx([_table(seen, _held(seen)[0])]), "xlsx", seen.who.trust.name, "practices")


def _asked() -> PracticeReader:
    seen = practice_reader()
    if seen.kind is PartyKind.PRACTICE or not _is_any(seen):
        abort(404)
    return seen


def _is_any(seen: PracticeReader) -> bool:
    return not seen.is_outside and bool(seen.compared_practices) and seen.chosen is not None


def _held(seen: PracticeReader) -> tuple[Compared, frozenset[str]]:
    practices = seen.compared_practices
    counted, found = seen.counted(practices)
    groups = {each.id: group.name for each, group in seen.all_practices if group}
    return compared(practices, groups, counted, seen.people(practices)), found.provisional


def _what(seen: PracticeReader) -> str:
    return seen.currencies[seen.chosen.currency].label if seen.chosen else ""


def _figure(seen: PracticeReader, held: Compared) -> Figure:
    service = seen.chosen.service if seen.chosen else ""
    return practices_funnel(
        held, what=f"{_what(seen)}, {service}, {seen.year}", people=seen.people_in_words, width=width_or(WIDE)
    )


def _table(seen: PracticeReader, held: Compared, *, is_page: bool = False) -> Table:
    people = seen.people_in_words
    return practices_table(
        held,
        what=_what(seen),
        people=people[0].upper() + people[1:],
        address_of=_address if is_page else _nowhere,
    )


def _address(practice: Party) -> str:
    kept = {key: value for key, value in kept_query().items() if key != "group"}
    return url_for("activity.show_practice", practice_id=practice.id, **kept)


def _nowhere(practice: Party) -> str:
    del practice
    return ""
