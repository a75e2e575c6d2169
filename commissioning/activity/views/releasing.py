"""Pages of false alarms: a number in a cell is nobody's, says one person, and a second one lets it pass."""

import re

from flask import abort, flash, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from commissioning.activity.actions import releasing
from commissioning.activity.forms.providing import ReleaseForm
from commissioning.activity.models.freezing import Release
from commissioning.activity.queries.releases import get_release, list_releases_to_confirm
from commissioning.activity.views.blueprint import crumbs, views
from core import clock
from core.identifiers import masked
from core.one_use import press, submit
from core.permissions import Permission
from core.web import asked_number, binding, current_actor, page, requires

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_LONGEST_COLUMN = 120


@views.get("/releases")
@requires(Permission.SUBMIT_ACTIVITY)
def list_releases() -> tuple[str, int]:
    """Show the cells of one's organisation that wait for a second person."""
    actor = current_actor()
    return page(
        "commissioning/activity/list_releases.html",
        releases=list_releases_to_confirm(actor.organisation_id),
        crumbs=crumbs(),
    )


@views.route("/releases/propose", methods=["GET", "POST"])
@requires(Permission.SUBMIT_ACTIVITY)
def propose_release() -> Response | tuple[str, int]:
    """Say that a number in one cell of a file is no patient's. The file is known by its hash alone."""
    file_hash, row, column = _cell_of_address()
    form = ReleaseForm()

    def act() -> str:
        actor = current_actor()
        releasing.propose_release(
            provider_id=actor.organisation_id,
            file_hash=file_hash,
            row=row,
            column=column,
            reason=form.reason.data or "",
            by=actor,
            at=clock.now(),
        )
        flash("A second person of yours has to say so too. Then send the file again, unchanged: the cell passes.")
        return url_for("activity.list_releases")

    return submit(form, act) or page(
        "commissioning/activity/propose_release.html",
        form,
        file_hash=file_hash,
        row=row,
        column=column,
        crumbs=[*crumbs(), ("Cells to let pass", url_for("activity.list_releases"))],
    )


@views.post("/releases/<int:release_id>/confirm")
@requires(Permission.SUBMIT_ACTIVITY)
@binding
def confirm_release(release_id: int) -> Response:
    """Let a cell pass, as the second person."""
    release = _own_release(release_id)

    def act() -> str:
        releasing.confirm_release(release_id=release.id, by=current_actor(), at=clock.now())
        flash(f"Row {release.row:,}, {release.column} passes when this very file is sent again.")
        return url_for("activity.list_releases")

    return press(act, url_for("activity.list_releases"))


def _own_release(release_id: int) -> Release:
    try:
        release = get_release(release_id)
    except NoResultFound:
        abort(404)
    if release.provider_id != current_actor().organisation_id:
        abort(404)
    return release


def _cell_of_address() -> tuple[str, int, str]:
    """File, row and column of the address, as the page of a check gives them; not found where they are none."""
    file_hash, column = request.args.get("file", ""), request.args.get("column", "")
    row = asked_number("row", 0)
    is_column = 0 < len(column) <= _LONGEST_COLUMN and masked(column) == column
    if not _HASH.fullmatch(file_hash) or not row or not is_column:
        abort(404)
    return file_hash, row, column
