"""A practice’s statement of a run, as a page, as PDF, and those of a run together as ZIP."""

import io
import zipfile

from flask import abort, url_for
from werkzeug.wrappers import Response

from core import clock
from core.db import bookkeeping
from core.permissions import Permission
from core.sending import file_name, send
from core.web import current_actor, page, requires
from les.payments.actions.downloading import note_download
from les.payments.documents.statement import in_one_sentence, statement_pdf
from les.payments.presented.runs import state_of_item
from les.payments.presented.statements import statement_table
from les.payments.queries.runs import get_run, list_items, list_payments, sees_all
from les.payments.queries.statements import statements_of
from les.payments.rules.kinds import RunState
from les.payments.rules.statements import PRACTICES_OF_A_ZIP, StatementLine
from les.payments.views.blueprint import crumbs_to, crumbs_to_list, reached_payment, reached_run, views

_MADE_AT = (1980, 1, 1, 0, 0, 0)


@views.get("/runs/<int:run_id>/practices/<int:practice_id>")
@requires(Permission.SEE_CLAIMS)
def show_statement(run_id: int, practice_id: int) -> tuple[str, int]:
    """Show what every pound is for that a practice gets in a run."""
    reached_payment(run_id, practice_id)
    run = get_run(run_id)
    statement = statements_of(run, [practice_id])[0]
    states = [
        state_of_item(item) if run.state is RunState.RELEASED else run.state_name
        for item in list_items(run_id, [practice_id])
    ]
    return page(
        "les/payments/show_statement.html",
        run=run,
        practice_id=practice_id,
        statement=statement,
        sentence=in_one_sentence(statement),
        shown=statement_table(statement, states, _paid_for),
        crumbs=crumbs_to(run) if sees_all(current_actor()) else crumbs_to_list(),
    )


def _paid_for(line: StatementLine) -> str:
    """The page of the claim, or of the adjustment, that a line pays."""
    if line.claim_id is not None:
        return url_for("claims.show_claim", claim_id=line.claim_id)
    return url_for("claim_approvals.show_adjustment", adjustment_id=line.adjustment_id)


@views.get("/runs/<int:run_id>/practices/<int:practice_id>/statement.pdf")
@requires(Permission.SEE_CLAIMS)
def download_statement(run_id: int, practice_id: int) -> Response:
    """Give a practice’s statement of a released run as PDF."""
    reached_payment(run_id, practice_id)
    run = get_run(run_id)
    if run.state is not RunState.RELEASED:
        abort(404)
    statement = statements_of(run, [practice_id])[0]
    return send(statement_pdf(statement), "pdf", "statement", statement.run, statement.practice_code)


@views.get("/runs/<int:run_id>/statements/<int:part>.zip")
@requires(Permission.PAY_CLAIMS)
def download_statements(run_id: int, part: int) -> Response:
    """Give the statements of a released run as ZIP, a hundred practices a part, and note who took them."""
    run = reached_run(run_id)
    ids = [each.practice_id for each in list_payments(run_id)]
    wanted = ids[(part - 1) * PRACTICES_OF_A_ZIP : part * PRACTICES_OF_A_ZIP] if part else []
    if run.state is not RunState.RELEASED or not wanted:
        abort(404)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for statement in statements_of(run, wanted):
            name = f"{file_name('statement', statement.run, statement.practice_code)}.pdf"
            archive.writestr(zipfile.ZipInfo(name, date_time=_MADE_AT), statement_pdf(statement))
    number = run.number
    with bookkeeping():
        note_download(run_id=run_id, what=f"Statements, part {part}", by=current_actor(), at=clock.now())
    return send(held.getvalue(), "zip", "statements", number, f"part {part}")
