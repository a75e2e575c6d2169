"""The one unit in which all amounts of a chart are written: £000 for budgets, pounds and pence for small sums."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from core.money import grouped, rounded

_LARGE = 10_000_000


@dataclass(frozen=True, slots=True)
class Scale:
    """How amounts (in pence) are written in one chart."""

    in_thousands: bool

    @classmethod
    def of(cls, amounts: Iterable[Fraction | int | None]) -> "Scale":
        """£000 where any amount is £100,000 or more, else £.

        >>> Scale.of([12_345_678_90, -5]).unit, Scale.of([12345]).unit
        ('£000', '£')
        """
        return cls(any(amount is not None and abs(Fraction(amount)) >= _LARGE for amount in amounts))

    @property
    def unit(self) -> str:
        """The unit as it stands above the chart."""
        return "£000" if self.in_thousands else "£"

    def shown(self, amount: Fraction | int, *, is_signed: bool = False) -> str:
        """An amount in the unit, a plus in front of a rise where signs are asked for.

        >>> Scale(True).shown(1234567890), Scale(True).shown(250_000_00, is_signed=True), Scale(False).shown(-123456)
        ('12,346', '+250', '-1,234.56')
        """
        text = f"{rounded(Fraction(amount) / 100_000):,}" if self.in_thousands else grouped(rounded(amount))
        return f"+{text}" if is_signed and amount > 0 else text
