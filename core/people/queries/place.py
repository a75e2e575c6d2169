"""The words of this place as they stand at the moment: nothing of them is kept."""

from collections.abc import Callable, Iterable

from core.parties.queries import list_names_and_codes
from core.people.rules.place import OF_THE_FIELD, words_of

Names = Callable[[], Iterable[str]]
further_names: list[Names] = []
"""What higher rooms know by name, such as localities: they add to it."""


def words_of_place() -> frozenset[str]:
    """The words of every organisation in the register, open or closed, of what higher rooms name, and of the field."""
    named = [name for names in further_names for name in names()]
    return words_of([*OF_THE_FIELD, *list_names_and_codes(), *named])
