"""Any two versions of a specification side by side, on a page and as PDF."""

from flask import abort, request
from werkzeug.wrappers import Response

from contracts.specifications.documents.compared import compared_pdf
from contracts.specifications.models import SpecificationVersion
from contracts.specifications.queries.contents import content_of
from contracts.specifications.rules.content import text_of
from contracts.specifications.views.blueprint import crumbs_to, reached_versions, views
from core.comparing import as_read, compare_texts, near_changes, summary_of
from core.permissions import Permission
from core.sending import send
from core.web import asked_number, page, requires


@views.get("/<int:specification_id>/compare")
@requires(Permission.SEE_CONTRACTS)
def compare_versions(specification_id: int) -> tuple[str, int]:
    """Show two versions side by side, deletions and insertions marked: all of it, or what is near a change."""
    versions = reached_versions(specification_id)
    before, after = _chosen(versions)
    rows = as_read(compare_texts(text_of(content_of(before)), text_of(content_of(after))))
    only_changes = request.args.get("all") != "yes"
    return page(
        "contracts/specifications/compare_versions.html",
        specification=after.specification,
        crumbs=crumbs_to(after),
        versions=versions,
        before=before,
        after=after,
        summary=summary_of(rows),
        rows=near_changes(rows) if only_changes else rows,
        only_changes=only_changes,
    )


@views.get("/<int:specification_id>/compared.pdf")
@requires(Permission.SEE_CONTRACTS)
def download_comparison(specification_id: int) -> Response:
    """Give two versions side by side as PDF, as they are shown."""
    before, after = _chosen(reached_versions(specification_id))
    only_changes = request.args.get("all") != "yes"
    file = compared_pdf(content_of(before), content_of(after), only_changes=only_changes)
    return send(file, "pdf", after.specification.reference, f"version {before.number} and {after.number}")


def _chosen(versions: list[SpecificationVersion]) -> tuple[SpecificationVersion, SpecificationVersion]:
    """The versions asked for by number; else the newest and the one before. 404 for one alone, or for a strange one."""
    by_number = {each.number: each for each in versions}
    if len(by_number) < 2:
        abort(404)
    after = asked_number("after", max(by_number))
    earlier = [number for number in by_number if number < after]
    before = asked_number("before", max(earlier, default=min(by_number)))
    if before not in by_number or after not in by_number:
        abort(404)
    return by_number[before], by_number[after]
