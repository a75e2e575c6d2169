"""Secrets that lie in no table: derived from the installation's secret key and a seed of the row they belong to.

Whoever reads the database alone (a backup, a copy) can neither follow a link nor make a code. With another secret key
they are other secrets.
"""

import hashlib
import hmac
from base64 import b32encode, urlsafe_b64encode

from flask import current_app

from core.configuration import check_secret_key

_KEY_BYTES = 20  # of a one-time code by HMAC-SHA-1, as RFC 4226 recommends


def link_secret(*, person_id: int, seed: str) -> str:
    """The secret of a link to choose a password: 256 bits, 43 characters."""
    return urlsafe_b64encode(_derived("link", person_id, seed)).decode().rstrip("=")


def code_key(*, person_id: int, seed: str) -> str:
    """The key of a person's one-time codes in base 32, as authenticator apps take it."""
    return b32encode(_derived("one-time codes", person_id, seed)[:_KEY_BYTES]).decode()


def _derived(purpose: str, person_id: int, seed: str) -> bytes:
    check_secret_key(current_app)
    words = f"people: {purpose}: {person_id}: {seed}"
    return hmac.new(str(current_app.config["SECRET_KEY"]).encode(), words.encode(), hashlib.sha256).digest()
