"""Who is nominated and what makes a quorum; what became of the actions agreed before; when the next review is."""

from datetime import date

from commissioning.meetings.measures import measured_since
from commissioning.meetings.models import Action
from commissioning.meetings.presented.log import due_note
from commissioning.meetings.queries.actions import age_on
from commissioning.meetings.queries.meetings import list_actions_of, list_attendees
from commissioning.meetings.rules.ageing import AGE_NAMES, ActionStage, Age
from commissioning.meetings.rules.attendance import quorum_in_words
from contracts.agreements.models.contracts import Contract
from contracts.reviews.models import Review
from contracts.reviews.queries.arrangements import arranged_of
from contracts.reviews.queries.reviews import get_review, list_of_contract
from contracts.reviews.rules.schedule import Stage
from contracts.reviews.sections import Part, Period
from core.components import day
from core.tables import Cell, columns, table, words
from core.wording import in_full


def attendance_section(contract: Contract, period: Period, on: date) -> Part:
    """What makes a quorum, with its source, and who is nominated for each organisation."""
    del contract, on
    meeting = get_review(period.review_id).meeting
    if meeting is None:
        return Part()
    needed = [each.party.name for each in meeting.parties if each.is_needed]
    rule = quorum_in_words(needed, others_needed=meeting.others_needed)
    attendees = list_attendees(meeting.id)
    rows = [
        [words(each.party.name), words("; ".join(a.name for a in attendees if a.party_id == each.party_id) or "Nobody")]
        for each in meeting.parties
    ]
    listed = table("attendance", "Who is nominated", columns("Organisation", "Nominated"), rows)
    return Part(sentences=[f"{rule} Source: {meeting.quorum_source}."], tables=[listed])


def actions_section(contract: Contract, period: Period, on: date) -> Part:
    """The actions of earlier reviews: all of the last one held, those still open of the others; and what they moved."""
    this = get_review(period.review_id)
    earlier = [each for each in list_of_contract(contract.id) if each.meets_on < this.meets_on and each.meeting_id]
    ids = [each.meeting_id for each in earlier if each.meeting_id is not None]
    agreed = list_actions_of(ids)
    last = max((each.meeting.meets_on for each in agreed), default=None)
    shown = [each for each in agreed if each.stage is ActionStage.OPEN or each.meeting.meets_on == last]
    if not shown:
        return Part()
    overdue = sum(age_on(each, on) in (Age.OVERDUE, Age.LONG_OVERDUE) for each in shown)
    closed = sum(each.stage is not ActionStage.OPEN for each in shown)
    still = len(shown) - closed
    sentence = f"{still:,} open, {overdue:,} of them overdue; {closed:,} closed since."
    heads = columns("Action", "Owner", "Due", "State", "What came of it", "Did it move what it should?")
    moved = measured_since(shown, on=on)
    rows = [_action(each, on, moved.get(each.id, "")) for each in shown]
    return Part(sentences=[sentence], tables=[table("actions", "Actions agreed before", heads, rows)])


def _action(action: Action, on: date, moved: str) -> list[Cell]:
    is_open = action.stage is ActionStage.OPEN
    return [
        words(action.words, note=f"Agreed on {in_full(action.meeting.meets_on)}, number {action.number}"),
        words(f"{action.owner_name}, {action.owner.name}"),
        words(day(action.due_on), note=due_note(action, on), look="app-day"),
        words(AGE_NAMES[age_on(action, on)] if is_open else action.stage_name),
        words(action.outcome or "–"),
        words(action.moves_words or "–", note=moved),
    ]


def next_date_section(contract: Contract, period: Period, on: date) -> Part:
    """The day of the next review with that of its papers; where it is not called yet, the day of the schedule."""
    del on
    this = get_review(period.review_id)
    later = [
        each
        for each in list_of_contract(contract.id)
        if (each.scheduled_for or each.meets_on) > (this.scheduled_for or this.meets_on)
        and each.stage is Stage.SCHEDULED
    ]
    if not later:
        return _by_the_schedule(contract, this)
    soonest = min(later, key=lambda each: each.meets_on)
    papers = f"Its papers are due by {in_full(soonest.papers_due_on)}."
    return Part(sentences=[f"{soonest.named} is on {in_full(soonest.meets_on)}. {papers}"])


def _by_the_schedule(contract: Contract, this: Review) -> Part:
    """The next day of the contract's schedule, where that review is not called yet; none after the last."""
    called = [each.scheduled_for for each in list_of_contract(contract.id) if each.scheduled_for is not None]
    days = arranged_of(contract).days_of_review(called)
    after = next((each for each in days if each > (this.scheduled_for or this.meets_on)), None)
    if after is None:
        return Part(sentences=["This is the last review that the schedule of the contract asks for."])
    return Part(
        sentences=[f"The schedule of the contract puts the next review on {in_full(after)}. It is not called yet."]
    )
