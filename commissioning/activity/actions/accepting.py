"""What the commissioner does with a return: accept it, ask for services again, freeze its month. Figures stay."""

from collections.abc import Sequence
from datetime import date, datetime

from commissioning.activity.actions.recording import held_for_commissioner, record_on, tell
from commissioning.activity.models.freezing import Snapshot, SnapshotPart
from commissioning.activity.models.questions import Request, RequestedService
from commissioning.activity.models.submissions import SUBJECT, Acceptance, Submission
from commissioning.activity.queries.returns import Return, get_return
from commissioning.activity.queries.submissions import get_submission, list_queries, list_sums
from commissioning.activity.rules.asking import QueryState, check_answer_due, check_words
from commissioning.activity.rules.due import check_is_expected
from commissioning.activity.rules.states import check_may_accept, check_may_freeze
from core.audit import Values
from core.canonical import canonical_text, hash_of
from core.db import db
from core.errors import OutOfDate, Refusal
from core.four_eyes import check_other_person
from core.permissions import Actor, Permission
from core.wording import listed


def accept_return(*, submission_id: int, by: Actor, at: datetime, on: date) -> Acceptance:
    """Accept a return as it stands with its last submission; its answered queries are settled by it."""
    submission = get_submission(submission_id)
    expectation = held_for_commissioner(submission.expectation_id, by, Permission.ACCEPT_ACTIVITY)
    state = get_return(expectation.id, submission.period, on=on)
    _check_latest(submission, state)
    check_may_accept(state.facts)
    certifier = submission.certification.certified_by_id if submission.certification else None
    check_other_person(by, submission.prepared_by_id, certifier, did="sent this return")
    acceptance = Acceptance(submission_id=submission.id, accepted_by_id=by.person_id, accepted_at=at)
    db.session.add(acceptance)
    settled = list_queries([each.id for each in state.submissions], state=QueryState.ANSWERED)
    for query in settled:
        query.state = QueryState.SETTLED
    db.session.flush()
    new: Values = {
        "return": expectation.name,
        "period": str(state.due.period),
        "number": submission.number,
        "settled": len(settled),
    }
    record_on(by, "accept_return", (SUBJECT, submission.id), commissioner_id=expectation.commissioner_id, new=new)
    return acceptance


def ask_to_resubmit(
    *,
    submission_id: int,
    service_ids: Sequence[int],
    reason: str,
    due_on: date,
    by: Actor,
    at: datetime,
    on: date,
    href: str = "",
) -> Request:
    """Ask the provider to send chosen services again, with a reason and a day. What stands stays until it does."""
    submission = get_submission(submission_id)
    expectation = held_for_commissioner(submission.expectation_id, by, Permission.ACCEPT_ACTIVITY)
    state = get_return(expectation.id, submission.period, on=on)
    _check_latest(submission, state)
    _check_may_ask_for(service_ids, state)
    check_answer_due(due_on, on=on)
    request = Request(
        submission_id=submission.id,
        reason=check_words(reason, "why the services are to be sent again"),
        due_on=due_on,
        requested_by_id=by.person_id,
        requested_at=at,
        services=[RequestedService(service_id=each) for each in sorted(set(service_ids))],
    )
    db.session.add(request)
    db.session.flush()
    names = listed([each.service.name for each in expectation.services if each.service_id in service_ids])
    new: Values = {
        "services": names,
        "number": submission.number,
        "due_on": due_on.isoformat(),
        "reason": request.reason,
    }
    record_on(by, "ask_to_resubmit", (SUBJECT, submission.id), commissioner_id=expectation.commissioner_id, new=new)
    _tell_provider(request, names, state, href=href, at=at, on=on)
    return request


def freeze_month(*, expectation_id: int, month: str, by: Actor, at: datetime, on: date) -> Snapshot:
    """Freeze the period that holds a month: what stands for each service is what counts from now on."""
    expectation = held_for_commissioner(expectation_id, by, Permission.ACCEPT_ACTIVITY)
    check_is_expected(expectation.expected, month)
    state = get_return(expectation_id, month, on=on)
    check_may_freeze(state.due, is_frozen=state.facts.is_frozen, is_submitted=bool(state.standing), on=on)
    snapshot = Snapshot(
        expectation_id=expectation.id,
        period=state.due.period.first_month,
        was_accepted=state.facts.is_accepted,
        content_hash=hash_of(canonical_text(_content(state))),
        frozen_by_id=by.person_id,
        frozen_at=at,
        parts=[
            SnapshotPart(service_id=service_id, submission_id=submission.id)
            for service_id, submission in sorted(state.standing.items())
        ],
    )
    db.session.add(snapshot)
    db.session.flush()
    new: Values = {
        "return": expectation.name,
        "period": str(state.due.period),
        "accepted": snapshot.was_accepted,
        "content_hash": snapshot.content_hash,
    }
    record_on(
        by,
        "freeze_month",
        ("activity_expectation", expectation.id),
        commissioner_id=expectation.commissioner_id,
        new=new,
    )
    return snapshot


def _tell_provider(request: Request, names: str, state: Return, *, href: str, at: datetime, on: date) -> None:
    tell(
        state.expectation.provider_id,
        Permission.SUBMIT_ACTIVITY,
        key=f"activity.ask_to_resubmit/{request.id}",
        subject=f"Please send {state.expectation.name} for {state.due.period} again",
        words=f"{names}: {request.reason}",
        href=href,
        at=at,
        on=on,
    )


def _content(state: Return) -> dict[str, object]:
    """What a snapshot is the hash of: for each service the submission and its file, and the sums that count."""
    codes = {covered.service_id: covered.service.code for each in state.submissions for covered in each.covered}
    numbers = {each.id: each for each in state.standing.values()}
    sums = [
        [codes[held.service_id], held.month, held.currency, held.placed, held.unplaced, held.total]
        for held in list_sums(list(numbers))
        if held.service_id in state.standing and state.standing[held.service_id].id == held.submission_id
    ]
    return {
        "return": state.expectation.name,
        "provider": state.expectation.provider.code,
        "period": state.due.period.first_month,
        "parts": sorted(
            [codes[service_id], submission.number, submission.file_hash]
            for service_id, submission in state.standing.items()
        ),
        "sums": sorted(sums, key=lambda held: [str(part) for part in held[:3]]),
    }


def _check_latest(submission: Submission, state: Return) -> None:
    """Refuse to decide over what was replaced meanwhile."""
    if state.latest is None or state.latest.id != submission.id:
        raise OutOfDate("The provider submitted anew since. Look at the latest submission first.")


def _check_may_ask_for(service_ids: Sequence[int], state: Return) -> None:
    if state.facts.is_frozen:
        raise Refusal(f"{state.due.period} is frozen. What was wrong in it is corrected by an adjustment.")
    if not service_ids:
        raise Refusal("Choose at least one service to be sent again.")
    if not state.facts.is_certified:
        raise Refusal("This return is not certified yet.")
    if not set(service_ids) <= {each.service_id for each in state.expectation.services}:
        raise Refusal("Only services of this return can be asked for again.")
    if set(service_ids) & state.asked_again:
        raise Refusal("One of these services was asked for again already.")
