"""Two issues of a contract side by side, part by part, on a page and as PDF."""

from flask import abort, request
from werkzeug.wrappers import Response

from contracts.agreements.documents.compared import compared_issues_pdf, shown_parts
from contracts.agreements.models.issues import Issue
from contracts.agreements.presented.compared import compared_contents
from contracts.agreements.queries.contracts import content_of, list_issues
from contracts.agreements.rules.content import content_from
from contracts.agreements.views.blueprint import contract_in_view, crumbs_to, views
from core.comparing_parts import summary_of_parts
from core.permissions import Permission
from core.sending import send
from core.web import asked_number, page, requires, restricted


@views.get("/<int:contract_id>/issues/compare")
@requires(Permission.SEE_CONTRACTS)
@restricted
def compare_issues(contract_id: int) -> tuple[str, int]:
    """Show two issues side by side: what was added, taken out and changed in them; all of it, or what changed."""
    contract = contract_in_view(contract_id)
    issues = list_issues(contract.id)
    before, after = _chosen(issues)
    parts = compared_contents(content_from(content_of(before)), content_from(content_of(after)))
    only_changes = _only_changes()
    return page(
        "contracts/agreements/compare_issues.html",
        contract=contract,
        crumbs=crumbs_to(contract),
        issues=issues,
        before=before,
        after=after,
        summary=summary_of_parts(parts),
        parts=shown_parts(parts, only_changes=only_changes),
        only_changes=only_changes,
    )


@views.get("/<int:contract_id>/issues/compared.pdf")
@requires(Permission.SEE_CONTRACTS)
def download_comparison(contract_id: int) -> Response:
    """Give two issues side by side as PDF, as they are shown."""
    contract = contract_in_view(contract_id)
    before, after = _chosen(list_issues(contract.id))
    file = compared_issues_pdf(
        content_from(content_of(before)),
        content_from(content_of(after)),
        names=(f"Issue {before.number}", f"Issue {after.number}"),
        hashes=(before.content_hash, after.content_hash),
        only_changes=_only_changes(),
    )
    return send(file, "pdf", contract.reference, f"issues {before.number} and {after.number}")


def _only_changes() -> bool:
    return request.args.get("all") != "yes"


def _chosen(issues: list[Issue]) -> tuple[Issue, Issue]:
    """The issues asked for by number; else the newest and the one before. 404 for one alone, or for a strange one."""
    by_number = {each.number: each for each in issues}
    if len(by_number) < 2:
        abort(404)
    after = asked_number("to", max(by_number))
    earlier = [number for number in by_number if number < after]
    before = asked_number("from", max(earlier, default=min(by_number)))
    if before not in by_number or after not in by_number:
        abort(404)
    return by_number[before], by_number[after]
