"""The page of a version of heads of terms."""

from contracts.heads_of_terms.models import SUBJECT
from contracts.heads_of_terms.presented.listed import TAGS, signers_table, total_of
from contracts.heads_of_terms.queries.heads import list_versions
from contracts.heads_of_terms.views.blueprint import views
from contracts.heads_of_terms.views.reach import crumbs_to_list, reached_heads
from contracts.heads_of_terms.views.seen import seen_heads
from core.attachments.forms import AttachForm
from core.attachments.queries import list_attachments
from core.markdown import as_html
from core.permissions import Permission
from core.web import current_actor, page, requires, restricted


@views.get("/<int:heads_id>")
@requires(Permission.SEE_CONTRACTS)
@restricted
def show_heads(heads_id: int) -> tuple[str, int]:
    """Show a version: its state, who signed and who has yet to, its terms with figures and what drifted."""
    heads = reached_heads(heads_id)
    seen = seen_heads(heads, current_actor())
    return page(
        "contracts/heads_of_terms/show_heads.html",
        heads=heads,
        seen=seen,
        tags=TAGS,
        total=total_of(heads),
        signers=signers_table(seen.signers),
        versions=list_versions(heads),
        documents=list_attachments(SUBJECT, heads.id),
        attach=AttachForm() if seen.may.attach else None,
        crumbs=crumbs_to_list(),
        as_html=as_html,
    )
