"""Two at once: a form sent twice makes one record, a clash is told in words, administrators do not end each other."""

import re
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit_trail.queries import first_fault
from core.db import db, transaction
from core.errors import Refusal
from core.people.actions.administration import deactivate_person
from core.people.models import Person
from core.people.queries import count_other_administrators
from core.permissions import Actor, Role
from tests.builders import DAY, WORDS, a_person, an_installation

ADMIN = {"email": "admin@whp.example", "password": WORDS}


def tokens(text: str) -> dict[str, str]:
    return dict(re.findall(r'name="(csrf_token|form_key)"[^>]*value="([^"]+)"', text))


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads that start together; what each gave, or the exception it ended with."""
    barrier = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[place] = act()
        except Exception as error:  # noqa: BLE001 handed to the test, which says what it expects
            results[place] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


@pytest.mark.parametrize("keys", ["the same form twice", "two forms about the same person"])
def test_two_submits_at_once_make_one_record(database: Flask, keys: str) -> None:
    """TRAPS 30."""
    an_installation()
    client = database.test_client()
    client.post("/people/sign-in", data={**ADMIN, **tokens(client.get("/people/sign-in").text)})
    first, second = (tokens(client.get("/people/create").text) for _ in range(2))
    cookie = client.get_cookie("session")
    assert cookie is not None
    forms = (first, first) if keys == "the same form twice" else (first, second)

    def sending(form: dict[str, str]) -> Callable[[], object]:
        def send() -> object:
            browser = database.test_client()
            browser.set_cookie("session", cookie.value)
            answer = browser.post("/people/create", data={**form, "name": "New", "email": "new@whp.example"})
            return answer.status_code, answer.location or "Somebody already signs in as" in answer.text

        return send

    answers = at_once(*(sending(form) for form in forms))
    assert count() == 2, answers
    assert first_fault() == ""
    if keys == "the same form twice":
        assert answers[0] == answers[1] == (302, "/people/2")
    else:
        assert sorted(answers, key=str) == [(302, "/people/2"), (422, True)]


def test_two_administrators_do_not_deactivate_each_other_at_once(database: Flask) -> None:
    one = an_installation()
    two = a_person(Role.ADMINISTRATOR, 1, by=one)
    db.session.rollback()

    def deactivating(by: Actor, person_id: int) -> Callable[[], object]:
        def act() -> object:
            with database.app_context(), transaction():
                deactivate_person(person_id=person_id, reason="Left", by=by, on=DAY)
            return "done"

        return act

    results = at_once(deactivating(one, two.person_id), deactivating(two, one.person_id))
    db.session.rollback()
    assert count_other_administrators(0, on=DAY) == 1
    assert "done" in results
    refused = next(result for result in results if result != "done")
    assert isinstance(refused, Refusal)
    assert str(refused).startswith("This is the last administrator.")


@pytest.mark.usefixtures("database")
def test_a_write_without_an_event_is_refused_and_leaves_nothing() -> None:
    an_installation()
    person = db.session.scalars(select(Person)).one()
    person_id = person.id
    for write in (
        lambda: setattr(db.session.get_one(Person, person_id), "name", "Somebody"),
        lambda: db.session.execute(db.update(Person).values(name="Somebody")),
        lambda: db.session.execute(db.text("UPDATE people_person SET name = 'Somebody'")),
        lambda: db.session.connection().exec_driver_sql("DELETE FROM core_form_key"),
    ):
        with pytest.raises(RuntimeError, match="a write without an audit event"), transaction():
            write()
        db.session.rollback()
        assert [found.name for found in db.session.scalars(select(Person))] == ["Administrator"]
