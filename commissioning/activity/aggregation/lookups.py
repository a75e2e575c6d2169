"""What a cell of the extract may say, as tables of texts and numbers: engines look cells up in them and count.

Pure. A cell whose text is in no table is known only as blank or not, and takes no room however many such there are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commissioning.activity.aggregation.days import texts_of_days
from commissioning.activity.aggregation.mapping import ReturnMapping

BLANK = -1
_PADDED = 20


@dataclass(frozen=True, slots=True)
class Lookup:
    """Numbers by text for one column. `width`: only so many characters of a cell are looked up; 0: all of it."""

    column: str
    width: int
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """How an extract is read: by column the words whose places are their numbers, and all lookups.

    `days` are the columns that say a day as text, `typed_days` those that hold days as days, `added` those added up.
    """

    words: Mapping[str, tuple[str, ...]]
    days: tuple[str, ...]
    typed_days: tuple[str, ...]
    added: tuple[str, ...]
    lookups: tuple[Lookup, ...]

    def places_of(self, column: str, *, of_days: bool) -> list[int]:
        """The places of a column's lookups, those of its words or those of its days."""
        return [
            place for place, each in enumerate(self.lookups) if each.column == column and bool(each.width) == of_days
        ]


def plan_of(mapping: ReturnMapping, typed_days: Iterable[str] = (), encoding: str = "utf-8") -> Plan:
    """What to look up for a mapping. `typed_days`: columns that hold days and no text.

    `encoding`: in which one a file was written that is read byte by byte; words are then looked up as they look so.
    """
    typed = frozenset(typed_days)
    words = _words(mapping)
    says_days = tuple(dict.fromkeys(count.day for count in mapping.counts))
    days = tuple(column for column in says_days if column not in typed)
    by_width = texts_of_days(mapping.formats, first=mapping.first, last=mapping.last) if days else {}
    blanks = mapping.extract.blanks
    lookups = [_lookup_of_words(c, listed, blanks, encoding) for c, listed in words.items()]
    for column in days:
        for place, (width, texts) in enumerate(sorted(by_width.items())):
            cut = _as_read({text[: width + 1]: BLANK for text in _padded_blanks(blanks) if place == 0}, encoding)
            lookups.append(Lookup(column, width, {**cut, **texts}))
    return Plan(
        words=words,
        days=days,
        typed_days=tuple(column for column in says_days if column in typed),
        added=tuple(dict.fromkeys(count.added for count in mapping.counts if count.added)),
        lookups=tuple(lookups),
    )


def _words(mapping: ReturnMapping) -> dict[str, tuple[str, ...]]:
    """Every word that a column of service, practice, team or a condition may hold, whatever it is for."""
    words: dict[str, dict[str, None]] = {}
    for place in (mapping.service, mapping.practice, mapping.team):
        if place and place.column:
            words.setdefault(place.column, {}).update(dict.fromkeys(place.codes))
    for count in mapping.counts:
        for column, accepted in count.where.items():
            words.setdefault(column, {}).update(dict.fromkeys(sorted(accepted)))
    return {column: tuple(listed) for column, listed in words.items()}


def _lookup_of_words(column: str, words: tuple[str, ...], blanks: Iterable[str], encoding: str) -> Lookup:
    """Words by their place, also with blanks behind them as extracts of fixed width have them."""
    numbers: dict[str, int] = dict.fromkeys(_padded_blanks(blanks), BLANK)
    padded = {text: place for place, word in enumerate(words) for text in _padded(word)}
    exact = {word: place for place, word in enumerate(words)}
    return Lookup(column, 0, _as_read(numbers | padded | exact, encoding))


def _padded(word: str) -> list[str]:
    return [word.ljust(length) for length in range(len(word), max(_PADDED, len(word)) + 1)]


def _padded_blanks(blanks: Iterable[str]) -> list[str]:
    return [text for blank in ("", *sorted(blanks)) for text in _padded(blank)]


def _as_read(numbers: Mapping[str, int], encoding: str) -> dict[str, int]:
    """Texts as they look in a file of that encoding when each byte is read as one character."""
    if encoding == "utf-8":
        return dict(numbers)
    return {
        text.encode(encoding).decode("latin-1"): number
        for text, number in numbers.items()
        if text.encode(encoding, errors="ignore").decode(encoding) == text
    }
