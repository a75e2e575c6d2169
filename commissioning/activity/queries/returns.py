"""Where returns stand: each expectation by period with its days, what is known of it, and its state in words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.activity.models.expectations import Expectation, Waiver
from commissioning.activity.models.questions import Query, Request
from commissioning.activity.models.submissions import Submission
from commissioning.activity.queries.expectations import RETURN, get_expectation, list_expectations, list_waivers
from commissioning.activity.queries.submissions import (
    list_queries,
    list_requests,
    list_snapshots,
    list_submissions,
    standing_by_service,
)
from commissioning.activity.rules.asking import QueryState
from commissioning.activity.rules.due import Due, due_for, what_is_due
from commissioning.activity.rules.states import (
    MONTH_STATE_NAMES,
    STANDING_NAMES,
    Facts,
    MonthState,
    Standing,
    month_state,
    standing_of,
)
from core.clock import in_london
from core.working_days import add_working_days, working_days_between


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One return for one period as it stands on a day. `days_late`: working days after the day it was due.

    `submissions` are all of the period, `standing` the one that stands for each service, by the service's id.
    """

    expectation: Expectation
    due: Due
    facts: Facts
    state: Standing
    month_state: MonthState
    submissions: Sequence[Submission]
    standing: Mapping[int, Submission]
    asked_again: frozenset[int]

    @property
    def state_name(self) -> str:
        """The state as people say it."""
        return STANDING_NAMES[self.state]

    @property
    def month_state_name(self) -> str:
        """The state of the month as people say it."""
        return MONTH_STATE_NAMES[self.month_state]

    @property
    def latest(self) -> Submission | None:
        """The last submission, certified or not."""
        return self.submissions[-1] if self.submissions else None

    @property
    def days_late(self) -> int:
        """How many working days after its day the first submission came; 0 when in time, or not there."""
        if not self.submissions:
            return 0
        first = in_london(self.submissions[0].prepared_at).date()
        return max(0, working_days_between(self.due.due_on, first)) if first > self.due.due_on else 0


@dataclass(frozen=True, slots=True)
class _Known:
    """All that is known of some returns, looked up at once."""

    submissions: Mapping[tuple[int, str], list[Submission]]
    requests: Mapping[tuple[int, str], list[Request]]
    queries: Mapping[tuple[int, str], list[Query]]
    frozen: frozenset[tuple[int, str]]
    waivers: Mapping[int, list[Waiver]]


def list_returns(
    *, on: date, commissioner_id: int | None = None, provider_id: int | None = None, since: str = ""
) -> list[Return]:
    """Every return whose period has begun by a day, from a month on, as it stands that day. Eight queries."""
    expectations = list_expectations(commissioner_id=commissioner_id, provider_id=provider_id)
    known = _known_of(expectations, since=since)
    return [
        _return(expectation, due, known, on)
        for expectation in expectations
        for due in what_is_due(expectation.expected, until=on, add_working_days=add_working_days)
        if due.period.first_month >= since
    ]


def get_return(expectation_id: int, month: str, *, on: date) -> Return:
    """The return that holds a month, as it stands on a day."""
    expectation = get_expectation(expectation_id)
    period = expectation.period(month)
    due = due_for(period, expectation.expected.days, add_working_days)
    return _return(expectation, due, _known_of([expectation], since=period.first_month), on)


def _known_of(expectations: Iterable[Expectation], *, since: str) -> _Known:
    ids = [expectation.id for expectation in expectations]
    submissions: dict[tuple[int, str], list[Submission]] = defaultdict(list)
    place: dict[int, tuple[int, str]] = {}
    for submission in list_submissions(ids, since=since):
        place[submission.id] = (submission.expectation_id, submission.period)
        submissions[place[submission.id]].append(submission)
    requests: dict[tuple[int, str], list[Request]] = defaultdict(list)
    for request in list_requests(list(place)):
        requests[place[request.submission_id]].append(request)
    queries: dict[tuple[int, str], list[Query]] = defaultdict(list)
    for query in list_queries(list(place), state=QueryState.ASKED):
        queries[place[query.submission_id]].append(query)
    waivers: dict[int, list[Waiver]] = defaultdict(list)
    for waiver in list_waivers(ids):
        waivers[waiver.expectation_id].append(waiver)
    frozen = frozenset((snapshot.expectation_id, snapshot.period) for snapshot in list_snapshots(ids, since=since))
    return _Known(submissions, requests, queries, frozen, waivers)


def _return(expectation: Expectation, due: Due, known: _Known, on: date) -> Return:
    key = (expectation.id, due.period.first_month)
    submissions = known.submissions.get(key, [])
    standing = standing_by_service(submissions)
    asked_again = asked_again_in(known.requests.get(key, []), standing)
    latest = submissions[-1] if submissions else None
    certified = [each for each in submissions if each.is_certified]
    facts = Facts(
        is_waived=_is_waived(known.waivers.get(expectation.id, []), due.period.first_month, on),
        is_submitted=latest is not None,
        is_certified=latest is None or latest.is_certified,
        open_queries=sum(stands(query, standing, certified) for query in known.queries.get(key, [])),
        owed_rows=certified[-1].owed if certified else 0,
        is_asked_again=bool(asked_again),
        is_accepted=latest is not None and latest.acceptance is not None,
        is_frozen=key in known.frozen,
    )
    return Return(
        expectation=expectation,
        due=due,
        facts=facts,
        state=standing_of(due, facts, on=on),
        month_state=month_state(due, is_frozen=facts.is_frozen, on=on),
        submissions=submissions,
        standing=standing,
        asked_again=asked_again,
    )


def stands(query: Query, standing: Mapping[int, Submission], certified: Sequence[Submission]) -> bool:
    """Whether the figure a query asks about still stands; one that was replaced needs no answer."""
    if query.service_id is None:
        return bool(certified) and certified[-1].id == query.submission_id
    held = standing.get(query.service_id)
    return held is not None and held.id == query.submission_id


def asked_again_in(requests: Iterable[Request], standing: Mapping[int, Submission]) -> frozenset[int]:
    """The services that were asked for again and have not come since."""
    return frozenset(
        asked.service_id
        for request in requests
        for asked in request.services
        if asked.service_id not in standing or standing[asked.service_id].id <= request.submission_id
    )


def services_to_send(state: Return) -> Collection[int]:
    """The services a submission gives the figures of: those asked for again, where only some were, else all."""
    if state.asked_again and not state.facts.owed_rows and state.facts.is_certified:
        return state.asked_again
    return {each.service_id for each in state.expectation.services}


def _is_waived(waivers: Iterable[Waiver], month: str, on: date) -> bool:
    return any(
        waiver.rule == RETURN and waiver.first_month <= month <= waiver.last_month and on <= waiver.until_on
        for waiver in waivers
    )
