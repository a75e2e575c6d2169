"""What of a workbook could not be read, so that a check is made only where nothing it hangs on is missing."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

POLICY = "policy"


class Anything(Collection[str]):
    """The codes of a sheet that could not be read: any code may be among them."""

    def __contains__(self, code: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Sheets that are not there or cannot be read, columns in which a cell could not be read, and codes so lost.

    Sheets go by their plain name (`services`); a key of the policy is a column of the sheet `policy`. `codes` are the
    texts of code cells that are no codes: a reference to one of them is not wrong a second time. `uncoded` are sheets
    with a row whose code nobody knows.
    """

    sheets: frozenset[str] = frozenset()
    columns: frozenset[tuple[str, str]] = frozenset()
    codes: frozenset[str] = frozenset()
    uncoded: frozenset[str] = frozenset()

    def touches(self, sheet: str, *columns: str) -> bool:
        """Whether the sheet, or a cell in one of these columns of it (in any column, when none is named), is unread.

        >>> unread = Unread(columns=frozenset({("activity", "month")}))
        >>> unread.touches("activity", "month", "quantity"), unread.touches("activity", "quantity")
        (True, False)
        """
        if sheet in self.sheets:
            return True
        if not columns:
            return any(sheet == other for other, _ in self.columns)
        return any((sheet, column) in self.columns for column in columns)

    def known(self, codes: Collection[str], *sheets: str) -> Collection[str]:
        """The codes that a reference to these sheets may name."""
        if any(sheet in self.sheets or sheet in self.uncoded for sheet in sheets):
            return Anything()
        return {*codes, *self.codes} if self.codes else codes


NOTHING_UNREAD = Unread()
