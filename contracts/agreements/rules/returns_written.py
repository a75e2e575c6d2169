"""Returns as the text of a schedule writes them, in a table, and what a new wording of it changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contracts.agreements.rules.schedules import FREQUENCY_NAMES, LAST_WORKING_DAY, ReturnAsked
from core.record_numbers import whole_number

HEAD = ("Return", "How often", "By working day", "Source")
_BY_NAME = {name.casefold(): every for every, name in FREQUENCY_NAMES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """What a new wording makes of returns: names that are asked for no more, or otherwise, and what is asked anew."""

    ended: tuple[str, ...]
    begun: tuple[ReturnAsked, ...]


def returns_in(rows: Iterable[Sequence[str]]) -> list[ReturnAsked]:
    """The returns in the rows of a table; what cannot be read as one is left to people.

    >>> rows = [("Contacts", "Every month", "10", "Leads"), ("Beds", "At times", "", "")]
    >>> [(each.name, each.working_day) for each in returns_in(rows)]
    [('Contacts', 10)]
    """
    found = []
    for name, often, day, source in (tuple(row) for row in rows if len(row) == len(HEAD)):
        every = _BY_NAME.get(often.strip().casefold())
        number = whole_number(day.strip(), LAST_WORKING_DAY)
        if name.strip() and every and number:
            found.append(ReturnAsked(name=name.strip(), every=every, working_day=number, source=source.strip()))
    return found


def retold(before: Iterable[ReturnAsked], after: Iterable[ReturnAsked]) -> Retold:
    """What changes from one wording to the next. Another source alone changes nothing.

    >>> from contracts.agreements.rules.schedules import Frequency
    >>> beds = ReturnAsked(name="Beds", every=Frequency.MONTHLY, working_day=10, source="Leads")
    >>> retold([beds], []).ended, retold([beds], [beds]).begun
    (('Beds',), ())
    """
    was, now = ({each.name: each for each in returns} for returns in (before, after))
    same = {name for name, each in now.items() if name in was and _how(was[name]) == _how(each)}
    return Retold(
        ended=tuple(name for name in was if name not in same),
        begun=tuple(each for name, each in now.items() if name not in same),
    )


def _how(asked: ReturnAsked) -> tuple[str, int]:
    return asked.every, asked.working_day
