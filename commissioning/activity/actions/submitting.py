"""Submitting: a return is checked, submitted whole or in part, said to be nil, and certified by a second person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from commissioning.activity.actions.recording import check_own, held_for_provider, record_on, tell
from commissioning.activity.actions.storing import (
    Ids,
    Progress,
    store_checked,
    store_covered,
    store_file,
    store_queries,
)
from commissioning.activity.checking.columns import check
from commissioning.activity.checking.nil import check_nil
from commissioning.activity.checking.taking import check_can_be_taken
from commissioning.activity.checking.values import Checked, ReadReturn
from commissioning.activity.models.expectations import Expectation
from commissioning.activity.models.submissions import SUBJECT, Certification, Submission
from commissioning.activity.queries.asked import asked_of
from commissioning.activity.queries.expectations import find_provider_setting, get_expectation
from commissioning.activity.queries.returns import Return, get_return, services_to_send
from commissioning.activity.queries.submissions import find_by_request, get_submission
from commissioning.activity.rules.asking import (
    Taking,
    Way,
    check_certifier,
    check_same_file,
    check_words,
)
from commissioning.activity.rules.checks.asked import Asked
from commissioning.activity.rules.due import check_is_expected
from commissioning.activity.rules.states import check_may_submit
from commissioning.catalogue.queries import services_by_code
from commissioning.organisations.queries.lines import parties_by_code
from core.api.keys import check_repeated, check_request_key
from core.audit import Values
from core.canonical import canonical_text, hash_of
from core.db import db
from core.errors import Refusal
from core.four_eyes import counts_as
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may
from core.working_days import add_working_days

ANSWER_WITHIN = 10
"""Working days in which queries of the checks are to be answered. A setting, not a law of nature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How a return comes in: the way, whether its good rows are taken where it has errors, and a machine's own key.

    `href`: the page of the return, for messages; none are written where it is blank. `found`: is told what was asked
    and what the check found, before it is judged; not called where the same key was used before.
    """

    way: Way = Way.FILE
    taking: Taking = Taking.WHOLE
    request_key: str | None = None
    href: str = ""
    found: Callable[[Asked, Checked], None] | None = None


def check_return(
    *,
    expectation_id: int,
    month: str,
    read: ReadReturn,
    by: Actor,
    on: date,
) -> Checked:
    """What would be found in a return, without submitting it. Changes and records nothing."""
    expectation = get_expectation(expectation_id)
    check_may(by, Permission.SUBMIT_ACTIVITY, commissioner_id=expectation.commissioner_id)
    check_own(by, expectation.provider_id)
    check_is_expected(expectation.expected, month)
    covered = services_to_send(get_return(expectation_id, month, on=on))
    return check(read, asked_of(expectation, month, on=on, service_ids=covered))


def submit_return(
    *,
    expectation_id: int,
    month: str,
    read: ReadReturn,
    by: Actor,
    at: datetime,
    on: date,
    sending: Sending | None = None,
    progress: Progress | None = None,
) -> Submission:
    """Submit a return for the period that holds a month. It replaces what stood for the services it covers.

    Refused whole (`HasFindings`) where the file is, and where rows have errors unless the provider chose to owe them.
    A machine that sends the same key again gets the submission it made before.
    """
    sending = sending or Sending()
    expectation = held_for_provider(expectation_id, by)
    made = _made_before(expectation, month, read, sending.request_key) if sending.request_key else None
    if made is not None:
        return made
    check_is_expected(expectation.expected, month)
    state = get_return(expectation_id, month, on=on)
    check_may_submit(state.due, state.facts, on=on)
    covered = services_to_send(state)
    checked = _checked(read, asked_of(expectation, month, on=on, service_ids=covered), sending)
    check_same_file(
        file_hash=read.file_hash, standing={each.number: each.file_hash for each in state.standing.values()}
    )
    submission = _new(state, by, at, sending, file=(read.file_name, read.file_hash), checked=checked)
    ids = _ids(expectation.commissioner_id)
    store_file(submission.id, read.content)
    store_covered(submission.id, sorted(covered))
    store_checked(submission, checked, ids, progress=progress)
    store_queries(submission, checked, ids, at=at, answer_due_on=add_working_days(on, ANSWER_WITHIN))
    _finish("submit_return", expectation, submission, state, by=by, at=at, on=on, href=sending.href)
    return submission


def submit_nil_return(
    *, expectation_id: int, month: str, words: str, by: Actor, at: datetime, on: date, href: str = ""
) -> Submission:
    """State that nothing of what is asked for happened in the period. `words` say why, for whoever reads it later.

    It is asked about like any other 0: where it comes suddenly, or lies outside the limits.
    """
    expectation = held_for_provider(expectation_id, by)
    check_is_expected(expectation.expected, month)
    state = get_return(expectation_id, month, on=on)
    check_may_submit(state.due, state.facts, on=on)
    if state.latest is not None and state.latest.way is Way.NIL and not state.asked_again:
        raise Refusal(f"A nil return for {state.due.period} stands already.")
    kept = check_words(words, "why there was no activity")
    covered = services_to_send(state)
    codes = [each.service.code for each in expectation.services if each.service_id in covered]
    content = canonical_text(
        {
            "provider": expectation.provider.code,
            "return": expectation.name,
            "period": state.due.period.first_month,
            "services": sorted(codes),
            "nil": kept,
        }
    ).encode()
    checked = check_nil(asked_of(expectation, month, on=on, service_ids=covered))
    file = ("nil-return.json", hash_of(content.decode()))
    submission = _new(state, by, at, Sending(way=Way.NIL), file=file, checked=checked, words=kept)
    ids = _ids(expectation.commissioner_id)
    store_file(submission.id, content)
    store_covered(submission.id, sorted(covered))
    store_checked(submission, checked, ids)
    store_queries(submission, checked, ids, at=at, answer_due_on=add_working_days(on, ANSWER_WITHIN))
    _finish("submit_nil_return", expectation, submission, state, by=by, at=at, on=on, href=href)
    return submission


def certify_return(*, submission_id: int, by: Actor, at: datetime, on: date) -> Certification:
    """Certify what somebody else of one's organisation prepared; from then on it counts."""
    submission = get_submission(submission_id)
    expectation = held_for_provider(submission.expectation_id, by)
    state = get_return(expectation.id, submission.period, on=on)
    if submission.is_certified:
        raise Refusal("This return needs no certifying any more.")
    if state.latest is not None and state.latest.id != submission.id:
        raise Refusal(f"Number {submission.number} was replaced by number {state.latest.number}. Certify that one.")
    if state.facts.is_frozen:
        raise Refusal(f"{state.due.period} is frozen.")
    check_certifier(prepared_by_id=submission.prepared_by_id, person_id=counts_as(by, submission.prepared_by_id))
    certification = Certification(submission_id=submission.id, certified_by_id=by.person_id, certified_at=at)
    db.session.add(certification)
    db.session.flush()
    new: Values = {"number": submission.number, "period": str(state.due.period), "return": expectation.name}
    record_on(by, "certify_return", (SUBJECT, submission.id), commissioner_id=expectation.commissioner_id, new=new)
    return certification


