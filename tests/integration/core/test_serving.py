"""The server refuses to start on a database it must not open, in words, and touches nothing in it."""

import os
from functools import partial
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask_migrate import downgrade

from app import create_served_app
from core import serving
from core.configuration import WrongConfigurationError, configure
from core.db import db
from demo.year import prepare_demo
from tests.builders import an_installation
from tests.conftest import make_app

SITE = "http://budgets.pct.example"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The servers that would have been started."""
    started: list[list[str]] = []
    monkeypatch.setattr("os.execv", lambda _, command: started.append(command))
    return started


@pytest.fixture(autouse=True)
def workers(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The workers that would have been started beside a server."""
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr("os.posix_spawn", lambda _, command, __: started.append(command))
    return started


def run(app: Flask, *command: str, demo: bool = False, host: str = "127.0.0.1", site: str = SITE) -> Result:
    """Run a command on the database of an application, with or without demo mode, which needs no address."""
    with app.app_context():
        db.session.remove()
    app.config.update(DEMO=demo, HOST=host, SITE_ADDRESS="" if demo else site)
    return app.test_cli_runner().invoke(args=list(command))


def test_serves_a_migrated_database(app: Flask, served: list[list[str]], workers: list[tuple[str, ...]]) -> None:
    an_installation()
    assert run(app, "serve").exit_code == 0
    assert "127.0.0.1:8000" in served[0]
    assert workers == []


def test_an_address_of_six_is_written_in_brackets(app: Flask, served: list[list[str]]) -> None:
    assert run(app, "serve", host="::1").exit_code == 0
    assert "[::1]:8000" in served[0]


def test_refuses_a_demo_database_outside_demo_mode(app: Flask, served: list[list[str]]) -> None:
    prepare_demo(with_story=False)
    result = run(app, "serve")
    assert (result.exit_code, served) == (2, [])
    assert result.stderr.startswith("This database was made by the demo, whose passwords everybody knows")


@pytest.mark.parametrize("command", [("serve",), ("demo", "run"), ("demo", "seed")])
def test_demo_mode_refuses_a_database_of_somebody(
    app: Flask, served: list[list[str]], command: tuple[str, ...]
) -> None:
    an_installation()
    result = run(app, *command, demo=True)
    assert (result.exit_code, served) == (2, [])
    assert result.stderr.startswith("Demo mode opens only a database that was empty when")


def test_demo_mode_migrates_no_database_of_somebody(app: Flask, served: list[list[str]]) -> None:
    an_installation()
    db.session.remove()
    downgrade(revision="0001")
    result = run(app, "demo", "run", demo=True)
    assert (result.exit_code, served) == (2, [])
    assert "Demo mode opens only" in result.stderr
    with app.app_context():
        assert not db.inspect(db.engine).has_table("budgets_round")


def test_demo_mode_serves_its_own_and_names_its_people(
    app: Flask, served: list[list[str]], workers: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demo.commands.prepare_demo", partial(prepare_demo, with_story=False))
    first, second = (run(app, "demo", "run", demo=True) for _ in range(2))
    assert (first.exit_code, second.exit_code, len(served)) == (0, 0, 2)
    assert "commissioner@demo.example" in first.stdout
    assert "http://127.0.0.1:8000/" in second.stdout
    assert [command[-4:] for command in workers] == [("jobs", "work", "--with-parent", str(os.getpid()))] * 2


@pytest.mark.parametrize("demo", [True, False])
def test_refuses_a_database_without_all_migrations(app: Flask, served: list[list[str]], demo: bool) -> None:
    db.session.remove()
    downgrade(revision="0001")
    result = run(app, "serve", demo=demo)
    assert (result.exit_code, served) == (2, [])
    assert result.stderr == f"{serving.NOT_UP_TO_DATE}\n"


def test_refuses_to_serve_without_a_secret_key(app: Flask, served: list[list[str]]) -> None:
    app.config["SECRET_KEY"] = ""
    result = run(app, "serve")
    assert (result.exit_code, served) == (2, [])
    assert result.stderr == "Error: Set SECRET_KEY (docs/operating.md): outside demo mode it has no default.\n"


@pytest.mark.parametrize("site", ["", "budgets.pct.example", "https://budgets.pct.example/?a", "javascript://a"])
def test_refuses_to_serve_without_an_address_for_links(app: Flask, served: list[list[str]], site: str) -> None:
    result = run(app, "serve", site=site)
    assert (result.exit_code, served) == (2, [])
    assert result.stderr.startswith("Error: Set SITE_ADDRESS (docs/operating.md) to the address at which people reach")


@pytest.mark.parametrize(("site", "behind_tls"), [("https://b.example", False), ("http://b.example", True)])
def test_refuses_to_serve_an_address_that_says_another_thing_than_tls(
    app: Flask, served: list[list[str]], site: str, behind_tls: bool
) -> None:
    app.config["BEHIND_TLS"] = behind_tls
    result = run(app, "serve", site=site)
    assert (result.exit_code, served) == (2, [])
    assert "SITE_ADDRESS begins with https:// where people come by TLS, and only there" in result.stderr


def test_a_server_of_any_kind_gets_no_application_without_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"SECRET_KEY": "a key for tests alone", "DEMO": False, "SITE_ADDRESS": ""}
    monkeypatch.setattr("app.configure", lambda app, _: configure(app, settings))
    with pytest.raises(WrongConfigurationError, match="Set SITE_ADDRESS"):
        create_served_app()


