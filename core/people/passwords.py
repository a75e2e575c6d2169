"""Hashing and checking passwords (argon2id) and tokens. What leaves this module is never the secret itself."""

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from core.errors import Refusal
from core.people.rules import check_password, normal_password
from core.people.rules.place import without_words

_hasher = PasswordHasher()
_FEWEST_GUESSES = 10**8
_READ = 72
LEAKED = (
    "This password can be guessed quickly: it is, or is made of, one that stands in lists of leaked passwords, a name "
    "or a single word. Three words that do not belong together are hard to guess and easy to remember."
)

OF_THE_PLACE = (
    "This password is mostly words that everybody here knows: names or codes of organisations and localities, “primary "
    "care” and the like. Without them, what is left is guessed quickly. Three words that do not belong together, and "
    "that have nothing to do with work, are hard to guess."
)


def check_new_password(password: str, *, email: str, name: str = "", place: frozenset[str]) -> None:
    """Refuse a password that is short, endless, or that lists of leaked passwords lead to in 100 million guesses.

    The lists come with the package and are read here: nothing is asked of anybody. No rule asks for digits or signs.
    `place`: words of this place; what is left without them must be as hard to guess by itself.
    """
    check_password(password, email=email)
    known = sorted(part for part in {*email.replace("@", ".").split("."), *name.lower().split()} if part)
    read = normal_password(password)[:_READ]
    if _guesses(read, known) < _FEWEST_GUESSES:
        raise Refusal(LEAKED)
    left = without_words(read, place)
    if len(left) < len(read) and _guesses(left, known) < _FEWEST_GUESSES:
        raise Refusal(OF_THE_PLACE)


def _guesses(text: str, known: list[str]) -> int:
    """In about how many guesses a text is found by who has the lists and knows these words besides."""
    return int(zxcvbn(text, user_inputs=known)["guesses"]) if text else 0


def hash_password(password: str) -> str:
    """The argon2id hash of a password, with its salt and parameters."""
    return _hasher.hash(normal_password(password))


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether a password belongs to a hash. It never does, in the same time, where there is no account (None)."""
    nobodys = _dummy_hash()  # made by the first try of a process, whoever it is about
    try:
        _hasher.verify(password_hash or nobodys, normal_password(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def needs_new_hash(password_hash: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def new_secret() -> str:
    """A secret nobody can guess: 256 bits, 43 characters."""
    return secrets.token_urlsafe(32)


def new_temporary_password() -> str:
    """A password an administrator hands over once: four groups of four letters and digits without look-alikes."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def hash_token(token: str) -> str:
    """The SHA-256 of a token: enough for a secret of 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def account_key(email: str) -> str:
    """Under what wrong passwords of an account are counted, so that no list of addresses tried lies anywhere."""
    return hashlib.sha256(email.encode()).hexdigest()


@cache
def _dummy_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(32))
