"""The page of the decision notice: what a provider provides, from when, how much and for whom."""

from collections.abc import Sequence

from flask import Blueprint, abort, request, url_for

from budgets.agreement.documents.notices import in_one_sentence, remarks
from budgets.agreement.documents.sign_off import content_of, in_order
from budgets.agreement.models.sign_off import SUBJECT, IssuedDocument
from budgets.agreement.presented import notices as presented
from budgets.agreement.presented.statements import documents_read_by
from budgets.agreement.queries.sign_off import find_newest_lock
from budgets.agreement.queries.statements import list_documents
from budgets.agreement.rules.notices_kept import notice_from, rest_from
from budgets.agreement.rules.statements import DocumentKind
from budgets.agreement.views.sign_off_words import superseded
from budgets.rounds.presented.cells import Table
from budgets.rounds.views.reach import followed_round
from core.periods import FinancialYear
from core.permissions import Permission, Role
from core.signatures.queries import list_signatures
from core.web import current_actor, page, requires
from core.wording import sterling

views = Blueprint("notices", __name__, url_prefix="/budgets/rounds")


@views.get("/<int:round_id>/decision-notice")
@requires(Permission.SEE_PROPOSALS)
def show_decision_notice(round_id: int) -> tuple[str, int]:
    """Show a provider its notice; to those who see all any provider's (`?provider=ACU`), else the list of them."""
    found = followed_round(round_id)
    actor = current_actor()
    sees_all = actor.may(Permission.SEE_UNSHOWN_CALCULATIONS)
    if not sees_all and actor.role is not Role.PROVIDER_MANAGER:
        abort(404)
    lock = find_newest_lock(round_id)
    if lock is None:
        return page("budgets/agreement/sign_off/show_no_notice.html", round=found, lock=None, is_issued=False)
    issued = list_documents(lock.sign_off_id)
    documents = [each for each in documents_read_by(actor, issued) if each.kind is DocumentKind.DECISION_NOTICE]
    if not documents:
        return page("budgets/agreement/sign_off/show_no_notice.html", round=found, lock=lock, is_issued=bool(issued))
    if sees_all and not request.args.get("provider"):
        return page(
            "budgets/agreement/sign_off/list_decision_notices.html",
            round=found,
            state=superseded(lock),
            content=content_of(lock),
            providers=_providers(round_id, documents),
            rest=_rest(issued),
            total=sterling(content_of(lock).money["total"]),
        )
    chosen = _chosen(documents)
    notice = notice_from(chosen.content)
    first_day = FinancialYear.named(found.year).first_day
    return page(
        "budgets/agreement/sign_off/show_decision_notice.html",
        round=found,
        state=superseded(lock),
        content=content_of(lock),
        notice=notice,
        document=chosen,
        sentence=in_one_sentence(notice, found.commissioner.name, first_day),
        remarks=remarks(notice),
        lines=presented.lines_table(notice),
        signatures=in_order(list_signatures(SUBJECT, lock.sign_off_id)),
        sees_all=sees_all,
    )


def _chosen(documents: Sequence[IssuedDocument]) -> IssuedDocument:
    """The notice asked for (`?provider=ACU`), or the reader's own."""
    asked = request.args.get("provider", "")
    if not asked:
        return documents[0]
    found = next((each for each in documents if each.code == asked), None)
    if found is None:
        abort(404)
    return found


def _providers(round_id: int, documents: Sequence[IssuedDocument]) -> Table:
    return presented.providers_table(
        [notice_from(each.content) for each in documents],
        lambda code: url_for("notices.show_decision_notice", round_id=round_id, provider=code),
    )


def _rest(issued: Sequence[IssuedDocument]) -> Table:
    """What is with nobody, as it was when the notices were issued."""
    report = next(each for each in issued if each.kind is DocumentKind.REPORT)
    return presented.rest_table(rest_from(report.content))
