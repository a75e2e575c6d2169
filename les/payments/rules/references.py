"""Numbers of runs and references of their lines: how they are written, and read back from what a bank returns."""

import re
from collections.abc import Iterable

_LINE = re.compile(r"EP-(\d{6,9})-(\d{5,9})", re.ASCII)


def run_number(run_id: int) -> str:
    """The number of a run.

    >>> run_number(12)
    'EP-000012'
    """
    return f"EP-{run_id:06d}"


def line_reference(run_id: int, place: int) -> str:
    """The reference of a line of a run.

    >>> line_reference(12, 34)
    'EP-000012-00034'
    """
    return line_references(run_id, [place])[0]


def line_references(run_id: int, places: Iterable[int]) -> list[str]:
    """The references of lines of a run.

    >>> line_references(12, [34, 35])
    ['EP-000012-00034', 'EP-000012-00035']
    """
    number = run_number(run_id)
    return [f"{number}-{place:05d}" for place in places]


def place_of(reference: str, *, run_id: int) -> int | None:
    """The place of the line with that reference in a run; None for what is no line of it.

    >>> place_of(" ep-000012-00034", run_id=12), place_of("EP-000013-00034", run_id=12), place_of("34", run_id=12)
    (34, None, None)
    """
    match = _LINE.fullmatch(reference.strip().upper())
    return int(match[2]) if match and int(match[1]) == run_id else None


def is_line_reference(reference: str) -> bool:
    """Whether a text is the reference of a line of any run.

    >>> is_line_reference("ep-000013-00034 "), is_line_reference("34")
    (True, False)
    """
    return _LINE.fullmatch(reference.strip().upper()) is not None
