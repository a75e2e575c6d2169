"""What a reader asks of the tables of money: in pounds or per cent, on which grade, in which order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

LINE, TOTAL = "line", "total"


class Measure(StrEnum):
    """In what the tables are: pounds, or percentages of each row's total."""

    POUNDS = "pounds"
    PERCENT = "percent"


UNITS: Mapping[Measure, str] = {Measure.POUNDS: "£", Measure.PERCENT: "%"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`footing`: only lines with money on it. `sort`: blank for the weakest first, else a column."""

    measure: Measure = Measure.POUNDS
    footing: str = ""
    sort: str = ""
    descending: bool = False

    @property
    def unit(self) -> str:
        """The unit of the tables."""
        return UNITS[self.measure]

    @property
    def query(self) -> dict[str, Any]:
        """The question as the query of an address; what is as usual is left out."""
        asked = {
            "measure": "" if self.measure is Measure.POUNDS else str(self.measure),
            "grade": self.footing,
            "sort": self.sort,
            "descending": "yes" if self.descending else "",
        }
        return {key: value for key, value in asked.items() if value}

    def in_order_of(self, column: str) -> "Asked":
        """The same in the order of a column: names from A, figures from the largest; a second time the other way.

        >>> Asked().in_order_of("total").query, Asked(sort="line").in_order_of("line").query
        ({'sort': 'total', 'descending': 'yes'}, {'sort': 'line', 'descending': 'yes'})
        """
        if self.sort == column:
            return replace(self, descending=not self.descending)
        return replace(self, sort=column, descending=column != LINE)
