"""What commands share: the actor behind a command, and how it ends."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask import current_app
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, InternalError

from core.errors import Refusal
from core.permissions import Actor

FindActor = Callable[[str, str], Actor | None]
_NO_TABLES = "The database does not answer as this version needs it. Check DATABASE_URL and run `flask db upgrade`."
_finders: list[FindActor] = []


def find_actor_with(finder: FindActor) -> None:
    """Make known who finds the person of an e-mail address, acting through a system account."""
    _finders[:] = [finder]


def actor_named(email: str) -> Actor:
    """The person a command acts as (`--as EMAIL`). Refused for an unknown or inactive person."""
    account = f"command of {getpass.getuser()}"
    actor = next((found for finder in _finders if (found := finder(email.strip().lower(), account))), None)
    if actor is None:
        raise click.ClickException(f"Nobody active signs in as {email}, or they hold no grant today.")
    return actor


def path_to(endpoint: str, **values: object) -> str:
    """The path of a page, for commands and jobs: they answer no request, so `url_for` cannot say."""
    return current_app.url_map.bind("localhost").build(endpoint, values)


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """End a command with the refusal's sentence and exit code 2 instead of a traceback.

    So does a database that cannot be reached, is none, or lacks a table. What our statements do wrong is not hidden.
    """
    try:
        yield
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        raise SystemExit(2) from refusal
    except (DataError, IntegrityError, InternalError):
        raise
    except DatabaseError as fault:
        click.echo(f"{_NO_TABLES} ({str(fault.orig).strip()})", err=True)
        raise SystemExit(2) from fault
