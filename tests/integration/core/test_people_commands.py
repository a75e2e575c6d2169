"""People and the audit trail on the command line."""

import pytest
from click.testing import Result
from flask import Flask

from core import clock
from core.audit_trail.queries import head_hash, history_of
from core.configuration import WrongConfigurationError
from core.db import bookkeeping, db
from core.people import queries
from core.people.models import OneTimeCodes
from core.people.queries.codes import has_codes
from core.permissions import Role
from tests.builders import a_commissioner, an_installation
from tests.conftest import make_app

WORDS = "a pass phrase\n"
FIRST = ("--email", "admin@whp.example", "--name", "Administrator", "--organisation", "WHP", "--password-stdin")


def run(app: Flask, *words: str, typed: str = "") -> Result:
    return app.test_cli_runner().invoke(args=list(words), input=typed)


def test_the_first_person_is_an_administrator_and_starts_the_installation(app: Flask) -> None:
    made = run(
        app, "people", "create", *FIRST, "--role", "administrator", "--organisation-name", "West Herts", typed=WORDS
    )
    assert (made.exit_code, made.output) == (0, "Administrator may now sign in as admin@whp.example.\n")
    listed = run(app, "people", "list").output
    assert listed == "admin@whp.example\tAdministrator\tactive\tAdministrator, West Herts\n"


def test_the_first_person_cannot_be_anything_else(app: Flask) -> None:
    refused = run(app, "people", "create", *FIRST, "--role", "commissioner", typed=WORDS)
    assert refused.exit_code == 2
    assert refused.stderr.startswith("The first person is an administrator of the first primary care trust")
    assert run(app, "people", "list").output == ""


def test_later_people_need_one_who_acts_and_the_trail_names_the_account(app: Flask) -> None:
    an_installation()
    words = ("--email", "c@whp.example", "--name", "C", "--role", "commissioner", "--organisation", "WHP")
    refused = run(app, "people", "create", *words, "--password-stdin", typed=WORDS)
    assert (refused.exit_code, refused.stderr) == (2, "Say with --as which administrator acts.\n")
    made = run(app, "people", "create", *words, "--password-stdin", "--as", "admin@whp.example", typed=WORDS)
    assert made.exit_code == 0, made.output
    person = queries.find_person_by_email("c@whp.example")
    assert person is not None
    assert person.password_is_temporary
    assert "(command of " in history_of("person", person.id)[0].acting_as
    granted = run(
        app,
        *("people", "grant", "--email", "c@whp.example", "--role", "finance", "--organisation", "WHP"),
        *("--as", "admin@whp.example"),
    )
    assert (granted.exit_code, granted.output) == (0, "C is now PCT finance of West Hertfordshire PCT.\n")
    assert [grant.role for grant in queries.list_grants(person.id)] == [Role.COMMISSIONER, Role.FINANCE]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"--organisation": "XXX"}, "No organisation with the code XXX has the role PCT finance.\n"),
        ({"--email": "nobody@whp.example"}, "Nobody signs in as nobody@whp.example.\n"),
        (
            {"--as": "commissioner-1@whp.example"},
            "As PCT commissioner you may not administer people and their grants.\n",
        ),
    ],
)
def test_a_refused_grant_says_why(app: Flask, changed: dict[str, str], sentence: str) -> None:
    a_commissioner(an_installation())
    words = {
        "--email": "commissioner-1@whp.example",
        "--role": "finance",
        "--organisation": "WHP",
        "--as": "admin@whp.example",
        **changed,
    }
    refused = run(app, "people", "grant", *(word for pair in words.items() for word in pair))
    assert (refused.exit_code, refused.stderr) == (2, sentence)


def test_the_trail_is_verified_and_its_head_printed(app: Flask) -> None:
    an_installation()
    head = run(app, "audit", "head").output.strip()
    assert head == head_hash()
    held = run(app, "audit", "verify", "--head", head)
    assert (held.exit_code, held.output) == (0, f"The audit trail holds: 2 rows, head {head}.\n")
    broken = run(app, "audit", "verify", "--head", "f" * 64)
    assert broken.exit_code == 1
    assert broken.stderr.startswith(f"The audit trail is broken: no row has the hash {'f' * 64}")


def test_lost_codes_end_on_the_server_with_a_sentence_how_one_made_sure(app: Flask) -> None:
    commissioner = a_commissioner(an_installation())
    at = clock.now()
    with bookkeeping():
        begun = OneTimeCodes(person_id=commissioner.person_id, seed="s", begun_at=at, confirmed_at=at, last_step=0)
        db.session.add(begun)
    words = ("people", "end-codes", "--email", "commissioner-1@whp.example", "--as", "admin@whp.example")
    assert run(app, *words).exit_code == 2
    refused = run(app, *words, "--known-by", "telephone")
    assert (refused.exit_code, refused.stderr[:42]) == (2, "Say in a sentence how you made sure that i")
    assert has_codes(commissioner.person_id)
    ended = run(app, *words, "--known-by", "She came to my desk with her card")
    assert ended.exit_code == 0, ended.output
    assert not has_codes(commissioner.person_id)
    said = history_of("person", commissioner.person_id)[0].did
    assert said == "ended their one-time codes: She came to my desk with her card"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"CODES_REQUIRED_OF": "some"}, "CODES_REQUIRED_OF must be one of nobody, approvers, everybody."),
        ({"TEMPORARY_PASSWORD_HOURS": 0}, "TEMPORARY_PASSWORD_HOURS must be at least 1."),
    ],
)
def test_settings_of_signing_in_that_mean_nothing_are_refused_at_start(
    settings: dict[str, object], sentence: str
) -> None:
    with pytest.raises(WrongConfigurationError, match=sentence):
        make_app("sqlite://", **settings)