def test_a_server_of_any_kind_gets_no_application_without_a_secret_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.configure", lambda app, _: configure(app, {"SECRET_KEY": "", "DEMO": False}))
    with pytest.raises(WrongConfigurationError, match="Set SECRET_KEY"):
        create_served_app()


def test_refuses_a_database_that_does_not_answer(served: list[list[str]], tmp_path: Path) -> None:
    result = run(make_app(f"sqlite:///{tmp_path}/no-such-folder/x.sqlite"), "serve")
    assert (result.exit_code, served) == (2, [])
    assert result.stderr == f"{serving.NO_ANSWER}\n"


def test_a_command_on_an_empty_database_says_what_to_do(tmp_path: Path) -> None:
    bare = make_app(f"sqlite:///{tmp_path}/bare.sqlite")
    options = ["--email", "a@b.example", "--name", "A", "--role", "administrator", "--organisation", "WHP"]
    args = ["people", "create", *options, "--organisation-name", "West Hertfordshire PCT", "--password-stdin"]
    for command in (args, ["people", "list"], ["audit", "head"], ["audit", "verify"]):
        result = bare.test_cli_runner().invoke(args=command, input="a long enough password\n")
        assert result.exit_code == 2
        assert "run `flask db upgrade`" in result.stderr


def test_a_command_on_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "letter.sqlite").write_text("Dear colleague, this is no database at all. " * 50, encoding="utf-8")
    wrong = make_app(f"sqlite:///{tmp_path}/letter.sqlite")
    result = wrong.test_cli_runner().invoke(args=["audit", "verify"])
    assert result.exit_code == 2
    assert result.stderr.startswith("The database does not answer as this version needs it. Check DATABASE_URL")


@pytest.mark.parametrize("url", ["nonsense", "mysql://us:secret@host/name", "postgresql://us:secret@host:port/name"])
def test_an_address_of_no_database_of_ours_is_refused_at_start_without_its_password(url: str) -> None:
    with pytest.raises(WrongConfigurationError, match="DATABASE_URL must be postgresql://") as refused:
        make_app(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL."),
        ({"WORKERS": 0}, "WORKERS must be at least 1."),
        ({"THREADS": -1}, "THREADS must be at least 1."),
        ({"PROXIES": -1}, "PROXIES must be at least 0."),
        ({"MAX_CONTENT_LENGTH": 0}, "MAX_CONTENT_LENGTH must be at least 1."),
        ({"PORT": 65536}, "PORT must be from 1 to 65535."),
        ({"SMTP_PORT": 0}, "SMTP_PORT must be from 1 to 65535."),
    ],
)
def test_settings_with_which_nothing_could_be_served_are_refused_at_start(
    settings: dict[str, object], sentence: str
) -> None:
    with pytest.raises(WrongConfigurationError, match=f"^{sentence}$"):
        make_app("sqlite://", **settings)
