"""The page of the decision notice: what a provider provides, from when, how much and for whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, abort, request, url_for

from budgets.agreement.documents.notices import in_one_sentence, remarks
from budgets.agreement.documents.sign_off import content_of, in_order
from budgets.agreement.models.sign_off import SUBJECT, IssuedDocument, Lock
from budgets.agreement.presented import notices as presented
from budgets.agreement.presented.statements import documents_read_by
from budgets.agreement.queries.sign_off import find_newest_lock
from budgets.agreement.queries.statements import list_documents
from budgets.agreement.rules.notices_kept import notice_from, rest_from
from budgets.agreement.rules.statements import DocumentKind
from budgets.agreement.views.sign_off_words import superseded
from budgets.rounds.models import Round
from budgets.rounds.views.reach import followed_round
from core.periods import FinancialYear
from core.permissions import Permission, Role
from core.sending import send
from core.signatures.queries import list_signatures
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import current_actor, page, requires
from core.wording import sterling

views = Blueprint("notices", __name__, url_prefix="/budgets/rounds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What was issued at the last lock of a round, and the notices among it that the reader may read."""

    round: Round
    lock: Lock
    documents: list[IssuedDocument]
    notices: list[IssuedDocument]


@views.get("/<int:round_id>/decision-notice")
@requires(Permission.SEE_PROPOSALS)
def show_decision_notice(round_id: int) -> tuple[str, int]:
    """Show a provider its notice; to those who see all any provider's (`?provider=ACU`), else the list of them."""
    found = _followed(round_id)
    issued = _issued(found)
    if issued is None or not issued.notices:
        return page(
            "budgets/agreement/sign_off/show_no_notice.html",
            round=found,
            is_locked=issued is not None,
            is_issued=issued is not None and bool(issued.documents),
        )
    if _sees_all() and not request.args.get("provider"):
        return _list_notices(issued)
    return _show_notice(issued, _chosen(issued))


@views.get("/<int:round_id>/decision-notice.csv")
@requires(Permission.SEE_PROPOSALS)
def download_notice_csv(round_id: int) -> Response:
    """Give the lines of a notice as CSV, exactly as they are shown."""
    document = _chosen(_issued_or_404(round_id))
    return _file(document, table_as_csv(presented.lines_table(notice_from(document.content))), "csv")


@views.get("/<int:round_id>/decision-notice.xlsx")
@requires(Permission.SEE_PROPOSALS)
def download_notice_xlsx(round_id: int) -> Response:
    """Give the lines of a notice as XLSX, exactly as they are shown."""
    document = _chosen(_issued_or_404(round_id))
    return _file(document, tables_as_xlsx([presented.lines_table(notice_from(document.content))]), "xlsx")


def _list_notices(issued: Issued) -> tuple[str, int]:
    content = content_of(issued.lock)
    return page(
        "budgets/agreement/sign_off/list_decision_notices.html",
        round=issued.round,
        state=superseded(issued.lock),
        content=content,
        providers=_providers(issued.round.id, issued.notices),
        rest=_rest(issued.documents),
        total=sterling(content.money["total"]),
    )


def _show_notice(issued: Issued, document: IssuedDocument) -> tuple[str, int]:
    found, notice = issued.round, notice_from(document.content)
    first_day = FinancialYear.named(found.year).first_day
    return page(
        "budgets/agreement/sign_off/show_decision_notice.html",
        round=found,
        state=superseded(issued.lock),
        content=content_of(issued.lock),
        notice=notice,
        document=document,
        sentence=in_one_sentence(notice, found.commissioner.name, first_day),
        remarks=remarks(notice),
        lines=presented.lines_table(notice),
        signatures=in_order(list_signatures(SUBJECT, issued.lock.sign_off_id)),
        sees_all=_sees_all(),
    )


def _followed(round_id: int) -> Round:
    """The round, for its providers and for those who see all; groups have their statements."""
    found = followed_round(round_id)
    if not _sees_all() and current_actor().role is not Role.PROVIDER_MANAGER:
        abort(404)
    return found


def _sees_all() -> bool:
    return current_actor().may(Permission.SEE_UNSHOWN_CALCULATIONS)


def _issued(found: Round) -> Issued | None:
    lock = find_newest_lock(found.id)
    if lock is None:
        return None
    documents = list_documents(lock.sign_off_id)
    read = documents_read_by(current_actor(), documents)
    notices = [each for each in read if each.kind is DocumentKind.DECISION_NOTICE]
    return Issued(round=found, lock=lock, documents=documents, notices=notices)


def _issued_or_404(round_id: int) -> Issued:
    issued = _issued(_followed(round_id))
    if issued is None:
        abort(404)
    return issued


def _chosen(issued: Issued) -> IssuedDocument:
    """The notice asked for (`?provider=ACU`), or the reader's own."""
    asked = request.args.get("provider", "")
    found = next((each for each in issued.notices if not asked or each.code == asked), None)
    if found is None:
        abort(404)
    return found


def _file(document: IssuedDocument, content: bytes, kind: str) -> Response:
    return send(content, kind, document.title)


def _providers(round_id: int, documents: Sequence[IssuedDocument]) -> Table:
    return presented.providers_table(
        [notice_from(each.content) for each in documents],
        lambda code: url_for("notices.show_decision_notice", round_id=round_id, provider=code),
    )


def _rest(issued: Sequence[IssuedDocument]) -> Table:
    """What is with nobody, as it was when the notices were issued."""
    report = next(each for each in issued if each.kind is DocumentKind.REPORT)
    return presented.rest_table(rest_from(report.content))
