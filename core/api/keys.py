"""A machine's own key of a request (`Idempotency-Key`), by which the same is not taken twice. Pure."""

from collections.abc import Hashable

from core.errors import Refusal
from core.identifiers import has_identifier

LONGEST_KEY = 80


def check_request_key(key: str) -> None:
    """Refuse a machine's own key that could not be kept: too long, not plain letters, or a patient's number."""
    if not 1 <= len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable() or key != key.strip():
        raise Refusal(f"A key of your own has 1 to {LONGEST_KEY} plain letters, digits and signs.")
    if has_identifier(key):
        raise Refusal("Your key holds a number that passes the NHS number check. Make another one.")


def check_repeated(before: Hashable, now: Hashable) -> None:
    """Refuse a key under which something else was sent before."""
    if before != now:
        raise Refusal("This key was used for other figures before. Send these with a key of their own.")
