"""Pages on which a contract is terminated, and on which somebody decides what follows it."""

from flask import flash
from werkzeug.wrappers import Response

from contracts.agreements.actions import ending
from contracts.agreements.forms.ending import DecideForm, TerminateForm
from contracts.agreements.queries.contracts import find_issue
from contracts.agreements.rules.notice import first_day_after_notice
from contracts.agreements.views.blueprint import address_of, crumbs_to, draft_in_view, views
from core import clock
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires


@views.route("/<int:contract_id>/terminate", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
@binding
def terminate_contract(contract_id: int) -> Response | tuple[str, int]:
    """Say what terminating does and to whom, and do it."""
    contract = draft_in_view(contract_id)
    form = TerminateForm()

    def act() -> str:
        if form.notice_given_on.data is None or form.first_day_without.data is None:
            raise RuntimeError("no day was typed: the form is not valid")
        ending.terminate_contract(
            contract_id=contract_id,
            notice_given_on=form.notice_given_on.data,
            first_day_without=form.first_day_without.data,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
            href=address_of(contract_id),
            shorter=form.agreed,
        )
        flash(f"{contract.reference} is terminated. All its parties are told.")
        return address_of(contract_id)

    if answer := submit(form, act):
        return answer
    issue = find_issue(contract_id)
    return page(
        "contracts/agreements/terminate_contract.html",
        form,
        contract=contract,
        told=[each.party.name for each in issue.signers] if issue else [],
        earliest=first_day_after_notice(clock.today(), contract.notice_months),
        crumbs=crumbs_to(contract),
    )


@views.route("/<int:contract_id>/end", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def decide_end(contract_id: int) -> Response | tuple[str, int]:
    """Decide what follows when the term ends."""
    contract = draft_in_view(contract_id)
    form = DecideForm()

    def act() -> str:
        decided = ending.decide_end(
            contract_id=contract_id,
            decision=form.chosen,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"Decided about the end of {contract.reference}: {decided.decision_name}.")
        return address_of(contract_id)

    if answer := submit(form, act):
        return answer
    return page("contracts/agreements/decide_end.html", form, contract=contract, crumbs=crumbs_to(contract))
