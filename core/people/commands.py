"""People on the command line: `flask people create`, `invite`, `grant`, `send-link`, `unlock`, `end-codes`, `list`.

And what the worker does for accounts: the links that were asked for, and word of accounts that were locked.
"""

import sys
from datetime import date, datetime, timedelta

import click
from flask import current_app
from flask.cli import AppGroup

from core import clock
from core.cli import actor_named, refusals_in_words
from core.configuration import sends_mail
from core.db import transaction
from core.errors import Refusal
from core.parties.models import Party
from core.parties.queries import list_parties_with_code
from core.people import queries, rules
from core.people.actions import administration, codes, grants, links, throttling
from core.people.addresses import path_of_link
from core.people.models import Person
from core.permissions import ROLE_NAMES, Role

commands = AppGroup("people", help="People, and the roles they hold at organisations.")
ROLES = click.Choice([role.value for role in Role])


@commands.command("create")
@click.option("--email", required=True, help="Where the person signs in.")
@click.option("--name", required=True, help="The person’s name.")
@click.option("--role", type=ROLES, required=True, help="The first grant’s role.")
@click.option("--organisation", "code", required=True, help="Code of the organisation of the first grant.")
@click.option("--organisation-name", default="", help="Name of the first PCT of an empty installation.")
@click.option("--as", "acting", default="", help="E-mail address of the administrator who acts.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
def create(
    *, email: str, name: str, role: str, code: str, organisation_name: str, acting: str, password_stdin: bool
) -> None:
    """Add a person with a first grant. The first person of an empty installation is an administrator, without --as."""
    password = _password(password_stdin)
    with refusals_in_words(), transaction():
        if acting:
            by = actor_named(acting)
            party = _organisation(code, Role(role))
            person = administration.create_person(
                email=email,
                name=name,
                password=password,
                until=clock.now() + timedelta(hours=current_app.config["TEMPORARY_PASSWORD_HOURS"]),
                refuse_generic=_refuses_generic(),
                by=by,
            )
            grants.give_grant(
                person_id=person.id, role=Role(role), organisation_id=party.id, starts_on=clock.today(), by=by
            )
        else:
            _check_first(role, organisation_name)
            person = administration.create_first_administrator(
                email=email,
                name=name,
                password=password,
                organisation_code=code,
                organisation_name=organisation_name,
                on=clock.today(),
            )
        click.echo(f"{person.name} may now sign in as {person.email}.")


@commands.command("grant")
@click.option("--email", required=True, help="The person who is given the role.")
@click.option("--role", type=ROLES, required=True, help="The role.")
@click.option("--organisation", "code", required=True, help="Code of the organisation.")
@click.option("--as", "acting", required=True, help="E-mail address of the administrator who acts.")
def grant(*, email: str, role: str, code: str, acting: str) -> None:
    """Give a person a role at an organisation from today on."""
    with refusals_in_words(), transaction():
        by = actor_named(acting)
        party = _organisation(code, Role(role))
        person = _person(email)
        grants.give_grant(
            person_id=person.id, role=Role(role), organisation_id=party.id, starts_on=clock.today(), by=by
        )
        click.echo(f"{person.name} is now {ROLE_NAMES[Role(role)]} of {party.name}.")


@commands.command("invite")
@click.option("--email", required=True, help="Where the person signs in, and where the link goes.")
@click.option("--name", required=True, help="The person’s name.")
@click.option("--role", type=ROLES, required=True, help="The first grant’s role.")
@click.option("--organisation", "code", required=True, help="Code of the organisation of the first grant.")
@click.option("--as", "acting", required=True, help="E-mail address of the administrator who acts.")
def invite(*, email: str, name: str, role: str, code: str, acting: str) -> None:
    """Add a person with a first grant, who chooses a password with a link: mailed, or printed without mail."""
    with refusals_in_words(), transaction():
        by, party = actor_named(acting), _organisation(code, Role(role))
        lasts = timedelta(days=current_app.config["INVITATION_DAYS"])
        person, sent = links.invite_person(
            email=email, name=name, lasts=lasts, refuse_generic=_refuses_generic(), by=by, at=clock.now()
        )
        grants.give_grant(
            person_id=person.id, role=Role(role), organisation_id=party.id, starts_on=clock.today(), by=by
        )
        _say_where(sent)


@commands.command("send-link")
@click.option("--email", required=True, help="The person who is to choose a password anew.")
@click.option("--as", "acting", required=True, help="E-mail address of the administrator who acts.")
def send_link(*, email: str, acting: str) -> None:
    """Send a person a link to choose a password anew: mailed, or printed where no mail goes out."""
    with refusals_in_words(), transaction():
        _say_where(
            links.send_reset(person_id=_person(email).id, lasts=_reset_lasts(), by=actor_named(acting), at=clock.now())
        )


@commands.command("unlock")
@click.option("--email", required=True, help="The person whose account is locked.")
@click.option("--as", "acting", required=True, help="E-mail address of the administrator who acts.")
def unlock(*, email: str, acting: str) -> None:
    """Let a person whose account is locked after wrong passwords or codes try again at once."""
    with refusals_in_words(), transaction():
        person = _person(email)
        throttling.unlock_account(person_id=person.id, by=actor_named(acting), at=clock.now())
        click.echo(f"{person.name} may try again.")


@commands.command("end-codes")
@click.option("--email", required=True, help="The person who lost the device and the recovery codes.")
@click.option("--known-by", required=True, help="How you made sure that it is they who ask, in a sentence.")
@click.option("--as", "acting", required=True, help="E-mail address of the administrator who acts.")
def end_codes(*, email: str, known_by: str, acting: str) -> None:
    """End a person’s one-time codes; they are told."""
    with refusals_in_words(), transaction():
        person = codes.reset_codes(
            person_id=_person(email).id, known_by=known_by, by=actor_named(acting), at=clock.now()
        )
        click.echo(f"{person.name} signs in with the password alone until they set codes up again.")


def look_after_accounts(_: date, at: datetime) -> None:
    """Send the links that were asked for, and tell people whose account was locked: not the page that was asked, whose
    answer would take longer for accounts that exist.
    """
    links.send_asked_resets(lasts=_reset_lasts(), at=at)
    links.tell_of_locks(at=at)


@commands.command("list")
def list_all() -> None:
    """List people, whether they may sign in, and the grants they hold today."""
    with refusals_in_words():
        people = list(queries.list_people())
        held = queries.list_grants_of([person.id for person in people], on=clock.today())
    for person in people:
        roles = "; ".join(f"{ROLE_NAMES[g.role]}, {g.organisation.name}" for g in held[person.id]) or "no grant today"
        click.echo(f"{person.email}\t{person.name}\t{'active' if person.is_active else 'deactivated'}\t{roles}")


def _refuses_generic() -> bool:
    return bool(current_app.config["REFUSE_GENERIC_MAILBOXES"])


def _reset_lasts() -> timedelta:
    return timedelta(minutes=current_app.config["RESET_MINUTES"])


def _say_where(sent: links.Sent) -> None:
    if sends_mail(current_app):
        click.echo(f"A link goes to {sent.link.person.email} within a few minutes.")
    else:
        site = current_app.config["SITE_ADDRESS"].rstrip("/")
        click.echo(f"Hand this over to {sent.link.person.name}: {site}{path_of_link(sent.link.id)}/{sent.secret}")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked


def _check_first(role: str, organisation_name: str) -> None:
    if queries.person_exists():
        raise Refusal("Say with --as which administrator acts.")
    if role != Role.ADMINISTRATOR or not organisation_name:
        raise Refusal(
            "The first person is an administrator of the first primary care trust: "
            "give --role administrator, and the trust’s name with --organisation-name."
        )


def _organisation(code: str, role: Role) -> Party:
    fitting = [party for party in list_parties_with_code(code) if party.kind in rules.KINDS_FOR[role]]
    if not fitting:
        raise Refusal(f"No organisation with the code {code} has the role {ROLE_NAMES[role]}.")
    return fitting[0]


def _person(email: str) -> Person:
    person = queries.find_person_by_email(rules.normal_email(email))
    if person is None:
        raise Refusal(f"Nobody signs in as {email}.")
    return person
