"""Cover: practice by scheme, who sees to whose patients and who has nobody; and recording who covers."""

from typing import Any

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from core import clock
from core.charts.svg import as_svg
from core.one_use import Editing, submit
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.web import current_actor, page, page_of_list, requires
from les.schemes.forms.schemes import number_in
from les.schemes.views.blueprint import reached_scheme
from les.sign_up.actions import covering
from les.sign_up.charts import ALT, cover_figure
from les.sign_up.forms.seeing_to import ChangeCoverForm, CoverFilter, CoverForm
from les.sign_up.models.cover import COVER, Cover
from les.sign_up.presented.cover import cover_table, finding_of, sums_table
from les.sign_up.queries.cover import CoverLine, CoverView, cover_on, find_seen_cover, list_coverers, list_covers
from les.sign_up.queries.practices import InGroup, practices_of_scheme
from les.sign_up.rules.cover import How
from les.sign_up.views.blueprint import is_practice, views

Answer = Response | tuple[str, int]


@views.get("/cover")
@requires(Permission.SEE_CLAIMS)
def show_cover() -> tuple[str, int]:
    """Show who sees to whose patients, and how many registered patients are uncovered, by scheme and group."""
    view = _view()
    schemes = {each.scheme.id: each.scheme.called for each in view.lines}
    groups = sorted({each.place.group_name for each in view.lines})
    lines = _filtered(view)
    listed = page_of_list(lines)
    link = None if is_practice() else _cover_at
    return page(
        "les/sign_up/show_cover.html",
        asked=CoverFilter(schemes=list(schemes.items()), groups=[(name, name) for name in groups]),
        is_filtered=any(request.args.get(name) for name in ("scheme", "group", "how")),
        view=view,
        finding=finding_of(view.sums()),
        alt=ALT,
        sums=sums_table(view, lambda scheme: url_for("sign_up.show_cover", scheme=scheme.id, how="uncovered")),
        found=listed,
        shown=cover_table(listed.rows, link, of=lines),
        sees_all=not is_practice(),
    )


@views.get("/cover.svg")
@requires(Permission.SEE_CLAIMS)
def draw_cover() -> Response:
    """Draw the uncovered patients of each scheme."""
    return Response(as_svg(cover_figure(_view())), mimetype="image/svg+xml")


@views.get("/cover.csv")
@requires(Permission.SEE_CLAIMS)
def download_cover_csv() -> Response:
    """Give the lines of cover as they are shown as CSV."""
    return send(table_as_csv(cover_table(_filtered(_view()))), "csv", "cover")


@views.get("/cover.xlsx")
@requires(Permission.SEE_CLAIMS)
def download_cover_xlsx() -> Response:
    """Give sums and lines of cover as they are shown as XLSX, a sheet each."""
    view = _view()
    return send(tables_as_xlsx([sums_table(view), cover_table(_filtered(view))]), "xlsx", "cover")


@views.get("/cover/<int:scheme_id>/<int:practice_id>")
@requires(Permission.SEE_CLAIMS)
def show_cover_of(scheme_id: int, practice_id: int) -> tuple[str, int]:
    """Show how one practice’s patients are seen to under a scheme, now and before."""
    if is_practice():
        abort(404)
    scheme, place = reached_scheme(scheme_id), _place(scheme_id, practice_id)
    lines = cover_on(current_actor(), on=clock.today(), scheme_id=scheme_id).lines
    line = next((each for each in lines if each.place.practice.id == practice_id), None)
    return page(
        "les/sign_up/show_cover_of.html",
        scheme=scheme,
        practice=place.practice,
        line=line,
        covers=list_covers(scheme_id, practice_id),
        may_change=current_actor().may(Permission.OFFER_SCHEMES),
        crumbs=_crumbs(),
    )


@views.route("/cover/<int:scheme_id>/<int:practice_id>/record", methods=["GET", "POST"])
@requires(Permission.OFFER_SCHEMES)
def record_cover(scheme_id: int, practice_id: int) -> Answer:
    """Record who covers a practice."""
    scheme, place = reached_scheme(scheme_id), _place(scheme_id, practice_id)
    coverers = [each for each in list_coverers(scheme.commissioner_id, on=clock.today()) if each.id != practice_id]
    form = CoverForm([(each.id, each.name) for each in coverers], starts_on=clock.today())

    def act() -> str:
        covering.record_cover(
            scheme_id=scheme_id,
            practice_id=practice_id,
            coverer_id=number_in(form.coverer.data) or 0,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            agreed=str(form.agreed.data or ""),
            words=str(form.words.data or ""),
            by=current_actor(),
        )
        flash("The cover is recorded.")
        return url_for("sign_up.show_cover_of", scheme_id=scheme_id, practice_id=practice_id)

    done = submit(form, act)
    return done or page("les/sign_up/record_cover.html", form, scheme=scheme, practice=place.practice, crumbs=_crumbs())


@views.route("/covers/<int:cover_id>/change", methods=["GET", "POST"])
@requires(Permission.OFFER_SCHEMES)
def change_cover(cover_id: int) -> Answer:
    """Say who agreed to cover, until when, and what is commissioned."""
    cover = find_seen_cover(cover_id, current_actor())
    if cover is None:
        abort(404)
    form = ChangeCoverForm(data={"ends_on": cover.ends_on, "agreed": cover.agreed, "words": cover.words})

    def act() -> str:
        told: dict[str, Any] = {"agreed": str(form.agreed.data or ""), "words": str(form.words.data or "")}
        covering.change_cover(cover_id=cover_id, ends_on=form.ends_on.data, by=current_actor(), **told)
        flash("The cover is saved.")
        return _of(cover)

    done = submit(form, act, editing=Editing(record=cover, subject=COVER))
    crumbs = [*_crumbs(), (f"{cover.practice.name}, {cover.scheme.name}", _of(cover))]
    return done or page("les/sign_up/change_cover.html", form, cover=cover, crumbs=crumbs)


def _view() -> CoverView:
    return cover_on(current_actor(), on=clock.today())


def _filtered(view: CoverView) -> list[CoverLine]:
    scheme, group, how = (request.args.get(name, "") for name in ("scheme", "group", "how"))
    return [
        each
        for each in view.lines
        if (not scheme or str(each.scheme.id) == scheme)
        and (not group or each.place.group_name == group)
        and (how not in set(How) or each.covered.how == how)
    ]


def _cover_at(line: CoverLine) -> str:
    return url_for("sign_up.show_cover_of", scheme_id=line.scheme.id, practice_id=line.place.practice.id)


def _of(cover: Cover) -> str:
    return url_for("sign_up.show_cover_of", scheme_id=cover.scheme_id, practice_id=cover.practice_id)


def _place(scheme_id: int, practice_id: int) -> InGroup:
    scheme = reached_scheme(scheme_id)
    places = practices_of_scheme(scheme, on=clock.today())
    found = next((each for each in places if each.practice.id == practice_id), None)
    if found is None:
        abort(404)
    return found


def _crumbs() -> list[tuple[str, str]]:
    return [("Cover", url_for("sign_up.show_cover"))]
