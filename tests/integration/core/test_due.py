"""What falls due is looked for by the state of the records: missed days lose nothing, a second run doubles nothing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from core import audit
from core.db import db
from core.jobs.actions import queue
from core.jobs.commands.due import look_for_what_is_time
from core.jobs.commands.stopping import Stop
from core.jobs.commands.worker import work_until
from core.jobs.models import Due, Job
from core.jobs.registry import WhatIsDue
from core.notifications.models import Message
from core.permissions import Actor
from core.working_days import add_working_days
from tests.builders import a_commissioner, an_installation
from tests.builders_jobs import KIND, known, looked_for
from tests.builders_messages import tell
from tests.integration.core.test_at_once import at_once

NOON = datetime(2008, 3, 19, 12, 0, tzinfo=UTC)
DEADLINE = date(2008, 3, 31)  # five working days before it, over Easter, is 20 March
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    """It is noon on 19 March 2008 until a test says otherwise."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def by() -> Actor:
    return a_commissioner(an_installation())


def reminding(by: Actor) -> WhatIsDue:
    """Reminds the person of a deadline five working days before it, as a room would."""

    def look(on: date, at: datetime) -> None:
        if add_working_days(DEADLINE, -5) <= on and tell(by.person_id, key=f"reminder/{DEADLINE}", at=at):
            audit.record(db.session(), by=None, act="test.remind", subject="test", subject_id=1)

    return look


def reminders() -> list[date]:
    return [message.written_at.date() for message in db.session.scalars(select(Message))]


def run(app: Flask) -> int:
    db.session.remove()
    return app.test_cli_runner().invoke(args=["jobs", "due"]).exit_code


def test_a_reminder_missed_for_three_days_is_sent_once_on_the_next_run(
    by: Actor, database: Flask, noon: time_machine.Traveller
) -> None:
    """TRAPS 8, 20, 21."""
    with looked_for({"reminders": reminding(by)}):
        assert run(database) == 0
        assert reminders() == []
        noon.shift(timedelta(days=4))
        assert (run(database), run(database)) == (0, 0)
        assert reminders() == [date(2008, 3, 23)]
        noon.shift(timedelta(days=1))
        assert run(database) == 0
        assert reminders() == [date(2008, 3, 23)]


def test_a_worker_alone_looks_once_an_hour(noon: time_machine.Traveller) -> None:
    looks: list[datetime] = []
    with looked_for({"test": lambda _, at: looks.append(at)}):
        for minutes in (0, 30, 29, 1, 59, 1):
            noon.shift(timedelta(minutes=minutes))
            work_until(Stop(), once=True)
    assert looks == [NOON, NOON + timedelta(hours=1), NOON + timedelta(hours=2)]


def test_a_clock_that_was_ahead_does_not_stop_the_looking(noon: time_machine.Traveller) -> None:
    looks: list[datetime] = []
    with looked_for({"test": lambda _, at: looks.append(at)}):
        work_until(Stop(), once=True)
        noon.shift(timedelta(days=-400))
        work_until(Stop(), once=True)
    assert len(looks) == 2


def test_of_two_workers_one_looks(by: Actor, database: Flask, noon: time_machine.Traveller) -> None:
    looks: list[int] = []

    def look_as_a_worker() -> object:
        with database.app_context():
            look_for_what_is_time()
        return "looked"

    with looked_for({"test": lambda _, __: looks.append(1), "reminders": reminding(by)}):
        for rounds in (1, 2):
            noon.shift(timedelta(days=4))
            db.session.rollback()
            assert at_once(look_as_a_worker, look_as_a_worker) == ["looked", "looked"]
            assert (len(looks), len(reminders())) == (rounds, 1)


def test_one_broken_look_does_not_stop_the_rest(by: Actor, database: Flask) -> None:
    """TRAPS 23."""

    def broken(_: date, at: datetime) -> None:
        tell(by.person_id, at=at)
        raise ValueError("broken")

    def unaccounted(_: date, at: datetime) -> None:
        tell(by.person_id, at=at)

    looks: list[int] = []
    with looked_for({"broken": broken, "unaccounted": unaccounted, "sound": lambda _, __: looks.append(1)}):
        db.session.remove()
        result = database.test_cli_runner().invoke(args=["jobs", "due"])
        work_until(Stop(), once=True)
    assert result.exit_code == 1
    assert (result.stdout, looks) == ("sound: looked\n", [1])
    assert "broken: failed, see the log\n" in result.stderr
    assert "unaccounted: failed, see the log\n" in result.stderr
    assert reminders() == []


def test_what_is_due_is_queued_and_done_by_the_same_worker(by: Actor) -> None:
    done: list[int] = []

    def look(_: date, at: datetime) -> None:
        queue(kind=KIND, key="own", at=at, values={})

    with known({KIND: lambda _, __: done.append(1)}), looked_for({"test": look}):
        work_until(Stop(), once=True)
    assert done == [1]
    assert [each.by_id for each in db.session.scalars(select(Job))] == [None]
    assert [each.name for each in db.session.scalars(select(Due))] == ["test"]
    assert by.person_id


def test_commands_refuse_a_database_that_lacks_a_migration(database: Flask) -> None:
    db.session.remove()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    for command in ("due", "work"):
        result = database.test_cli_runner().invoke(args=["jobs", command])
        assert result.exit_code == 2
        assert "flask db upgrade" in result.stderr
