"""The names of backups, which old ones go, and what a passphrase must be. Pure."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from core.errors import Refusal

LEAST_LETTERS = 16
_NAME = re.compile(r"commissioning-\d{8}T\d{6}Z\.backup", re.ASCII)


def name_of(at: datetime) -> str:
    """The file name of a backup made at an instant; names in alphabetical order are in the order of time.

    >>> name_of(datetime(2008, 4, 1, 2, 30, tzinfo=UTC))
    'commissioning-20080401T023000Z.backup'
    """
    return f"commissioning-{at.astimezone(UTC):%Y%m%dT%H%M%S}Z.backup"


def too_old(names: Iterable[str], *, keep: int) -> list[str]:
    """Of the files of a folder the backups that go where so many of the newest are kept. Other files never go.

    >>> too_old([f"commissioning-2008040{day}T020000Z.backup" for day in (3, 1, 2)] + ["a letter"], keep=2)
    ['commissioning-20080401T020000Z.backup']
    """
    if keep < 1:
        raise Refusal("Keep at least one backup.")
    return sorted(name for name in names if _NAME.fullmatch(name))[:-keep]


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that could be guessed by trying: whoever has the file may try for as long as they like."""
    if len(passphrase) < LEAST_LETTERS:
        raise Refusal(
            f"The passphrase must have at least {LEAST_LETTERS} letters. Six words by chance make a good one."
        )
    if len(set(passphrase)) < LEAST_LETTERS // 3:
        raise Refusal("The passphrase is one that is easily guessed. Six words by chance make a good one.")
