"""Who is concerned by an intention: who provides what goes by locality, the money by group."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Provided:
    """Who provides what where. `places`: line code → locality → ids of the providers there.

    `place_of`: the locality of each group by its code (None where none is recorded). `names`: providers by id.
    """

    places: Mapping[str, Mapping[int, frozenset[int]]]
    place_of: Mapping[str, int | None]
    names: Mapping[int, str]

    def of(self, line: str, group: str) -> frozenset[int]:
        """The providers concerned by what a group says of a line.

        Those who provide it in the group's locality; where nobody does, those who provide it anywhere. A new service
        (blank line) concerns every provider.
        """
        if not line:
            return frozenset(self.names)
        everywhere = self.places.get(line, {})
        place = self.place_of.get(group)
        here = everywhere.get(place, frozenset()) if place is not None else frozenset[int]()
        return here or frozenset().union(*everywhere.values())

    def lines_of(self, provider_id: int) -> list[str]:
        """The codes of the lines a provider provides anywhere."""
        return [code for code, places in self.places.items() if any(provider_id in ids for ids in places.values())]

    def groups_of(self, provider_id: int, line: str) -> list[str]:
        """The codes of the groups whose intentions on a line concern a provider."""
        return [group for group in self.place_of if provider_id in self.of(line, group)]
