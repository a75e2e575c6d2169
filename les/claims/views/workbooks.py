"""Claiming for all schemes of a quarter with a workbook: take it, bring it back, look at what it claims, submit it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import current_app, flash, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from core import clock
from core.canonical import hash_of_bytes
from core.errors import Refusal
from core.identifiers import masked
from core.one_use import submit
from core.parties.queries import get_party
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.tables import Upload
from core.web import current_actor, page, requires
from les.claims.actions.storing import Submission
from les.claims.actions.submitting import Entry, submit_many
from les.claims.exports.workbook import workbook_csv, workbook_xlsx
from les.claims.forms.claims import SubmitAllForm, WorkbookForm
from les.claims.imports.workbook import read_claims
from les.claims.presented.lines import would_claim_table
from les.claims.queries.windows import find_window
from les.claims.queries.workbooks import WouldClaim, known_schemes, sheets_of, would_claim
from les.claims.queries.working import Desk, desk_of
from les.claims.rules.kinds import Route
from les.claims.rules.quarters import short_name
from les.claims.rules.seen import seen_text
from les.claims.views.blueprint import LIST, QUARTER, address_of, crumbs_to_list, quarter_in_view, views, where
from les.schemes.rules.terms import Quantity

Answer = Response | tuple[str, int]
_NOT_OURS = "What was read of the workbook did not come back whole. Bring the file again."


@views.route(f"{QUARTER}/workbook", methods=["GET", "POST"])
@requires(Permission.CLAIM)
def show_workbook(starts_in: int, number: int) -> Answer:
    """Give the workbook out, take it back, and show what it would claim, or all that is wrong with it."""
    desk, form = _desk(starts_in, number), WorkbookForm()
    window = find_window(desk.practice.commissioner_id or 0, desk.quarter)
    shown: dict[str, Any] = {"found": None, "problems": [], "sending": None}
    if request.method == "POST" and form.validate():
        shown = _checked(desk, form.file.data)
    return page(
        "les/claims/show_workbook.html",
        form,
        quarter=desk.quarter,
        where=where(desk.quarter),
        window=window,
        has_schemes=bool(desk.held.members),
        crumbs=crumbs_to_list(),
        **shown,
    )


@views.get(f"{QUARTER}/workbook.xlsx")
@requires(Permission.CLAIM)
def download_workbook_xlsx(starts_in: int, number: int) -> Response:
    """Give the workbook of a quarter as XLSX."""
    desk = _desk(starts_in, number)
    content = workbook_xlsx(desk.practice.code, desk.quarter, sheets_of(desk))
    return send(content, "xlsx", "claims", desk.practice.code, short_name(desk.quarter))


@views.get(f"{QUARTER}/workbook.csv")
@requires(Permission.CLAIM)
def download_workbook_csv(starts_in: int, number: int) -> Response:
    """Give the same rows as CSV."""
    desk = _desk(starts_in, number)
    content = workbook_csv(desk.practice.code, desk.quarter, sheets_of(desk))
    return send(content, "csv", "claims", desk.practice.code, short_name(desk.quarter))


@views.post(f"{QUARTER}/workbook/submit")
@requires(Permission.CLAIM)
def submit_workbook(starts_in: int, number: int) -> Answer:
    """Submit all claims of a workbook as they were shown: all of them, or none."""
    quarter, actor, form = quarter_in_view(starts_in, number), current_actor(), SubmitAllForm()

    def act() -> str:
        read = _read_back(str(form.read.data or ""), actor.organisation_id, short_name(quarter))
        made = submit_many(
            practice_id=actor.organisation_id,
            quarter=quarter,
            entries=[_entry(each) for each in read["entries"]],
            way=Submission(
                by=actor, on=clock.today(), at=clock.now(), route=Route.FILE, file_hash=str(read["file_hash"])
            ),
            address=address_of,
        )
        flash(f"{len(made)} {'claim is' if len(made) == 1 else 'claims are'} submitted. Each has its receipt.")
        return url_for(LIST, quarter=short_name(quarter))

    if answer := submit(form, act):
        return answer
    for error in form.error_list():
        flash(error["text"], "warning")
    return show_workbook_again(starts_in, number)


def show_workbook_again(starts_in: int, number: int) -> Answer:
    """The page of the workbook after a refusal, which stands above it."""
    desk = _desk(starts_in, number)
    body, _ = page(
        "les/claims/show_workbook.html",
        WorkbookForm(fresh=True),
        quarter=desk.quarter,
        where=where(desk.quarter),
        window=find_window(desk.practice.commissioner_id or 0, desk.quarter),
        has_schemes=bool(desk.held.members),
        crumbs=crumbs_to_list(),
        found=None,
        problems=[],
        sending=None,
    )
    return body, 422


def _desk(starts_in: int, number: int) -> Desk:
    return desk_of(get_party(current_actor().organisation_id), quarter_in_view(starts_in, number))


def _checked(desk: Desk, file: FileStorage) -> dict[str, Any]:
    """What the file would claim and the form to submit it, or its problems."""
    content = file.stream.read()
    name = file.filename or "workbook"
    read, problems = read_claims(
        Upload(name, content), quarter=desk.quarter, practice=desk.practice.code, schemes=known_schemes(desk)
    )
    found, refused = would_claim(desk, read, file_name=masked(name))
    problems = [*problems, *refused]
    if problems:
        return {"found": None, "problems": problems, "sending": None}
    sending = SubmitAllForm(fresh=True)
    sending.read.data = _signer().dumps(
        {
            "practice": desk.practice.id,
            "quarter": short_name(desk.quarter),
            "file_hash": hash_of_bytes(content),
            "entries": [_as_values(each) for each in found],
        }
    )
    return {"found": found, "shown": would_claim_table(found), "problems": [], "sending": sending}


def _as_values(each: WouldClaim) -> dict[str, Any]:
    quantities = [
        [q.element, q.starts_on.isoformat(), q.ends_on.isoformat() if q.ends_on else None, int(q.count)]
        for q in each.rows.quantities
    ]
    return {
        "scheme": each.scheme.id,
        "quantities": quantities,
        "is_nil": each.rows.is_nil,
        "seen": seen_text(each.lines),
    }


def _entry(values: dict[str, Any]) -> Entry:
    return Entry(
        scheme_id=values["scheme"],
        quantities=[_quantity(each) for each in values["quantities"]],
        is_nil=values["is_nil"],
        seen=values["seen"],
    )


def _quantity(values: Sequence[Any]) -> Quantity:
    element, first, last, count = values
    ends_on = date.fromisoformat(last) if last else None
    return Quantity(element=element, starts_on=date.fromisoformat(first), ends_on=ends_on, count=count)


def _read_back(signed: str, practice_id: int, quarter: str) -> dict[str, Any]:
    """What we read of the file, as the page handed it back; refused when it is not what we signed for this practice."""
    try:
        read: dict[str, Any] = _signer().loads(signed)
    except BadSignature:
        raise Refusal(_NOT_OURS) from None
    if read["practice"] != practice_id or read["quarter"] != quarter:
        raise Refusal(_NOT_OURS)
    return read


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="claims.workbook")
