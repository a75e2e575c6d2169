"""The page of a contract: where it stands, what can be done now, what it says, who signed, documents, history."""

from dataclasses import dataclass
from datetime import date

from flask import abort
from sqlalchemy.exc import NoResultFound

from contracts.agreements.actions.issuing import obstacles_to
from contracts.agreements.models.contracts import SUBJECT, Contract
from contracts.agreements.models.issues import ISSUE_SUBJECT, Issue
from contracts.agreements.presented import contract as presented
from contracts.agreements.presented.register import LOOKS
from contracts.agreements.queries.content import content_now
from contracts.agreements.queries.contracts import (
    content_of,
    find_discard,
    find_end_decided,
    find_termination,
    get_issue,
    list_issues,
    list_schedules,
)
from contracts.agreements.queries.money import list_exceptions
from contracts.agreements.queries.register import open_variations, review_of
from contracts.agreements.queries.specifications import readable_versions
from contracts.agreements.rules.content import Content, content_from
from contracts.agreements.rules.states import State
from contracts.agreements.views.blueprint import contract_in_view, crumbs, crumbs_to, may_allow, may_draft, views
from core import clock
from core.attachments.forms import AttachForm
from core.attachments.queries import list_attachments
from core.markdown import as_html
from core.permissions import Permission
from core.signatures.models import Signature
from core.signatures.queries import list_signatures
from core.threads.queries import threads_on
from core.web import current_actor, page, requires, restricted

_SIGNABLE = (State.ISSUED, State.SIGNED, State.IN_FORCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class May:
    """What the reader can do with a contract now."""

    change: bool
    issue: bool
    recall: bool
    sign: bool
    terminate: bool
    decide: bool
    allow: bool
    comment: bool


def issued_content(contract: Contract, issue: Issue | None) -> Content:
    """What is signed of a contract that is issued; of a draft, what would be."""
    return content_from(content_of(issue)) if issue else content_now(contract)


def standing_issue(issues: list[Issue]) -> Issue | None:
    """The newest issue, unless it was taken back."""
    return issues[0] if issues and issues[0].recall is None else None


def may_do(contract: Contract, issue: Issue | None, given: list[Signature], *, on: date) -> May:
    """What the reader can do with the contract on a day."""
    actor, state, drafts = current_actor(), contract.state_on(on), may_draft(contract)
    asked = {each.party_id for each in issue.signers} if issue else set()
    signed = {each.organisation_id for each in given}
    runs = state in (State.SIGNED, State.IN_FORCE) and contract.terminated_on is None
    return May(
        change=drafts and contract.is_draft,
        issue=drafts and contract.is_draft,
        recall=drafts and state is State.ISSUED,
        sign=state in _SIGNABLE and actor.may(Permission.SIGN_CONTRACTS) and actor.organisation_id in asked - signed,
        terminate=drafts and runs,
        decide=drafts and runs,
        allow=may_allow(contract),
        comment=actor.may(Permission.COMMENT) and state is not State.DISCARDED,
    )


@views.get("/<int:contract_id>")
@requires(Permission.SEE_CONTRACTS)
@restricted
def show_contract(contract_id: int) -> tuple[str, int]:
    """Show a contract: its state, what can be done now, its facts, clauses and schedules, signatures, and history."""
    contract, on = contract_in_view(contract_id), clock.today()
    issues, schedules = list_issues(contract.id), list_schedules(contract.id)
    issue = standing_issue(issues)
    content = issued_content(contract, issue)
    given = list_signatures(ISSUE_SUBJECT, issue.id) if issue else []
    may = may_do(contract, issue, given, on=on)
    return page(
        "contracts/agreements/show_contract.html",
        contract=contract,
        crumbs=crumbs(),
        state=contract.state_on(on),
        state_name=contract.state_name_on(on),
        look=LOOKS[contract.state_on(on)],
        may=may,
        steps=presented.steps_of(contract, on=on),
        next_in_words=presented.who_acts_next(contract, issue, given, on=on),
        obstacles=obstacles_to(contract, content, on=on) if may.issue else [],
        content=content,
        parts=presented.parts_shown(content.parts),
        schedules={each.key: each for each in schedules},
        readable=readable_versions(schedules, by=current_actor()),
        threads={each.anchor: each for each in threads_on(SUBJECT, contract.id)},
        issue=issue,
        issues=issues,
        signers=presented.signers_table(issue, given) if issue else None,
        given=given,
        exceptions=list_exceptions(contract.id),
        termination=find_termination(contract.id),
        decided=find_end_decided(contract.id),
        discard=find_discard(contract.id),
        value_in_words=presented.value_in_words(contract, content.facts),
        next_review=review_of(contract, on=on),
        variations=open_variations([contract.id]).get(contract.id, 0),
        documents=list_attachments(SUBJECT, contract.id),
        attach=AttachForm() if may.comment else None,
        as_html=as_html,
    )


@views.get("/<int:contract_id>/issues/<int:number>")
@requires(Permission.SEE_CONTRACTS)
@restricted
def show_issue(contract_id: int, number: int) -> tuple[str, int]:
    """Show exactly what was issued under a number, and who signed it, also where it was taken back."""
    contract = contract_in_view(contract_id)
    try:
        issue = get_issue(contract.id, number)
    except NoResultFound:
        abort(404)
    content = content_from(content_of(issue))
    return page(
        "contracts/agreements/show_issue.html",
        contract=contract,
        crumbs=crumbs_to(contract),
        issue=issue,
        content=content,
        parts=presented.parts_shown(content.parts),
        given=list_signatures(ISSUE_SUBJECT, issue.id),
        as_html=as_html,
    )
