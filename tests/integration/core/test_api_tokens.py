"""A machine shows its token under /api/, and nowhere else."""

from datetime import date

import pytest
import time_machine
from flask import Flask

from core.db import transaction
from core.people import queries
from core.people.actions.grants import end_grant
from core.people.actions.tokens import issue_token
from core.permissions import Permission
from core.web import binding, current_actor, requires, signed_in
from tests.builders import AT, DAY, a_commissioner, an_installation


@signed_in
def who() -> str:
    return f"{current_actor().name} by {current_actor().account}"


@requires(Permission.PREPARE_ROUNDS)
def prepare() -> str:
    return "prepared"


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """An application that gets routes of this test alone."""
    return own_app


@pytest.fixture
def secret(app: Flask) -> str:
    """The secret of a commissioner's token that may see rounds, on an application with two pages for machines."""
    for path, view in (("/api/v1/who", who), ("/api/v1/prepare", prepare), ("/who", who)):
        app.add_url_rule(path, endpoint=path, view_func=view)
    commissioner = a_commissioner(an_installation())
    with transaction():
        _, told = issue_token(
            purpose="ledger import",
            scope=frozenset({Permission.SEE_ROUNDS}),
            expires_on=date(2008, 5, 1),
            by=commissioner,
            on=DAY,
            at=AT,
        )
    return told


@time_machine.travel(AT, tick=False)
def test_a_token_acts_under_api_for_its_scope_and_its_use_is_noted(app: Flask, secret: str) -> None:
    headers = {"Authorization": f"Bearer {secret}"}
    answer = app.test_client().get("/api/v1/who", headers=headers)
    assert (answer.status_code, answer.text) == (200, "Commissioner by ledger import")
    assert app.test_client().get("/api/v1/prepare", headers=headers).status_code == 403
    assert app.test_client().get("/who", headers=headers).status_code == 302
    token = queries.find_token(secret)
    assert token is not None
    assert token.last_used_at == AT


def check_is_nobody(app: Flask, secret: str, headers: dict[str, str]) -> None:
    """A machine is answered in JSON and never led to a page."""
    answer = app.test_client().get("/api/v1/who", headers=headers)
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'
    assert (answer.json or {})["detail"].startswith("Show a token that is valid")
    assert secret not in answer.text


@time_machine.travel(AT, tick=False)
@pytest.mark.parametrize("header", ["Bearer ccb_wrong", "Bearer ", "Basic YTpi", "nonsense", "Bearer \xe9\xff"])
def test_a_wrong_token_is_nobody(app: Flask, secret: str, header: str) -> None:
    check_is_nobody(app, secret, {"Authorization": header})


@time_machine.travel(AT, tick=False)
def test_no_token_is_nobody(app: Flask, secret: str) -> None:
    check_is_nobody(app, secret, {})


def test_a_token_that_expired_is_nobody(app: Flask, secret: str) -> None:
    with time_machine.travel(date(2008, 5, 1), tick=False):
        check_is_nobody(app, secret, {"Authorization": f"Bearer {secret}"})


@time_machine.travel(AT, tick=False)
def test_a_token_of_a_grant_that_ended_is_nobody(app: Flask, secret: str) -> None:
    token = queries.find_token(secret)
    assert token is not None
    administrator = queries.find_actor_by_email("admin@whp.example", on=DAY, account="")
    assert administrator is not None
    with transaction():
        end_grant(grant_id=token.grant_id, ends_on=DAY, by=administrator)
    check_is_nobody(app, secret, {"Authorization": f"Bearer {secret}"})


@time_machine.travel(AT, tick=False)
def test_a_token_binds_nobody(app: Flask, secret: str) -> None:
    app.add_url_rule("/api/v1/bind", endpoint="bind", view_func=binding(signed_in(lambda: "bound")))
    answer = app.test_client().get("/api/v1/bind", headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
