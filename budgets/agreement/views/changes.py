"""What changed since the proposal before, line by line: the page, and the same as CSV and XLSX."""

from flask import Blueprint, Response, abort, request

from budgets.agreement.forms.proposals import ChangesFilter
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.presented import changes as presented
from budgets.agreement.rules.changes import Changes, changes_from
from budgets.agreement.views.reach import figures_of, links_of, opened_proposal, reached_proposal
from budgets.method.attribution import NOT_DIVIDED
from budgets.rounds.presented.comparison import settings_table
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.web import page, requires

_NOT_DIVIDED = "not-divided"
views = Blueprint("changes", __name__, url_prefix="/budgets/proposals/<int:proposal_id>")


@views.get("/changes")
@requires(Permission.SEE_PROPOSALS)
def show_changes(proposal_id: int) -> tuple[str, int]:
    """Show every line and group whose amount differs from the proposal before, and why; of one group, if asked."""
    proposal = opened_proposal(proposal_id)
    changes = _changes_of(proposal)
    return page(
        "budgets/agreement/show_changes.html",
        proposal=proposal,
        changes=changes,
        asked=ChangesFilter({**changes.groups, _NOT_DIVIDED: presented.NOT_DIVIDED_NAME}),
        group=request.args.get("group", ""),
        done_differently=presented.what_was_done(changes),
        told=presented.how_it_is_told(changes),
        by_group=presented.groups_table(changes, figures_of(proposal), links_of(proposal)),
        settings=settings_table(changes.settings),
        rows=presented.rows_table(changes, _group_asked(), links_of(proposal)),
    )


@views.get("/changes.csv")
@requires(Permission.SEE_PROPOSALS)
def download_changes_csv(proposal_id: int) -> Response:
    """Give the changes as CSV, as they are shown."""
    proposal = reached_proposal(proposal_id)
    return _file(proposal, table_as_csv(presented.rows_table(_changes_of(proposal), _group_asked())), "csv")


@views.get("/changes.xlsx")
@requires(Permission.SEE_PROPOSALS)
def download_changes_xlsx(proposal_id: int) -> Response:
    """Give the changes as XLSX, as they are shown, with those by group and the policy on sheets of their own."""
    proposal = reached_proposal(proposal_id)
    changes = _changes_of(proposal)
    tables = [
        presented.rows_table(changes, _group_asked()),
        presented.groups_table(changes, figures_of(proposal)),
        settings_table(changes.settings),
    ]
    return _file(proposal, tables_as_xlsx(tables), "xlsx")


def _changes_of(proposal: Proposal) -> Changes:
    """What changed; 404 for a first proposal, which has none before it."""
    changes = changes_from(proposal.changes)
    if changes is None:
        abort(404)
    return changes


def _group_asked() -> str | None:
    asked = request.args.get("group", "")
    return NOT_DIVIDED if asked == _NOT_DIVIDED else asked or None


def _file(proposal: Proposal, content: bytes, kind: str) -> Response:
    found = proposal.round
    return send(content, kind, found.commissioner.name, found.year, f"proposal {proposal.number}", "changes")
