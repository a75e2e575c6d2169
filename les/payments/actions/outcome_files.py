"""Recording what a file of the finance system or the bank says of a run’s lines: all of it in one act, once."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from core.errors import OutOfDate
from core.permissions import Actor
from core.wording import listed
from les.payments.actions.outcomes import Told, tell_of_lines
from les.payments.actions.recording import held_run, record
from les.payments.queries.outcomes import known_run
from les.payments.rules.kinds import RESULT_NAMES
from les.payments.rules.outcome_files import KnownLine, ToTell

MOST_AT_ONCE = 10_000
_MEANWHILE = "Something else was recorded of these lines meanwhile. Nothing was stored: look at the file again."


def record_outcome_file(
    *, run_id: int, told: Sequence[ToTell], file_hash: str, href: str, by: Actor, on: date, at: datetime
) -> int:
    """Record what a file said that somebody looked at; of how many lines it told something new.

    The run is held meanwhile. Lines of which the very same is recorded by now are left alone, so that the same file
    again says nothing new; a line of which something else is recorded refuses the whole file. `file_hash`: SHA-256.
    """
    run = held_run(run_id, by)
    lines = known_run(run, on=on).lines
    count, results = 0, set[str]()
    for each in told:
        new = [place for place in each.places if not _is_known(lines.get(place), each)]
        for places in _in_parts(new):
            said = Told(
                result=each.result,
                paid_on=each.day,
                bank_reference=each.bank_reference,
                reason=each.reason,
                places=places,
            )
            count += tell_of_lines(run, said, href=href, by=by, on=on, at=at)
            results.add(RESULT_NAMES[each.result].lower())
    if count:
        record(run, "record_outcome_file", by, lines=count, result=listed(sorted(results)), hash=file_hash)
    return count


def _is_known(line: KnownLine | None, told: ToTell) -> bool:
    """Whether the same is recorded of a line; refuses where it is something else, or where there is no such line."""
    if line is None:
        raise OutOfDate(_MEANWHILE)
    if line.result is None:
        return False
    if line.result is not told.result or (told.day is not None and line.paid_on != told.day):
        raise OutOfDate(_MEANWHILE)
    return True


def _in_parts(places: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(places), MOST_AT_ONCE):
        yield places[first : first + MOST_AT_ONCE]
