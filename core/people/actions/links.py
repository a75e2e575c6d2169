"""Links by which people choose a password: invitations, and resets for who forgot theirs or is locked out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.db import aside, db
from core.errors import Refusal
from core.people import passwords, queries, rules
from core.people.actions.administration import create_person
from core.people.actions.choosing import check_choice, set_password
from core.people.actions.throttling import forget_failures, keys_of, record_about
from core.people.addresses import path_of_link
from core.people.derived import link_secret
from core.people.models import Link, Person, ResetRequest
from core.people.queries.links import (
    find_invitation,
    find_link_with,
    find_person_id_of,
    list_locks_to_tell,
    list_open_requests,
    list_requests,
    list_unused_links,
)
from core.people.rules.links import (
    ASKING_PER_ACCOUNT,
    ASKING_PER_ADDRESS,
    NO_LINK,
    LinkPurpose,
    LinkState,
    state_of,
)
from core.people.telling import tell
from core.permissions import Actor, Permission, check_may

_INVITED = (
    "You are invited to Commissioning contracts and budgets. Choose your password with this link; it works once, until "
    "the end of its time. If you do not know why you got this, leave it alone: nothing happens without you."
)
_RESET = (
    "Somebody asked for a link to choose your password anew. It works once and not for long. If it was not you, leave "
    "it alone: your password stays as it is."
)
_LOCKED = (
    "So many wrong passwords or codes were tried for your account that it takes none for an hour. If it was you, “I "
    "forgot my password” on the sign-in page lets you in sooner. If it was not, nobody got in; a long password that "
    "you use nowhere else keeps it so."
)
_CHOSEN = "If it was not you, tell an administrator of your organisation at once."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A link that was made, and its secret, which is kept nowhere."""

    link: Link
    secret: str


def invite_person(
    *, email: str, name: str, lasts: timedelta, refuse_generic: bool, by: Actor, at: datetime
) -> tuple[Person, Sent]:
    """Add a person and send them a link with which they choose their first password. Without it nobody signs in."""
    unknown = passwords.new_secret()
    person = create_person(email=email, name=name, password=unknown, by=by, until=None, refuse_generic=refuse_generic)
    return person, _invite(person, lasts=lasts, by=by, at=at)


def renew_invitation(*, person_id: int, lasts: timedelta, by: Actor, at: datetime) -> Sent:
    """Send another link to somebody who has not taken up the first; the first works no more."""
    check_may(by, Permission.ADMINISTER_PEOPLE)
    person = queries.get_person(person_id, for_change=True)
    if find_invitation(person_id) is None:
        raise Refusal(f"{person.name} is not waiting for an invitation.")
    return _invite(person, lasts=lasts, by=by, at=at)


def withdraw_invitation(*, person_id: int, by: Actor, at: datetime) -> None:
    """Let the link of an invitation work no more. The person stays, and cannot sign in."""
    check_may(by, Permission.ADMINISTER_PEOPLE)
    person = queries.get_person(person_id, for_change=True)
    if not withdraw_links(person_id, at=at, purpose=LinkPurpose.INVITATION):
        raise Refusal(f"No invitation of {person.name} is open.")
    record_about(by, "withdraw_invitation", person_id)


def ask_for_reset(*, email: str, address: str, at: datetime) -> None:
    """Put down that somebody asks for a link. The same is done, in the same time, whether or not the account exists."""
    normal = rules.normal_email(email)
    key = passwords.account_key(normal)
    queries.hold_account(key)
    person = queries.find_person_by_email(normal)
    of_account = list_requests(since=at - ASKING_PER_ACCOUNT.within, account_key=key)
    of_address = list_requests(since=at - ASKING_PER_ADDRESS.within, address=address)
    if len(of_account) >= ASKING_PER_ACCOUNT.most or len(of_address) >= ASKING_PER_ADDRESS.most:
        return
    person_id = person.id if person is not None else None
    db.session.add(ResetRequest(account_key=key, address=address, person_id=person_id, at=at))
    db.session.flush()
    record_about(None, "ask_for_reset", person_id or 0)


def send_reset(*, person_id: int, lasts: timedelta, by: Actor, at: datetime) -> Sent:
    """As administrator, send somebody a link to choose their password anew; the present one stays until then."""
    check_may(by, Permission.ADMINISTER_PEOPLE)
    if person_id == by.person_id:
        raise Refusal("Change your own password under your account; you need the old one for it.")
    person = queries.get_person(person_id, for_change=True)
    if not person.is_active:
        raise Refusal(f"{person.name} is deactivated. Reactivate them first.")
    sent = _send(person, LinkPurpose.RESET, lasts=lasts, by=by, at=at)
    record_about(by, "send_reset", person_id)
    return sent


