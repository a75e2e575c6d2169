"""The page on which a notice is issued, and its letters."""

from flask import Response, abort, flash, request, url_for
from werkzeug.wrappers import Response as Answer

from contracts.agreements.models.contracts import Contract
from contracts.agreements.rules.particulars import SETTINGS
from contracts.agreements.rules.states import State
from contracts.notices.actions import issuing
from contracts.notices.actions.issuing import Written
from contracts.notices.documents.letter import exception_pdf, letter_pdf
from contracts.notices.forms import IssueForm
from contracts.notices.queries.notices import list_outcomes
from contracts.notices.queries.references import find_reference
from contracts.notices.queries.terms import terms_of
from contracts.notices.rules.days import counted
from contracts.notices.rules.kinds import ANSWER_SETTINGS, KIND_NAMES
from contracts.notices.views.blueprint import crumbs_of, notice_in_view, noticed_in_view, views
from core import clock
from core.components import day
from core.one_use import submit
from core.permissions import Permission
from core.record_numbers import record_number
from core.sending import send
from core.web import binding, current_actor, page, requires
from core.working_days import add_working_days


@views.route("/<int:contract_id>/notices/issue", methods=["GET", "POST"])
@requires(Permission.ISSUE_NOTICES)
@binding
def issue_notice(contract_id: int) -> Answer | tuple[str, int]:
    """Write a notice, see by when it has to be answered, and issue it."""
    contract = noticed_in_view(contract_id)
    if contract.commissioner_id != current_actor().organisation_id:
        abort(404)
    given = request.args
    form = IssueForm(data={"about_kind": given.get("about_kind", ""), "about_id": given.get("about_id", "")})

    def act() -> str:
        notice = issuing.issue_notice(
            contract_id=contract.id,
            wanted=_written(form),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href_of=lambda number: url_for("contract_notices.show_notice", contract_id=contract_id, number=number),
        )
        flash(f"{notice.named} is issued. {contract.provider.name} is told.")
        return url_for("contract_notices.show_notice", contract_id=contract.id, number=notice.number)

    if answer := submit(form, act):
        return answer
    return page(
        "contracts/notices/issue_notice.html",
        form,
        contract=contract,
        days=_days_in_words(contract),
        why_not=_why_not(contract),
        reference=find_reference(contract.id, str(form.about_kind.data or ""), _number(form.about_id.data)),
        crumbs=crumbs_of(contract),
    )


@views.get("/<int:contract_id>/notices/<int:number>/letter.pdf")
@requires(Permission.SEE_PERFORMANCE)
def download_letter_pdf(contract_id: int, number: int) -> Response:
    """Give the letter of a notice."""
    notice = notice_in_view(contract_id, number)
    return send(letter_pdf(notice), "pdf", notice.contract.reference, f"notice {notice.number}")


@views.get("/<int:contract_id>/notices/<int:number>/exceptions/<int:report_id>/letter.pdf")
@requires(Permission.SEE_PERFORMANCE)
def download_exception_pdf(contract_id: int, number: int, report_id: int) -> Response:
    """Give an exception report as a letter."""
    notice = notice_in_view(contract_id, number)
    reports = [report for plan in list_outcomes(notice.id) for each in plan.milestones for report in each.reports]
    found = next((each for each in reports if each.id == report_id), None)
    if found is None:
        abort(404)
    named = f"exception {found.milestone.number} stage {found.stage}"
    return send(exception_pdf(notice, found), "pdf", notice.contract.reference, f"notice {number}", named)


def _why_not(contract: Contract) -> list[str]:
    """Why the reader cannot issue a notice today; none where they can."""
    on, found = clock.today(), []
    if contract.state_on(on) is not State.IN_FORCE:
        state = contract.state_name_on(on)
        found.append(f"{contract.reference} is not in force today ({state}), so no notice can be issued.")
    if contract.provider_id in current_actor().interests:
        found.append(f"You declared an interest in {contract.provider.name}: ask a colleague to issue it.")
    return found


def _written(form: IssueForm) -> Written:
    return Written(
        kind=form.chosen,
        title=str(form.title.data or ""),
        clause=str(form.clause.data or ""),
        about=str(form.about.data or ""),
        asked=str(form.asked.data or ""),
        response_due_on=form.response_due_on.data,
        about_kind=str(form.about_kind.data or ""),
        about_id=_number(form.about_id.data),
    )


def _number(text: str | None) -> int | None:
    return record_number((text or "").strip())


def _days_in_words(contract: Contract) -> list[str]:
    """By when each kind of notice issued today has to be answered, and why."""
    said, on = [], clock.today()
    settings = terms_of(contract).settings(on)
    for kind, name in KIND_NAMES.items():
        found = counted(ANSWER_SETTINGS[kind], settings, on, add_working_days)
        label = SETTINGS[ANSWER_SETTINGS[kind]].label
        otherwise = f"{name}: the contract has no setting “{label}”, so enter the day."
        said.append(f"{name}: answer by {day(found.on)}. {found.source}." if found else otherwise)
    return said
