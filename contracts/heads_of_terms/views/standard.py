"""Pages of the standard terms, as the reader's trust words them."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from contracts.heads_of_terms.actions.standard import word_standard_term as word_term
from contracts.heads_of_terms.forms import StandardTermForm
from contracts.heads_of_terms.queries.standard import find_own_term, own_terms, shipped_terms
from contracts.heads_of_terms.rules.figures import KIND_NAMES
from contracts.heads_of_terms.views.blueprint import views
from contracts.heads_of_terms.views.reach import crumbs_to_list
from core.markdown import as_html
from core.one_use import Editing, submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.get("/standard-terms")
@requires(Permission.DRAFT_CONTRACTS)
def list_standard_terms() -> tuple[str, int]:
    """List the terms that new heads begin with."""
    return page(
        "contracts/heads_of_terms/list_standard_terms.html",
        terms=shipped_terms(),
        own=own_terms(current_actor().organisation_id),
        kind_names=KIND_NAMES,
        crumbs=crumbs_to_list(),
        as_html=as_html,
    )


@views.route("/standard-terms/<string:standard>/change", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def word_standard_term(standard: str) -> Response | tuple[str, int]:
    """Word a standard term for one's own trust."""
    shipped = next((term for term in shipped_terms() if term.code == standard), None)
    if shipped is None:
        abort(404)
    actor = current_actor()
    own = find_own_term(actor.organisation_id, standard)
    standing = own or shipped
    left_out = bool(own and own.is_left_out)
    form = StandardTermForm(data={"title": standing.title, "text": standing.text, "is_left_out": left_out})

    def act() -> str:
        worded = word_term(
            commissioner_id=actor.organisation_id,
            code=standard,
            title=str(form.title.data or ""),
            text=str(form.text.data or ""),
            is_left_out=bool(form.is_left_out.data),
            by=actor,
        )
        flash(f"“{worded.title}” is saved. Heads of terms drafted before keep the words they have.")
        return url_for(".list_standard_terms")

    editing = Editing(record=own, subject="standard_term") if own else None
    if answer := submit(form, act, editing=editing):
        return answer
    return page(
        "contracts/heads_of_terms/word_standard_term.html",
        form,
        shipped=shipped,
        crumbs=[*crumbs_to_list(), ("Standard terms", url_for(".list_standard_terms"))],
    )