def _checked(read: ReadReturn, asked: Asked, sending: Sending) -> Checked:
    """What the check found in a return that can be taken, told to whoever asked; refused where it cannot."""
    checked = check(read, asked)
    if sending.found is not None:
        sending.found(asked, checked)
    check_can_be_taken(checked, sending.taking)
    return checked


def _ids(commissioner_id: int) -> Ids:
    practices = parties_by_code(commissioner_id, PartyKind.PRACTICE)
    return Ids(
        services={code: each.id for code, each in services_by_code(commissioner_id).items()},
        practices={code: each.id for code, each in practices.items()},
    )


def _made_before(expectation: Expectation, month: str, read: ReadReturn, request_key: str) -> Submission | None:
    """What the provider sent under this key before: the same return for the same period, or it is refused."""
    check_request_key(request_key)
    made = find_by_request(expectation.provider_id, request_key)
    if made is None:
        return None
    now = (expectation.id, expectation.period(month).first_month, read.file_hash)
    check_repeated((made.expectation_id, made.period, made.file_hash), now)
    return made


def _new(
    state: Return,
    by: Actor,
    at: datetime,
    sending: Sending,
    *,
    file: tuple[str, str],
    checked: Checked,
    words: str = "",
) -> Submission:
    latest = state.latest
    setting = find_provider_setting(state.expectation.provider_id)
    submission = Submission(
        expectation_id=state.expectation.id,
        period=state.due.period.first_month,
        number=1 if latest is None else latest.number + 1,
        way=sending.way,
        file_name=file[0][:200],
        file_hash=file[1],
        row_count=len(checked.rows),
        owed=checked.owed,
        words=words,
        request_key=sending.request_key,
        replaces_id=None if latest is None else latest.id,
        needs_certifier=setting is not None and setting.needs_certifier,
        prepared_by_id=by.person_id,
        prepared_at=at,
    )
    db.session.add(submission)
    db.session.flush()
    return submission


def _finish(
    act: str,
    expectation: Expectation,
    submission: Submission,
    state: Return,
    *,
    by: Actor,
    at: datetime,
    on: date,
    href: str,
) -> None:
    """Record the act, and tell the commissioner."""
    new: Values = {
        "return": expectation.name,
        "period": str(state.due.period),
        "number": submission.number,
        "rows": submission.row_count,
        "owed": submission.owed,
        "file_hash": submission.file_hash,
    }
    record_on(by, act, (SUBJECT, submission.id), commissioner_id=expectation.commissioner_id, new=new)
    words = (
        f"Number {submission.number}, {submission.row_count:,} rows, {submission.owed:,} owed. "
        f"SHA-256 of the file: {submission.file_hash}."
    )
    told = f"{expectation.name} for {state.due.period}"
    trust, provider = expectation.commissioner_id, expectation.provider
    for place, permission, kind, subject in (
        (trust, Permission.ACCEPT_ACTIVITY, act, f"{provider.name} returned {told}"),
        (provider.id, Permission.SUBMIT_ACTIVITY, "receipt", f"Receipt: {told} is submitted"),
    ):
        key = f"activity.{kind}/{submission.id}"
        tell(place, permission, key=key, subject=subject, words=words, href=href, at=at, on=on)
