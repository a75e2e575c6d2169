"""Two versions of a document part by part: what was added, taken out or changed, in title, text and lines. Pure.

A part is known by a key that stays; what it says on each side is given as plain values.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.comparing import Change, Row, Skipped, as_read, compare_texts, near_changes
from core.money import grouped

_NOTHING = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A part on one side: title, text (Markdown), the number it bears there, and its lines.

    `lines`: by what they are about, in order; amounts as whole pence, all else as words.
    """

    title: str
    text: str = ""
    number: str = ""
    lines: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line before and after, as it is shown (a dash: it is not there), and by how much an amount moved."""

    name: str
    before: str
    after: str
    moved: str = ""
    is_amount: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartCompared:
    """A part before and after; None where there is none."""

    key: str
    before: Side | None
    after: Side | None

    @property
    def change(self) -> Change:
        """What became of the part. That it bears another number alone is no change."""
        if self.before is None or self.after is None:
            return Change.REMOVED if self.after is None else Change.ADDED
        one, other = self.before, self.after
        is_same = one.title == other.title and not self.text_changed and dict(one.lines) == dict(other.lines)
        return Change.NONE if is_same else Change.CHANGED

    @property
    def called(self) -> str:
        """Number and title as they are after; of a part taken out, as they were."""
        side = self.after or self.before
        return side.called if side else self.key

    @property
    def notes(self) -> list[str]:
        """What became of it besides its text and lines, in sentences."""
        if self.before is None:
            return ["This part was added."]
        if self.after is None:
            return ["This part was taken out."]
        titled = [f"Its title was “{self.before.title}”."] if self.before.title != self.after.title else []
        is_moved = self.before.number != self.after.number
        return [*titled, *([f"Its number was {self.before.number.rstrip('.')}."] if is_moved else [])]

    @property
    def text_changed(self) -> bool:
        """Whether its text is another; blanks and ends of lines are no change."""
        return _plain(self.before) != _plain(self.after)

    @property
    def rows(self) -> list[Row]:
        """Its text paragraph by paragraph, all of it; none where both sides have no text."""
        return as_read(compare_texts(self.before.text if self.before else "", self.after.text if self.after else ""))

    @property
    def near(self) -> list[Row | Skipped]:
        """The same near what changed; none where its text did not change."""
        return near_changes(self.rows) if self.text_changed else []

    @property
    def lines(self) -> list[Line]:
        """Its lines that changed, came or went."""
        before, after = _lines(self.before), _lines(self.after)
        names = merged(list(before), list(after))
        return [_line(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)]


def compare_parts(before: Mapping[str, Side], after: Mapping[str, Side]) -> list[PartCompared]:
    """All parts by key, in the order after; what was taken out stands where it stood."""
    return [
        PartCompared(key=key, before=before.get(key), after=after.get(key)) for key in merged(list(before), list(after))
    ]


def merged(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """All keys in the order after; each that is gone behind the one it followed before.

    >>> merged(["a", "gone", "b"], ["b", "a", "new"])
    ['b', 'a', 'gone', 'new']
    """
    found = list(after)
    for place, key in enumerate(before):
        if key not in found:
            found.insert(found.index(before[place - 1]) + 1 if place else 0, key)
    return found


def summary_of_parts(parts: Sequence[PartCompared]) -> str:
    """How many parts changed, in a sentence.

    >>> one, other = Side(title="Prices", text="£10"), Side(title="Prices", text="£12")
    >>> summary_of_parts(compare_parts({"p": one, "q": one}, {"p": other}))
    '1 part changed, 1 taken out.'
    """
    counts = Counter(part.change for part in parts)
    said = {Change.CHANGED: "changed", Change.ADDED: "added", Change.REMOVED: "taken out"}
    told = [(counts[change], words) for change, words in said.items() if counts[change]]
    if not told:
        return "Nothing has changed."
    (first, words), *others = told
    return ", ".join([f"{first} part{'' if first == 1 else 's'} {words}", *(f"{n} {w}" for n, w in others)]) + "."


def _line(name: str, before: str | int | None, after: str | int | None) -> Line:
    amounts = [value for value in (before, after) if value is not None]
    is_amount = all(isinstance(value, int) for value in amounts)
    return Line(name=name, before=_shown(before), after=_shown(after), moved=_moved(before, after), is_amount=is_amount)


def _shown(value: str | int | None) -> str:
    if value is None:
        return _NOTHING
    return value if isinstance(value, str) else f"£{grouped(value)}".replace("£-", "−£")


def _moved(before: str | int | None, after: str | int | None) -> str:
    """By how much an amount moved; what came or went moved by all of it."""
    if isinstance(before, str) or isinstance(after, str):
        return ""
    moved = (after or 0) - (before or 0)
    return f"{'+' if moved > 0 else '−'}£{grouped(abs(moved))}"


def _lines(side: Side | None) -> Mapping[str, str | int]:
    return side.lines if side else {}


def _plain(side: Side | None) -> str:
    return " ".join(side.text.split()) if side else ""
