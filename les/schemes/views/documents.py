"""The documents of a version as files, and two versions compared as PDF."""

from flask import request
from werkzeug.wrappers import Response

from core.permissions import Permission, Role
from core.sending import send
from core.web import current_actor, requires
from les.schemes.documents.compared import compared_pdf
from les.schemes.documents.parts import Issue
from les.schemes.documents.pdf import scheme_pdf
from les.schemes.documents.word import scheme_docx
from les.schemes.models.schemes import SchemeVersion
from les.schemes.queries.attached import documents_of_version
from les.schemes.queries.consistency import seen_prices
from les.schemes.queries.contents import content_of, hash_of_version, terms_of
from les.schemes.queries.prices import list_prices
from les.schemes.queries.schemes import list_versions
from les.schemes.rules.attached import changes_of_documents
from les.schemes.rules.kinds import OPEN
from les.schemes.rules.terms import SchemeTerms
from les.schemes.views.blueprint import reached_scheme, reached_version, views
from les.schemes.views.versions import chosen


@views.get("/versions/<int:version_id>/specification.pdf")
@requires(Permission.SEE_SCHEMES)
def download_pdf(version_id: int) -> Response:
    """Give a version as PDF; what nobody has approved is marked as a draft."""
    version = reached_version(version_id)
    file = scheme_pdf(content_of(version), _terms(version), _issue(version))
    return send(file, "pdf", version.called)


@views.get("/versions/<int:version_id>/specification.docx")
@requires(Permission.SEE_SCHEMES)
def download_word(version_id: int) -> Response:
    """Give a version as a Word document, to be redlined outside and attached."""
    version = reached_version(version_id)
    file = scheme_docx(content_of(version), _terms(version), _issue(version))
    return send(file, "docx", version.called)


@views.get("/<int:scheme_id>/compared.pdf")
@requires(Permission.SEE_SCHEMES)
def download_comparison(scheme_id: int) -> Response:
    """Give two versions side by side as PDF, as they are shown."""
    scheme = reached_scheme(scheme_id)
    before, after = chosen(list_versions(scheme_id, current_actor()))
    file = compared_pdf(
        content_of(before),
        content_of(after),
        only_changes=request.args.get("all") != "yes",
        is_draft=before.state in OPEN or after.state in OPEN,
        documents=changes_of_documents(documents_of_version(before.id), documents_of_version(after.id)),
    )
    return send(file, "pdf", scheme.reference, f"version {before.number} and {after.number}")


def _terms(version: SchemeVersion) -> SchemeTerms | None:
    """The terms with the prices that concern the reader: a practice reads no price of another.

    Prices that wait stand in a version that waits, as they do on its page: they are approved with it.
    """
    prices, actor = list_prices(version.scheme_id), current_actor()
    return terms_of(version, seen_prices(prices, actor) if actor.role is Role.PRACTICE_MANAGER else prices)


def _issue(version: SchemeVersion) -> Issue:
    approved = version.approved
    return Issue(
        state=version.state,
        content_hash=hash_of_version(version),
        issued_on=approved.issued_on if approved else None,
        approved_by=f"{approved.name}, {approved.role}" if approved else "",
    )
