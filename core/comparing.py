"""Two versions of a text side by side: what was deleted, what was inserted, word by word. Pure.

Sections (from one Markdown heading to the next) are set against each other first, in each of them paragraphs, in these
words. What moved elsewhere is a deletion and an insertion. Blanks and ends of lines are kept, and are no changes.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from core.alignment import paired, same_places

_WORD = re.compile(r"\s+|£?\w+(?:[’'.,/:\-]\w+)*%?|.", re.DOTALL)
_HEADING = re.compile(r" {0,3}#{1,6}\s")
_RULE_OF_TABLE = re.compile(r"\s*\|[\s:|-]*-[\s:|-]*")
_BEGINS = re.compile(r"\s*(?:[-*+]|\d+[.)])\s| {0,3}[#|>]")
_TOO_SHORT = 3


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


class Change(StrEnum):
    """What became of a paragraph."""

    NONE = "none"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text and what became of it."""

    text: str
    mark: Mark = Mark.SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A paragraph before (left) and after (right), numbered from 1; one of the sides is empty where there is none."""

    number: int
    left: tuple[Run, ...]
    right: tuple[Run, ...]

    @property
    def change(self) -> Change:
        """What became of the paragraph."""
        marks = {run.mark for run in (*self.left, *self.right)}
        if marks <= {Mark.SAME}:
            return Change.NONE
        if self.left and self.right:
            return Change.CHANGED
        return Change.REMOVED if self.left else Change.ADDED


@dataclass(frozen=True, slots=True)
class Skipped:
    """Rows without a change that are not shown: how many."""

    count: int

    @property
    def told(self) -> str:
        """What stands in their place.

        >>> Skipped(1).told, Skipped(8).told
        ('1 paragraph without a change', '8 paragraphs without a change')
        """
        return f"{_paragraphs_counted(self.count)} without a change"


def compare_texts(before: str, after: str) -> list[Row]:
    """The two texts as rows. All left runs together are the text before, all right ones the text after, exactly.

    >>> [row] = compare_texts("At least two visits.", "At least three visits.")
    >>> [run.text for run in row.left], [run.mark.value for run in row.right]
    (['At least ', 'two', ' visits.'], ['same', 'inserted', 'same'])
    """
    sides = (row for row in _sides(before, after) if row[0] or row[1])
    return [Row(number=number, left=left, right=right) for number, (left, right) in enumerate(sides, start=1)]


def as_read(rows: Sequence[Row]) -> list[Row]:
    r"""The rows as people read them: headings without their #, cells parted by a dot, no lines that only rule a table.

    >>> before, after = ("# Hours\n|Team|From|\n|---|---|\n|Days|" + hour + "|" for hour in "89")
    >>> [(row.number, "".join(run.text for run in row.right).strip()) for row in as_read(compare_texts(before, after))]
    [(1, 'Hours'), (2, 'Team · From'), (3, 'Days · 9')]
    """
    kept = [row for row in rows if row.change is Change.CHANGED or not _rules_a_table(row)]
    return [replace(_row_as_read(row), number=number) for number, row in enumerate(kept, start=1)]


def _row_as_read(row: Row) -> Row:
    """The row without signs of Markdown; with them where they alone changed, so that no change is passed over."""
    read = replace(row, left=_side_as_read(row.left), right=_side_as_read(row.right))
    return read if read.change is row.change else row


def _rules_a_table(row: Row) -> bool:
    texts = ["".join(run.text for run in side) for side in (row.left, row.right) if side]
    return all(_RULE_OF_TABLE.fullmatch(text) for text in texts)


def _side_as_read(runs: Sequence[Run]) -> tuple[Run, ...]:
    """A paragraph without the signs of Markdown at its beginning, and without those of a table within."""
    marked = [(letter, run.mark) for run in runs for letter in run.text]
    text = "".join(letter for letter, _ in marked)
    if heading := _HEADING.match(text):
        marked = marked[heading.end() :]
    elif text.lstrip().startswith("|"):
        marked = _cells_as_read(marked, text)
    return tuple(
        Run("".join(letter for letter, _ in group), of) for of, group in groupby(marked, key=lambda each: each[1])
    )


def _cells_as_read(marked: Sequence[tuple[str, Mark]], text: str) -> list[tuple[str, Mark]]:
    begin, end = text.index("|") + 1, len(text.rstrip())
    end -= text[begin:end].endswith("|") and not text[begin:end].endswith("\\|")
    begin, end = begin + len(text[begin:end]) - len(text[begin:end].lstrip()), begin + len(text[begin:end].rstrip())
    found: list[tuple[str, Mark]] = []
    for place in range(begin, end):
        letter, mark = marked[place]
        is_bar = letter == "|" and text[place - 1] != "\\"
        wide = text[place - 1 : place + 2]
        found += [(each, mark) for each in (_between(wide) if is_bar else letter)]
    return found


def _between(around: str) -> str:
    """What stands for a bar between two cells: a dot with a blank on both of its sides, where none is yet."""
    return f"{'' if around[0].isspace() else ' '}·{'' if around[2:].isspace() else ' '}"


def near_changes(rows: Sequence[Row], around: int = 1) -> list[Row | Skipped]:
    """Rows with a change and so many beside each; the others are counted where they stood."""
    changed = [place for place, row in enumerate(rows) if row.change is not Change.NONE]
    shown = {near for place in changed for near in range(place - around, place + around + 1)}
    found: list[Row | Skipped] = []
    for is_shown, group in groupby(enumerate(rows), key=lambda each: each[0] in shown):
        kept = [row for _, row in group]
        found += kept if is_shown else [Skipped(len(kept))]
    return found


def summary_of(rows: Sequence[Row]) -> str:
    """How much changed, in a sentence.

    >>> summary_of(compare_texts("At least two visits.", "At least three visits."))
    '1 paragraph changed.'
    """
    counts = Counter(row.change for row in rows)
    told = [(counts[change], change) for change in (Change.CHANGED, Change.ADDED, Change.REMOVED) if counts[change]]
    if not told:
        return "Nothing has changed."
    (first, change), *others = told
    words = [f"{_paragraphs_counted(first)} {change}"]
    return ", ".join([*words, *(f"{count} {change}" for count, change in others)]) + "."


def rewording_of(titles: tuple[str, str], texts: tuple[str, str]) -> str:
    """How a titled text was reworded, before and after, as a part of a sentence.

    >>> rewording_of(("Visits", "Home visits"), ("Two.", "Two."))
    'the title from “Visits” to “Home visits”'
    >>> rewording_of(("Visits", "Visits"), ("At least two visits.", "At least three visits."))
    '1 paragraph changed'
    """
    title = f"the title from “{titles[0]}” to “{titles[1]}”" if titles[0] != titles[1] else ""
    text = summary_of(compare_texts(*texts)).removesuffix(".").lower() if texts[0] != texts[1] or not title else ""
    return ", ".join(part for part in (title, text) if part)


def _paragraphs_counted(count: int) -> str:
    return f"{count} {'paragraph' if count == 1 else 'paragraphs'}"


Sides = tuple[tuple[Run, ...], tuple[Run, ...]]


def _sides(before: str, after: str) -> Iterator[Sides]:
    old, new = _sections(_paragraphs(before)), _sections(_paragraphs(after))
    for left, right in paired(old, new, key=lambda section: _plain(section[0]), words=_words_of_section):
        for one, other in paired(left or (), right or (), key=_plain, words=_words):
            yield _compared(one, other)


def _compared(one: str | None, other: str | None) -> Sides:
    if one is None or other is None:
        return _alone(one, Mark.DELETED), _alone(other, Mark.INSERTED)
    if _plain(one) == _plain(other):
        return (Run(one),), (Run(other),)
    return _word_by_word(one, other)


def _alone(paragraph: str | None, mark: Mark) -> tuple[Run, ...]:
    words = (paragraph or "").rstrip()
    return _marked([words] if words else [], set(), mark, after=(paragraph or "")[len(words) :])


def _word_by_word(one: str, other: str) -> Sides:
    left, right = _WORD.findall(one.rstrip()), _WORD.findall(other.rstrip())
    same = same_places(*([" " if word.isspace() else word for word in side] for side in (left, right)))
    kept = [place for stretch in _worth_telling(_stretches(same), left, right) for place in stretch]
    return (
        _marked(left, {place for place, _ in kept}, Mark.DELETED, after=one[len(one.rstrip()) :]),
        _marked(right, {place for _, place in kept}, Mark.INSERTED, after=other[len(other.rstrip()) :]),
    )


def _marked(words: Sequence[str], same: set[int], mark: Mark, *, after: str) -> tuple[Run, ...]:
    """The words as runs, with the blanks after the paragraph, which never count as changed."""
    marks = [(Mark.SAME if place in same else mark, word) for place, word in enumerate(words)]
    marks += [(Mark.SAME, after)] if after else []
    return tuple(Run("".join(word for _, word in group), of) for of, group in groupby(marks, key=lambda each: each[0]))


Stretch = list[tuple[int, int]]


def _stretches(same: Sequence[tuple[int, int]]) -> list[Stretch]:
    """Places that are the same on both sides, by unbroken stretches."""
    found: list[Stretch] = []
    for one, other in same:
        if found and found[-1][-1] == (one - 1, other - 1):
            found[-1].append((one, other))
        else:
            found.append([(one, other)])
    return found


def _worth_telling(stretches: list[Stretch], left: Sequence[str], right: Sequence[str]) -> Iterator[Stretch]:
    """Without the odd “of” or comma that two replaced passages have in common: it would cut them in pieces."""
    ends = [(-1, -1), *(stretch[-1] for stretch in stretches)]
    begins = [*(stretch[0] for stretch in stretches[1:]), (len(left), len(right))]
    for stretch, before, after in zip(stretches, ends, begins, strict=False):
        words = "".join(left[one] for one, _ in stretch).strip()
        is_cut_off = _both_change(before, stretch[0]) and _both_change(stretch[-1], after)
        if len(words) > _TOO_SHORT or not is_cut_off:
            yield stretch


def _both_change(end: tuple[int, int], begin: tuple[int, int]) -> bool:
    return begin[0] - end[0] > 1 and begin[1] - end[1] > 1


def _paragraphs(text: str) -> list[str]:
    """The text in paragraphs, headings, items and rows of tables, each with the blank lines after it."""
    found: list[str] = []
    is_ended = True
    for line in text.splitlines(keepends=True):
        is_blank = not line.strip()
        begins = is_ended or _BEGINS.match(line) is not None
        if found and (is_blank or not begins or not found[-1].strip()):
            found[-1] += line
        else:
            found.append(line)
        is_ended = is_blank or _HEADING.match(line) is not None
    return found


def _sections(paragraphs: Sequence[str]) -> list[tuple[str, ...]]:
    """The paragraphs by section; what stands before the first heading is one too."""
    found: list[list[str]] = []
    for paragraph in paragraphs:
        if not found or _HEADING.match(paragraph.lstrip("\n\r")):
            found.append([])
        found[-1].append(paragraph)
    return [tuple(section) for section in found]


def _plain(paragraph: str) -> str:
    return " ".join(paragraph.split())


def _words(paragraph: str) -> Counter[str]:
    return Counter(word for word in _WORD.findall(paragraph.lower()) if word[-1].isalnum() or word[-1] == "%")


def _words_of_section(section: Sequence[str]) -> Counter[str]:
    return _words(" ".join(section))