def send_asked_resets(*, lasts: timedelta, at: datetime) -> int:
    """Send the links that were asked for, as the worker; how many. Requests for nobody are only put aside."""
    sent = 0
    for request in list_open_requests():
        with aside(db.session()):
            request.done_at = at
        person = queries.get_person(request.person_id, for_change=True) if request.person_id else None
        if person is not None and person.is_active and at - request.at < lasts:
            _send(person, LinkPurpose.RESET, lasts=lasts, by=None, at=at)
            record_about(None, "send_asked_reset", person.id)
            sent += 1
    return sent


def tell_of_locks(*, at: datetime) -> None:
    """Tell people whose account was locked, as the worker: not the page, whose answer would take longer for them."""
    for lock in list_locks_to_tell():
        with aside(db.session()):
            lock.told_at = at
            tell(
                key=f"people.lock/{lock.account_key[:12]}/{lock.locked_at.isoformat()}",
                person_id=lock.person_id or 0,
                subject="Many wrong passwords were tried with your address",
                words=_LOCKED,
                href="/people/sign-in",
                at=at,
            )


def use_link(*, link_id: int, secret: str, password: str, at: datetime) -> Person:
    """Choose a password with a link. Every session ends, locks are lifted, and no other open link works any more."""
    person_id = find_person_id_of(secret, link_id=link_id)
    person = queries.get_person(person_id, for_change=True) if person_id is not None else None
    link = open_link(link_id=link_id, secret=secret, at=at)
    if person is None:
        raise Refusal(NO_LINK)
    check_choice(password, email=person.email, name=person.name)
    set_password(person, password)
    link.used_at = at
    db.session.flush()
    withdraw_links(person.id, at=at)
    forget_failures(*keys_of(person.email))
    record_about(None, "use_link", person.id, link=link.purpose)
    tell_of_password(person.id, at=at)
    return person


def open_link(*, link_id: int, secret: str, at: datetime) -> Link:
    """The link of that id and secret; refuses one that opens nothing, whatever the reason, with one sentence."""
    link = find_link_with(secret, link_id=link_id)
    if link is None or not link.person.is_active:
        raise Refusal(NO_LINK)
    state = state_of(used_at=link.used_at, withdrawn_at=link.withdrawn_at, expires_at=link.expires_at, at=at)
    if state is not LinkState.OPEN:
        raise Refusal(NO_LINK)
    return link


def tell_of_password(person_id: int, *, at: datetime) -> None:
    """Tell a person that their password is another one now, so that they hear of it when it was somebody else."""
    tell(
        key=f"people.password/{at.isoformat()}",
        person_id=person_id,
        subject="Your password was changed",
        words=_CHOSEN,
        href="/people/account",
        at=at,
    )


def _invite(person: Person, *, lasts: timedelta, by: Actor, at: datetime) -> Sent:
    sent = _send(person, LinkPurpose.INVITATION, lasts=lasts, by=by, at=at)
    record_about(by, "invite_person", person.id)
    return sent


def _send(person: Person, purpose: LinkPurpose, *, lasts: timedelta, by: Actor | None, at: datetime) -> Sent:
    """Make a link, in place of those made before, and write the letter that leads to it."""
    withdraw_links(person.id, at=at)
    seed = passwords.new_secret()
    secret = link_secret(person_id=person.id, seed=seed)
    link = Link(
        person_id=person.id,
        purpose=purpose,
        seed=seed,
        secret_hash=passwords.hash_token(secret),
        made_at=at,
        made_by_id=by.person_id if by else None,
        expires_at=at + lasts,
    )
    db.session.add(link)
    db.session.flush()
    invites = purpose is LinkPurpose.INVITATION
    tell(
        key=f"people.link/{link.id}",
        person_id=person.id,
        subject="Your invitation" if invites else "Choose your password anew",
        words=_INVITED if invites else _RESET,
        href=path_of_link(link.id),
        at=at,
        by_mail=True,
    )
    return Sent(link=link, secret=secret)


def withdraw_links(person_id: int, *, at: datetime, purpose: LinkPurpose | None = None) -> int:
    """Let the open links of a person, or those of one purpose, work no more; how many were open."""
    unused = list_unused_links(person_id, purpose)
    for link in unused:
        link.withdrawn_at = at
    db.session.flush()
    return len([link for link in unused if link.expires_at > at])
