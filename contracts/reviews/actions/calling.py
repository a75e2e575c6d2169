"""Calling reviews as the contract schedules them, by the worker or by hand, and following what variations arrange."""

from collections.abc import Callable
from datetime import date, datetime

from commissioning.meetings.actions.calling import Wanted, call_meeting, change_quorum
from commissioning.meetings.rules.stages import Stage as MeetingStage
from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import get_contract
from contracts.agreements.rules.months import add_months
from contracts.agreements.rules.states import State as ContractState
from contracts.reviews.actions.recording import held_contract, meeting_id_of, parts_of, record_on, tell
from contracts.reviews.models import SUBJECT, Review
from contracts.reviews.queries.arrangements import Arranged, arranged_of
from contracts.reviews.queries.reviews import list_of_contract, list_reviewed_contracts, next_number, signed_on
from contracts.reviews.rules.agenda import AGENDA
from contracts.reviews.rules.schedule import Stage, due_to_be_called, free_day, is_asked_for, period_of
from core import audit
from core.db import db
from core.errors import Refusal
from core.permissions import Actor
from core.wording import in_full
from core.working_days import add_working_days, is_working_day

Address = Callable[[int], str]
_RUNNING = (ContractState.SIGNED, ContractState.IN_FORCE, ContractState.EXPIRED, ContractState.TERMINATED)


def call_scheduled_reviews(*, on: date, at: datetime, address_of: Address) -> list[Review]:
    """Call what the schedules of all contracts ask for by a day, and let reviews to come follow signed variations.

    An act of the installation. Twice does it once.
    """
    called: list[Review] = []
    for each in list_reviewed_contracts(on):
        contract = get_contract(each.id, for_change=True)
        arranged = arranged_of(contract)
        _follow(arranged, on=on, at=at, address_of=address_of)
        called += _call_due(arranged, None, on=on, at=at, address_of=address_of)
    return called


def call_reviews_of(*, contract_id: int, by: Actor, on: date, at: datetime, address_of: Address) -> list[Review]:
    """Call the reviews of one contract that its schedule asks for now. Refused where all of them are called."""
    contract = held_contract(contract_id, by=by)
    if contract.state_on(on) not in _RUNNING:
        raise Refusal(f"{contract.reference} is not in force, so it has no reviews. It is {_state(contract, on)}.")
    called = _call_due(arranged_of(contract), by, on=on, at=at, address_of=address_of)
    if not called:
        raise Refusal("Every review the schedule asks for by now is called.")
    return called


def _call_due(arranged: Arranged, by: Actor | None, *, on: date, at: datetime, address_of: Address) -> list[Review]:
    contract = arranged.contract
    there = list_of_contract(contract.id)
    called = [each.scheduled_for for each in there if each.scheduled_for is not None]
    days = arranged.days_of_review(called)
    due = due_to_be_called(days, called=called, ahead=add_months(on, arranged.months_on(on)))
    signed = signed_on(contract) if due else on
    made: list[Review] = []
    for day in due:
        earliest = free_day(day, taken=(), is_working_day=is_working_day)
        papers = add_working_days(earliest, -arranged.on(earliest).papers_days)
        if not is_asked_for(papers, signed_on=signed):
            continue
        if day < on:
            earliest = add_working_days(on, arranged.on(on).papers_days)
        taken = {each.meets_on for each in (*there, *made) if each.stage is Stage.SCHEDULED}
        meets_on = free_day(earliest, taken=taken, is_working_day=is_working_day)
        looked_at = period_of(day, starts_on=contract.starts_on, ends_on=arranged.last_day, days=days)
        made.append(_call(arranged, day, meets_on, looked_at, by, at=at))
    for review in made:
        words = f"Papers are due by {in_full(review.papers_due_on)}. Nominate who attends for your organisation."
        tell(review, "called", f"is on {in_full(review.meets_on)}", words, on=on, at=at, href=address_of(review.id))
    return made


def _call(
    arranged: Arranged, day: date, meets_on: date, looked_at: tuple[date, date], by: Actor | None, *, at: datetime
) -> Review:
    """Call the review of a scheduled day, with its meeting. `looked_at`: from which day to which it looks back."""
    contract, arrangement = arranged.contract, arranged.on(meets_on)
    review = Review(
        contract=contract,
        number=next_number(contract.id),
        scheduled_for=day,
        first_day=looked_at[0],
        last_day=looked_at[1],
        meets_on=meets_on,
        papers_due_on=add_working_days(meets_on, -arrangement.papers_days),
        papers_source=arrangement.papers_source,
        stage=Stage.SCHEDULED,
        reason="",
        called_at=at,
    )
    db.session.add(review)
    db.session.flush()
    review.meeting = call_meeting(
        Wanted(
            subject=SUBJECT,
            subject_id=review.id,
            commissioner_id=contract.commissioner_id,
            title=f"{review.named} of {contract.reference}, {contract.title}",
            meets_on=meets_on,
            parts=parts_of(contract),
            items=[(item.key, item.title) for item in AGENDA],
            others_needed=arrangement.groups,
            quorum_source=arrangement.groups_source,
        )
    )
    db.session.flush()
    new: audit.Values = {"number": review.number, "reference": contract.reference, "meets_on": in_full(meets_on)}
    record_on(review, "call_review", by=by, new=new)
    return review


def _follow(arranged: Arranged, *, on: date, at: datetime, address_of: Address) -> None:
    """Let reviews that are not held yet follow what the contract arranges for their days: papers and quorum."""
    for review in list_of_contract(arranged.contract.id):
        meeting, arrangement = review.meeting, arranged.on(review.meets_on)
        if review.stage is not Stage.SCHEDULED or meeting is None or meeting.stage is not MeetingStage.PLANNED:
            continue
        papers_due_on = add_working_days(review.meets_on, -arrangement.papers_days)
        said = (papers_due_on, arrangement.papers_source, arrangement.groups, arrangement.groups_source)
        if said == (review.papers_due_on, review.papers_source, meeting.others_needed, meeting.quorum_source):
            continue
        old = {"papers_due_on": in_full(review.papers_due_on)}
        review.papers_due_on, review.papers_source = papers_due_on, arrangement.papers_source
        change_quorum(meeting_id_of(review), others_needed=arrangement.groups, source=arrangement.groups_source)
        db.session.flush()
        new: audit.Values = {"papers_due_on": in_full(papers_due_on), "source": arrangement.papers_source}
        record_on(review, "follow_contract", by=None, new=new, old=old)
        words = f"Papers are due by {in_full(papers_due_on)}. {arrangement.papers_source}."
        key, href = f"follows/{papers_due_on}", address_of(review.id)
        tell(review, key, "follows what the contract says now", words, on=on, at=at, href=href)


def _state(contract: Contract, on: date) -> str:
    return contract.state_name_on(on).lower()
