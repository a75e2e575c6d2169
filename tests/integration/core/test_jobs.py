"""Asking for jobs and taking them up: once for each kind and key, one worker each, nothing lost. Both engines."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import history_of
from core.db import bookkeeping, db, transaction
from core.jobs import actions, queries
from core.jobs.actions import Claim, Superseded
from core.jobs.models import Job
from core.jobs.rules import ABANDONED, KEPT_FOR, MOST_TRIES, SILENT_FOR, JobState, Result
from core.parties.rules import PartyKind
from core.people.models import Person
from core.permissions import Actor, Role
from tests.builders import AT, a_commissioner, a_person, an_installation, an_organisation
from tests.builders_jobs import KIND, asked, job, known
from tests.builders_messages import tell
from tests.integration.core.test_at_once import at_once

pytestmark = pytest.mark.usefixtures("database", "kinds")


@pytest.fixture
def kinds() -> Iterator[None]:
    with known({KIND: lambda _, __: None, "other": lambda _, __: None}):
        yield


@pytest.fixture
def administrator() -> Actor:
    return an_installation()


@pytest.fixture
def by(administrator: Actor) -> Actor:
    return a_commissioner(administrator)


def take_up(minutes: int = 0) -> Claim:
    with bookkeeping():
        claim = actions.take_up(at=AT + timedelta(minutes=minutes))
    assert claim is not None
    return claim


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Job)) or 0


def events() -> int:
    return db.session.scalar(select(func.count()).where(AuditEvent.act == "jobs.ask_for")) or 0


def test_asking_keeps_what_is_to_be_done_and_for_whom(by: Actor) -> None:
    kept = job(asked(by, at=AT, round=4, group="DAC"))
    assert (kept.state, kept.by_id, kept.grant_id, kept.asked_at) == (JobState.WAITING, by.person_id, by.grant_id, AT)
    assert kept.given == '{"group": "DAC", "round": 4}'
    line = history_of("job", kept.id)[0]
    assert (line.who, line.did) == ("Commissioner", "asked for it: Do test")


def test_the_same_work_asked_twice_is_the_same_job(by: Actor, administrator: Actor) -> None:
    first = asked(by)
    assert asked(by) == asked(administrator) == first
    assert (count(), events()) == (1, 1)
    assert asked(by, key="another") != first
    assert asked(by, kind="other") != first


def test_work_that_ended_may_be_asked_for_again(by: Actor) -> None:
    first = asked(by, at=AT)
    claim = take_up()
    assert asked(by, at=AT) == first
    with bookkeeping():
        actions.finish(claim, result=Result(words="Done."), at=AT)
    assert asked(by, at=AT) != first


def test_two_who_ask_at_once_get_the_same_job(by: Actor, database: Flask) -> None:
    """TRAPS 30."""
    db.session.rollback()

    def ask() -> object:
        with database.app_context():
            return asked(by)

    first, second = at_once(ask, ask)
    assert first == second
    assert (count(), events()) == (1, 1)


@pytest.mark.parametrize(("kind", "key", "error"), [("unknown", "k", LookupError), (KIND, "", ValueError)])
def test_what_is_no_job_is_a_fault(by: Actor, kind: str, key: str, error: type[Exception]) -> None:
    with pytest.raises(error), transaction():
        actions.ask_for(kind=kind, key=key, by=by, at=AT, values={})
    with pytest.raises(ValueError, match="at most 200"), transaction():
        actions.ask_for(kind=KIND, key="k" * 201, by=by, at=AT, values={})
    assert count() == 0


def test_the_installations_own_work_needs_no_event() -> None:
    with transaction():
        first = actions.queue(kind=KIND, key="own", at=AT, values={}).id
    with transaction():
        assert actions.queue(kind=KIND, key="own", at=AT, values={}).id == first
    assert job(first).by is None
    assert events() == 0


def test_the_installations_own_work_hides_no_write_without_an_event(administrator: Actor) -> None:
    def tell_and_queue() -> None:
        tell(administrator.person_id)
        actions.queue(kind=KIND, key="own", at=AT, values={})

    def rename_and_queue() -> None:
        db.session.get_one(Person, administrator.person_id).name = "Somebody"
        actions.queue(kind=KIND, key="own", at=AT, values={})

    for act in (tell_and_queue, rename_and_queue):
        with pytest.raises(RuntimeError, match="a write without an audit event"), transaction():
            act()
    assert count() == 0


def test_jobs_are_taken_up_in_the_order_in_which_they_were_asked_for(by: Actor) -> None:
    later, earlier = asked(by, key="a", at=AT + timedelta(minutes=1)), asked(by, key="b", at=AT)
    assert not queries.job_waits(AT - timedelta(minutes=1))
    assert [take_up(1).job_id, take_up(1).job_id] == [earlier, later]
    with bookkeeping():
        assert actions.take_up(at=AT + timedelta(minutes=2)) is None


def test_two_workers_take_up_different_jobs(by: Actor, database: Flask) -> None:
    ids = {asked(by, key=key, at=AT) for key in ("a", "b")}
    db.session.rollback()

    def take() -> object:
        with database.app_context():
            return take_up().job_id

    assert set(at_once(take, take)) == ids


def test_a_job_of_which_nothing_is_heard_is_begun_anew_by_another_worker(by: Actor) -> None:
    job_id = asked(by, at=AT)
    first = take_up()
    with bookkeeping():
        actions.note_progress(first, step="Reading", done=3, total=12, at=AT + timedelta(minutes=5))
    kept = job(job_id)
    assert (kept.step, kept.done, kept.total, kept.heartbeat_at) == ("Reading", 3, 12, AT + timedelta(minutes=5))
    assert not queries.job_waits(AT + timedelta(minutes=15))
    assert queries.job_waits(AT + timedelta(minutes=16))
    second = take_up(16)
    assert (second.job_id, second.tries, job(job_id).step) == (job_id, 2, "")
    late_acts: list[Callable[[], None]] = [
        lambda: actions.note_progress(first, step="Reading", done=4, total=12, at=AT),
        lambda: actions.finish(first, result=Result(words="Done."), at=AT),
        lambda: actions.fail(first, problem="Broken.", at=AT),
        lambda: actions.give_back(first, at=AT),
    ]
    for late in late_acts:
        with pytest.raises(Superseded), bookkeeping():
            late()
    with bookkeeping():
        actions.finish(second, result=Result(words="Done.", href="/"), at=AT + timedelta(minutes=17))
    kept = job(job_id)
    assert (kept.state, kept.result, kept.href, kept.problem) == (JobState.DONE, "Done.", "/", "")


def test_a_job_that_stops_every_worker_is_given_up(by: Actor) -> None:
    job_id = asked(by, at=AT)
    silence = int(SILENT_FOR.total_seconds()) // 60 + 1
    tries = [take_up(number * silence).tries for number in range(MOST_TRIES)]
    assert tries == list(range(1, MOST_TRIES + 1))
    with bookkeeping():
        assert actions.take_up(at=AT + timedelta(minutes=MOST_TRIES * silence)) is None
    kept = job(job_id)
    assert (kept.state, kept.problem) == (JobState.FAILED, ABANDONED)


def test_one_sees_ones_own_jobs_and_an_administrator_those_within_reach(by: Actor, administrator: Actor) -> None:
    group = an_organisation(PartyKind.PBC_GROUP, "DAC", by=administrator)
    lead = a_person(Role.PBC_LEAD, group.id, by=administrator)
    trust = an_organisation(PartyKind.PCT, "OTH", by=administrator)
    elsewhere = a_person(Role.ADMINISTRATOR, trust.id, by=administrator, email="elsewhere@oth.example")
    job_id = asked(lead, key="lead")
    asked(elsewhere, key="elsewhere")
    with transaction():
        own = actions.queue(kind=KIND, key="own", at=AT, values={}).id
    assert queries.get_job(job_id, by=lead).id == queries.get_job(job_id, by=administrator).id == job_id
    for other in (by, elsewhere):
        with pytest.raises(NoResultFound):
            queries.get_job(job_id, by=other)
    with pytest.raises(NoResultFound):
        queries.get_job(own, by=lead)
    seen = list(db.session.scalars(queries.select_jobs(by=administrator)))
    assert [each.id for each in seen] == [own, job_id]
    failed = queries.select_jobs(by=administrator, state=JobState.FAILED)
    assert list(db.session.scalars(failed)) == []
    assert list(db.session.scalars(queries.select_jobs(by=administrator, kind="other"))) == []


def test_jobs_that_ended_long_ago_are_forgotten(by: Actor) -> None:
    job_id = asked(by, at=AT)
    claim = take_up()
    with bookkeeping():
        actions.finish(claim, result=Result(words="Done."), at=AT)
    waiting = asked(by, at=AT)
    with transaction():
        assert actions.forget_ended_jobs(at=AT + KEPT_FOR) == 0
    with transaction():
        assert actions.forget_ended_jobs(at=AT + KEPT_FOR + timedelta(seconds=1)) == 1
    assert list(db.session.scalars(select(Job.id))) == [waiting]
    assert history_of("job", job_id)[0].did == "asked for it: Do test"
