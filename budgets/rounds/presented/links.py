"""Where the figures of a calculation lead, on whichever page they stand."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where figures lead: a line's page, a group's statement, a practice's page. Empty where the reader may not go.

    What concerns every group is open to all who see the calculation: a `step` of the bridge by line, the `bridge` of a
    group, the `matrix` of a measure (and of one category of lines), the page of `last_year`, and that of the `people`.
    """

    line: Callable[[str], str]
    group: Callable[[str], str]
    practice: Callable[[str], str]
    step: Callable[[str], str] = "".format
    bridge: Callable[[str], str] = "".format
    matrix: Callable[..., str] = "".format
    last_year: str = ""
    people: str = ""


NO_LINKS = Links(line="".format, group="".format, practice="".format)
