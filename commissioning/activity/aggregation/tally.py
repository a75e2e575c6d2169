"""From counted combinations to the rows of the return, and what could not be placed, with the reason. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from commissioning.activity.aggregation.days import written_month
from commissioning.activity.aggregation.lookups import BLANK
from commissioning.activity.aggregation.mapping import Count, Place, ReturnMapping

Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Combination:
    """What cells of some lines said, and how many lines: None in `words` and `months` where no lookup knew the cell.

    `words`: by column the word, "" where the cell is blank. `months`: by column the month, or BLANK. `sums`: by column
    what its whole numbers add up to, how many cells were no whole number, how many were blank.
    """

    lines: int
    words: Mapping[str, str | None]
    months: Mapping[str, int | None]
    sums: Mapping[str, tuple[int, int, int]]


@dataclass(slots=True)
class Tally:
    """The rows of a return by service, team, practice, month and currency; lines read, placed, and not, by reason.

    `left_out`: lines that are placed but lack a day or quantity for one of their currencies.
    """

    rows: dict[Key, int] = field(default_factory=dict)
    lines: int = 0
    placed: int = 0
    unplaced: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)


def tallied(mapping: ReturnMapping, combinations: Iterable[Combination]) -> Tally:
    """Every line is placed or has one reason why not; a line may count as several currencies."""
    tally = Tally()
    for combination in combinations:
        tally.lines += combination.lines
        _place(tally, mapping, combination)
    return tally


def _place(tally: Tally, mapping: ReturnMapping, found: Combination) -> None:
    codes: list[str] = []
    for name, place in (("service", mapping.service), ("team", mapping.team), ("practice", mapping.practice)):
        code, reason = _code(name, place, found)
        if reason:
            tally.unplaced[reason] += found.lines
            return
        codes.append(code)
    counts = [count for count in mapping.counts if _applies(count, found)]
    if not counts:
        tally.unplaced["counts as no currency"] += found.lines
        return
    missing: Counter[str] = Counter()
    placed = 0
    for count in counts:
        counted, amount, reasons = _amount(mapping, count, found)
        if reasons:
            missing |= Counter(reasons)  # what two currencies lack alike is lacking once
        if counted:
            key = (codes[0], codes[1], codes[2], written_month(found.months[count.day] or 0), count.currency)
            tally.rows[key] = tally.rows.get(key, 0) + amount
            placed = max(placed, counted)
    tally.placed += placed
    if missing:
        _explain(tally, missing, found.lines - placed)


def _explain(tally: Tally, missing: Counter[str], unplaced: int) -> None:
    """Give each unplaced line one reason, the commonest first, and say of the others what they lack."""
    for reason, lines in sorted(missing.items(), key=lambda each: (-each[1], each[0])):
        taken = min(lines, unplaced)
        tally.unplaced += Counter({reason: taken})
        unplaced -= taken
        tally.left_out += Counter({reason: lines - taken})


def _code(name: str, place: Place | None, found: Combination) -> tuple[str, str]:
    """The code of a part of the key, or the reason why there is none. A blank team is a service without teams."""
    if place is None or place.constant:
        return (place.constant if place else ""), ""
    word = found.words[place.column]
    if word == "" and word not in place.codes:
        return "", "" if name == "team" else f"{name} blank"
    code = None if word is None else place.codes.get(word)
    return (code, "") if code is not None else ("", f"{name} not known")


def _applies(count: Count, found: Combination) -> bool:
    return all(found.words[column] in words for column, words in count.where.items())


def _amount(mapping: ReturnMapping, count: Count, found: Combination) -> tuple[int, int, dict[str, int]]:
    """Of how many lines a currency was counted, the quantity, and by reason how many lines lack what it needs."""
    if reason := _fault_in_day(mapping, count.day, found.months[count.day]):
        return 0, 0, {reason: found.lines}
    if not count.added:
        return found.lines, found.lines, {}
    amount, unreadable, blank = found.sums[count.added]
    reasons = {f"{count.added} is no whole number": unreadable, f"{count.added} blank": blank}
    return found.lines - unreadable - blank, amount, {reason: lines for reason, lines in reasons.items() if lines}


def _fault_in_day(mapping: ReturnMapping, column: str, month: int | None) -> str:
    if month is None:
        return f"{column} is no day as [month] formats says, or lies far from the period"
    if month == BLANK:
        return f"{column} blank"
    if not mapping.first <= month <= mapping.last:
        return f"{column} outside {written_month(mapping.first)} to {written_month(mapping.last)}"
    return ""
