"""Two versions of the same heads side by side."""

from flask import abort

from contracts.heads_of_terms.queries.content import content_of
from contracts.heads_of_terms.queries.heads import list_versions
from contracts.heads_of_terms.rules.content import as_text
from contracts.heads_of_terms.views.blueprint import views
from contracts.heads_of_terms.views.reach import crumbs_to, reached_heads
from core.comparing import as_read, compare_texts, near_changes, summary_of
from core.permissions import Permission
from core.web import page, requires, restricted


@views.get("/<int:heads_id>/compare/<int:earlier_id>")
@requires(Permission.SEE_CONTRACTS)
@restricted
def compare_versions(heads_id: int, earlier_id: int) -> tuple[str, int]:
    """Compare a version with another of the same heads: words, figures and states, deletions and insertions marked."""
    later, earlier = reached_heads(heads_id), reached_heads(earlier_id)
    if (later.commissioner_id, later.number) != (earlier.commissioner_id, earlier.number) or later.id == earlier.id:
        abort(404)
    rows = as_read(compare_texts(as_text(content_of(earlier)), as_text(content_of(later))))
    return page(
        "contracts/heads_of_terms/compare_versions.html",
        later=later,
        earlier=earlier,
        rows=near_changes(rows),
        summary=summary_of(rows),
        versions=list_versions(later),
        crumbs=crumbs_to(later),
    )
