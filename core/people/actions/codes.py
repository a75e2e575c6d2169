"""One-time codes: set up, confirm, give, make recovery codes anew, end; reset by an administrator."""

import secrets
from datetime import datetime

import pyotp
from sqlalchemy import delete

from core.db import db
from core.errors import Refusal
from core.people import passwords, queries, rules
from core.people.actions.sessions import forget_sessions
from core.people.actions.throttling import (
    forget_failures,
    keys_of,
    minutes_to_wait,
    note_failure,
    record_about,
)
from core.people.derived import code_key
from core.people.models import OneTimeCodes, Person, RecoveryCode
from core.people.queries.codes import count_recovery_codes, find_codes, find_recovery_code
from core.people.rules.codes import (
    RECOVERY_CODES,
    RECOVERY_LETTERS,
    WRONG_CODE,
    check_known_by,
    is_one_time,
    is_recovery,
    recovery_hash,
    step_taken,
    typed_code,
)
from core.people.telling import tell
from core.permissions import Actor, Permission, check_may

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # 32 without look-alikes: five bits each
_OF = 5


def begin_codes(*, by: Actor, at: datetime) -> None:
    """Make a new key for one's codes, which counts once a code of it was given. One that is in use stays until then."""
    person = queries.get_person(by.person_id, for_change=True)
    found = find_codes(person.id, for_change=True)
    if found is not None and found.confirmed_at is not None:
        raise Refusal("You have one-time codes already. End them first, with your password.")
    if found is None:
        found = OneTimeCodes(person_id=person.id)
        db.session.add(found)
    found.seed, found.begun_at, found.last_step = passwords.new_secret(), at, 0
    db.session.flush()
    record_about(by, "begin_codes", person.id)


def confirm_codes(*, code: str, key: str, by: Actor, at: datetime, true_at: datetime) -> list[str]:
    """Show by a code that the device has the key: from now on codes are asked for. Gives the recovery codes.

    Every session ends but the one of that key: it began without a code.
    """
    found = find_codes(by.person_id, for_change=True)
    if found is None or found.confirmed_at is not None:
        raise Refusal("There is nothing to confirm. Begin to set up codes first.")
    if not _takes_code(found, typed_code(code), true_at=true_at):
        raise Refusal(f"{WRONG_CODE} Check that the clock of your device is right.")
    found.confirmed_at = at
    db.session.flush()
    forget_sessions(by.person_id, but=key)
    told = _new_recovery_codes(by.person_id)
    record_about(by, "confirm_codes", by.person_id)
    _tell(by.person_id, "One-time codes are set up for your account", at=at)
    return told


def renew_recovery_codes(*, by: Actor) -> list[str]:
    """Make ten new recovery codes; those from before work no more."""
    found = find_codes(by.person_id, for_change=True)
    if found is None or found.confirmed_at is None:
        raise Refusal("Recovery codes go with one-time codes. Set these up first.")
    told = _new_recovery_codes(by.person_id)
    record_about(by, "renew_recovery_codes", by.person_id)
    return told


def remove_codes(*, key: str, by: Actor, at: datetime) -> None:
    """End one's own codes, once the password was given for it, and every session but the one of that key."""
    _remove(by.person_id)
    forget_sessions(by.person_id, but=key)
    record_about(by, "end_codes", by.person_id)
    _tell(by.person_id, "One-time codes are ended for your account", at=at)


def reset_codes(*, person_id: int, known_by: str, by: Actor, at: datetime) -> Person:
    """As administrator, end the codes of somebody who lost the device and the recovery codes. They are told.

    Their sessions end: one may be open on the device that is lost. `known_by`: how the administrator made sure that it
    is they who ask; it stands in the audit trail.
    """
    check_may(by, Permission.ADMINISTER_PEOPLE)
    if person_id == by.person_id:
        raise Refusal("You may not reset your own codes. End them under your account, or ask another administrator.")
    check_known_by(known_by)
    person = queries.get_person(person_id, for_change=True)
    _remove(person_id)
    forget_sessions(person_id)
    forget_failures(keys_of(person.email)[1])
    record_about(by, "reset_codes", person_id, known_by=known_by.strip())
    _tell(person_id, "An administrator ended the one-time codes of your account", at=at)
    return person


def try_code(person: Person, *, code: str, address: str, at: datetime, true_at: datetime) -> str:
    """An empty text when the code is right, in time and was not used, else the sentence; a wrong one is counted."""
    _, key = keys_of(person.email)
    minutes = minutes_to_wait(key, address=address, at=at)
    if minutes:
        return rules.too_many_wrong(minutes, "codes")
    typed = typed_code(code)
    found = find_codes(person.id, for_change=True)
    if found is not None and found.confirmed_at is not None and _takes_code(found, typed, true_at=true_at):
        forget_failures(key)
        return ""
    if found is not None and found.confirmed_at is not None and _takes_recovery_code(person, typed, at=at):
        forget_failures(key)
        return ""
    note_failure(key, person=person, address=address, at=at)
    record_about(None, "refuse_sign_in", person.id, reason="wrong code")
    return WRONG_CODE


def key_of(codes: OneTimeCodes) -> str:
    """The key of somebody's codes, for their own page alone while they set them up."""
    return code_key(person_id=codes.person_id, seed=codes.seed)


def address_of_key(codes: OneTimeCodes, email: str) -> str:
    """The key as authenticator apps read it (`otpauth://`), with the installation's name and the person's address."""
    address: str = pyotp.TOTP(key_of(codes)).provisioning_uri(name=email, issuer_name="Contracts and budgets")
    return address


def _takes_code(found: OneTimeCodes, typed: str, *, true_at: datetime) -> bool:
    """Whether this is a code of now that was not used; it is used from now on."""
    if not is_one_time(typed):
        return False
    device = pyotp.TOTP(key_of(found))
    step = step_taken(typed, code_of=device.generate_otp, at=true_at, last_step=found.last_step)
    if step is None:
        return False
    found.last_step = step
    db.session.flush()
    return True


def _takes_recovery_code(person: Person, typed: str, *, at: datetime) -> bool:
    code = find_recovery_code(person.id, recovery_hash(typed)) if is_recovery(typed) else None
    if code is None:
        return False
    code.used_at = at
    db.session.flush()
    record_about(None, "use_recovery_code", person.id, left=count_recovery_codes(person.id))
    _tell(person.id, "A recovery code of your account was used", at=at)
    return True


def _new_recovery_codes(person_id: int) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    told = ["-".join(_letters(_OF) for _ in range(RECOVERY_LETTERS // _OF)) for _ in range(RECOVERY_CODES)]
    made = {"person_id": person_id, "letters": RECOVERY_LETTERS}
    db.session.add_all(RecoveryCode(code_hash=recovery_hash(typed_code(each)), **made) for each in told)
    db.session.flush()
    return told


def _letters(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(count))


def _remove(person_id: int) -> None:
    if find_codes(person_id, for_change=True) is None:
        raise Refusal("There are no one-time codes to end.")
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    db.session.execute(delete(OneTimeCodes).where(OneTimeCodes.person_id == person_id))


def _tell(person_id: int, subject: str, *, at: datetime) -> None:
    tell(
        key=f"people.codes/{at.isoformat()}/{subject[:40]}",
        person_id=person_id,
        subject=subject,
        words="If it was not you, or you do not know why, tell an administrator of your organisation at once.",
        href="/people/account/codes",
        at=at,
    )
