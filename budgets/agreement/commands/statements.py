"""The job that makes the documents of a signed-off round: a quarter of a minute or so, which no page waits for."""

from budgets.agreement.actions.statements import ISSUE, ask_for_missing_documents, issue_documents
from budgets.agreement.documents.statements import documents_of
from budgets.agreement.models.sign_off import SUBJECT
from budgets.agreement.queries.statements import get_lock, list_documents
from budgets.agreement.rules.statements import ToIssue
from core import clock
from core.audit_trail.queries import head_hash
from core.db import transaction
from core.jobs.registry import Progress, register, register_due
from core.jobs.rules import Result, Values
from core.signatures.queries import list_signatures


def make_known() -> None:
    """Tell the jobs of this one, and that what is missing is looked for."""
    register(ISSUE, issue, "Issue statements and decision notices")
    register_due("statements of signed-off rounds", ask_for_missing_documents)


def issue(values: Values, progress: Progress) -> Result | None:
    """Make the documents of a locked round one by one, then keep all of them at once."""
    sign_off_id = int(str(values["sign_off_id"]))
    lock = get_lock(sign_off_id)
    year = lock.sign_off.proposal.round.year
    if list_documents(sign_off_id):
        return Result(words=f"The documents for {year} were issued before.")
    made: list[ToIssue] = []
    head = head_hash()
    for document in documents_of(lock, list_signatures(SUBJECT, sign_off_id), audit_head=head):
        made.append(document)
        progress(document.title, len(made))
    with transaction():
        issued = issue_documents(sign_off_id=sign_off_id, documents=made, at=clock.now())
    return Result(words=f"{len(issued)} documents for {year} were issued.")
