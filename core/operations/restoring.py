"""A sealed file restored into a scratch database and checked there: what `verify` and `restore` have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from core.operations.checking import problems_in_restored
from core.operations.imports import Filled, fill
from core.operations.scratch import Scratch, migrate_to, scratch_database
from core.operations.sealing import Key, unsealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A backup restored into a scratch database: what it says of itself, and what is wrong with it, in sentences."""

    scratch: Scratch
    filled: Filled
    problems: list[str]


@contextmanager
def restored(file: IO[bytes], key: Key, *, head: str = "", near: Path | None = None) -> Iterator[Restored]:
    """Restore a backup into a scratch database, bring it to this version and check it.

    `head`: a hash of the audit trail kept elsewhere. `near`: where the scratch database is to be made.
    """
    with unsealed(file, key) as content, scratch_database(near) as scratch:
        with scratch.app.app_context():
            filled = fill(scratch, content)
            problems = list(filled.problems)
            if not problems:
                migrate_to("head")
                problems = problems_in_restored(scratch, filled, head=head)
        yield Restored(scratch=scratch, filled=filled, problems=problems)
