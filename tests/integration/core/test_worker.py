"""The worker: sees each job through as the person who asked for it, and never dies of a broken one. Both engines."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from core import clock
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import Refusal
from core.jobs import queries
from core.jobs.actions import Superseded, queue
from core.jobs.commands.stopping import Stop
from core.jobs.commands.worker import do_next, work_until
from core.jobs.registry import Progress, Work
from core.jobs.rules import GRANT_ENDED, UNKNOWN_KIND, JobState, Result, Values
from core.parties.rules import PartyKind
from core.people.actions.administration import deactivate_person
from core.people.actions.grants import end_grant
from core.people.actions.interests import declare_interest
from core.people.queries import list_interests
from core.permissions import Actor, Permission
from tests.builders import a_commissioner, an_installation, an_organisation
from tests.builders_jobs import asked, job, known, looked_for, worked

NOON = datetime(2008, 4, 1, 11, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    """It is noon in London on 1 April 2008 until a test says otherwise, and nothing is due."""
    with time_machine.travel(NOON, tick=False) as traveller, looked_for({}):
        yield traveller


@pytest.fixture
def administrator() -> Actor:
    return an_installation()


@pytest.fixture
def by(administrator: Actor) -> Actor:
    return a_commissioner(administrator)


def declaring(practice_id: int, *, then: Exception | None = None) -> Work:
    """Work that declares an interest of the person who asked, and perhaps breaks before that is kept."""

    def do(_: Values, progress: Progress) -> None:
        assert progress.by is not None
        with transaction():
            declare_interest(party_id=practice_id, words="works there", starts_on=clock.today(), by=progress.by)
            if then is not None:
                raise then

    return do


def quiet(_: Values, __: Progress) -> None:
    """Work that says nothing."""


def break_down(_: Values, __: Progress) -> None:
    raise ValueError("£3 too many for the secret pot")


def test_work_is_done_with_its_values_and_what_it_came_to_is_kept(by: Actor) -> None:
    given: list[Values] = []

    def do(values: Values, _: Progress) -> Result:
        given.append(values)
        return Result(words="Worked out calculation 3.", href="/budgets/calculations/3")

    with known({"test": do}):
        job_id = asked(by, round=4)
        assert (worked(), worked()) == (True, False)
    kept = job(job_id)
    assert given == [{"round": 4}]
    assert (kept.state, kept.result, kept.href) == (
        JobState.DONE,
        "Worked out calculation 3.",
        "/budgets/calculations/3",
    )
    assert (kept.started_at, kept.ended_at, kept.tries) == (NOON, NOON, 1)


def test_how_far_it_is_can_be_seen_while_it_runs(by: Actor, database: Flask) -> None:
    seen: list[tuple[str, str, int, int]] = []

    def look() -> None:
        with database.app_context():
            kept = job(job_id)
            seen.append((kept.state.value, kept.step, kept.done, kept.total))

    def do(_: Values, progress: Progress) -> None:
        look()
        progress("Reading rows", 10, 40)
        look()
        progress("Writing")
        look()

    with known({"test": do}):
        job_id = asked(by)
        assert worked()
    assert seen == [("running", "", 0, 0), ("running", "Reading rows", 10, 40), ("running", "Writing", 0, 0)]


def test_a_job_acts_as_the_person_who_asked_and_the_trail_says_through_what(by: Actor, administrator: Actor) -> None:
    practice = an_organisation(PartyKind.PRACTICE, "E82001", by=administrator)
    nobody: list[Actor | None] = []
    with known({"test": declaring(practice.id), "own": lambda _, progress: nobody.append(progress.by)}):
        job_id = asked(by)
        with transaction():
            own_id = queue(kind="own", key="own", at=NOON, values={}).id
        assert worked()
        assert worked()
    assert (job(job_id).state, job(own_id).state, nobody) == (JobState.DONE, JobState.DONE, [None])
    line = history_of("person", by.person_id)[0]
    assert (line.who, line.acting_as) == ("Commissioner", f"PCT commissioner, West Hertfordshire PCT (job {job_id})")
    assert line.did == "declared an interest in Organisation E82001: works there"


def test_a_job_asked_for_with_a_token_may_do_no_more_than_the_token(by: Actor) -> None:
    held: list[Actor | None] = []
    narrowed = Actor(
        **{name: getattr(by, name) for name in by.__slots__ if name != "scope"},
        scope=frozenset({Permission.SEE_ROUNDS}),
    )
    with known({"test": lambda _, progress: held.append(progress.by)}):
        asked(narrowed)
        assert worked()
    assert held[0] is not None
    assert held[0].may(Permission.SEE_ROUNDS)
    assert not held[0].may(Permission.PREPARE_ROUNDS)


@pytest.mark.parametrize("how", ["grant ended", "deactivated"])
def test_a_job_of_one_who_may_not_act_any_more_is_not_done(by: Actor, administrator: Actor, how: str) -> None:
    done: list[object] = []
    with known({"test": lambda values, _: done.append(values)}):
        job_id = asked(by)
        with transaction():
            if how == "deactivated":
                deactivate_person(person_id=by.person_id, reason="Left", by=administrator, on=clock.today())
            else:
                end_grant(grant_id=by.grant_id, ends_on=clock.today(), by=administrator)
        assert worked()
    kept = job(job_id)
    assert (kept.state, kept.problem, done) == (JobState.FAILED, GRANT_ENDED, [])


def test_a_refusal_is_told_in_its_words_and_not_tried_again(by: Actor) -> None:
    def do(_: Values, __: Progress) -> None:
        raise Refusal("The round is signed off: nothing in it changes any more.")

    with known({"test": do}):
        job_id = asked(by)
        assert (worked(), worked()) == (True, False)
    kept = job(job_id)
    assert (kept.state, kept.tries) == (JobState.FAILED, 1)
    assert kept.problem == "The round is signed off: nothing in it changes any more."


def test_work_this_version_does_not_know_is_refused_in_words(by: Actor) -> None:
    with known({"test": quiet}):
        job_id = asked(by)
    assert worked()
    assert (job(job_id).state, job(job_id).problem) == (JobState.FAILED, UNKNOWN_KIND)


def test_what_broke_is_tried_three_times_more_with_growing_waits(by: Actor, noon: time_machine.Traveller) -> None:
    waits: list[timedelta] = []
    with known({"test": break_down}):
        job_id = asked(by)
        while worked():
            kept = job(job_id)
            assert kept.problem.startswith("Something went wrong here.")
            assert "secret" not in kept.problem
            if kept.state is JobState.WAITING:
                assert not worked()
                waits.append(kept.not_before_at - clock.now())
                noon.shift(waits[-1])
    kept = job(job_id)
    assert (kept.state, kept.tries) == (JobState.FAILED, 4)
    assert waits == [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=25)]


def test_what_broke_once_and_works_then_is_done(by: Actor, noon: time_machine.Traveller) -> None:
    tries: list[int] = []

    def do(_: Values, __: Progress) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OSError

    with known({"test": do}):
        job_id = asked(by)
        assert worked()
        noon.shift(timedelta(minutes=1))
        assert worked()
    assert (job(job_id).state, job(job_id).problem) == (JobState.DONE, "")


@pytest.mark.parametrize("fault", [ValueError, SystemExit, MemoryError, RecursionError])
def test_one_broken_job_does_not_stop_the_rest(by: Actor, fault: type[BaseException]) -> None:
    """TRAPS 23."""

    def do(_: Values, __: Progress) -> None:
        raise fault

    with known({"test": do, "sound": quiet}):
        broken, sound = asked(by), asked(by, kind="sound")
        work_until(Stop(), once=True)
    assert (job(broken).state, job(sound).state) == (JobState.WAITING, JobState.DONE)


def test_what_a_broken_job_left_half_done_is_undone(by: Actor, administrator: Actor) -> None:
    practice = an_organisation(PartyKind.PRACTICE, "E82001", by=administrator)
    with known({"test": declaring(practice.id, then=ValueError("broken"))}):
        job_id = asked(by)
        assert worked()
    assert job(job_id).state is JobState.WAITING
    assert list_interests(by.person_id) == []
    assert [line.did for line in history_of("person", by.person_id) if "interest" in line.did] == []


def test_a_worker_told_to_stop_leaves_its_job_to_the_next(by: Actor) -> None:
    stop, done = Stop(), list[int]()

    def do(_: Values, progress: Progress) -> None:
        for number in range(1, 4):
            with suppress(Exception):  # as careless work would do
                progress("Counting", number, 3)
            done.append(number)
            stop.tell()

    with known({"test": do}):
        job_id = asked(by)
        assert do_next(stop)
        kept = job(job_id)
        assert (kept.state, kept.tries, done) == (JobState.WAITING, 0, [1])
        work_until(stop)
        assert job(job_id).state is JobState.WAITING
        assert queries.job_waits(clock.now())


def test_a_worker_whose_job_was_taken_over_leaves_off(by: Actor, noon: time_machine.Traveller) -> None:
    went_on: list[int] = []

    def slow(_: Values, progress: Progress) -> None:
        noon.shift(timedelta(minutes=11))
        with known({"test": quiet}):
            assert worked()
        progress("Too late")
        went_on.append(1)

    with known({"test": slow}):
        job_id = asked(by)
        assert worked()
    kept = job(job_id)
    assert (kept.state, kept.step, kept.tries, went_on) == (JobState.DONE, "", 2, [])
    assert issubclass(Superseded, BaseException)


def test_the_command_does_what_waits_and_ends(by: Actor, database: Flask) -> None:
    with known({"test": quiet}):
        ids = [asked(by, key=key) for key in "abc"]
        db.session.remove()
        result = database.test_cli_runner().invoke(args=["jobs", "work", "--once"])
    assert (result.exit_code, result.output) == (0, "")
    assert {job(job_id).state for job_id in ids} == {JobState.DONE}
