"""What the money of a calculation rests on, as figures, tables and sentences: the weakest first."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from budgets.method.result import Calculation
from budgets.rounds.presented.links import Links
from budgets.rounds.presented.overview import KeyFigure
from budgets.sources.presented.asked import LINE, TOTAL, Asked, Measure
from budgets.sources.rules.descriptions import DRIVER_NAMES, GRADE_NAMES, weakness
from budgets.sources.rules.money import (
    FOOTING_MEANINGS,
    FOOTING_NAMES,
    Footing,
    LineRests,
    Pence,
    Rests,
    added,
    share,
    weakest,
)
from core.tables import UNDEFINED, Cell, Heading, Table, amount, percent, table, words
from core.wording import listed, percentage, sterling, upper_first


def footings_in(rests: Rests) -> list[Footing]:
    """What any money rests on, the weakest grade first."""
    columns = [column for line in rests.lines.values() for column in (line.pence, *line.by_group.values())]
    return [footing for footing in Footing if any(column.get(footing) for column in columns)]


def key_figures(calculation: Calculation, rests: Rests) -> list[KeyFigure]:
    """How much of everything rests on each grade."""
    return [
        KeyFigure(
            label=FOOTING_NAMES[footing],
            value=_percentage(share(rests.pence[footing], calculation.totals.total)),
            note="; ".join(
                text for text in (sterling(rests.pence[footing]), FOOTING_MEANINGS.get(footing, "")) if text
            ),
        )
        for footing in footings_in(rests)
    ]


def finding(calculation: Calculation, rests: Rests) -> str:
    """What matters most, in a sentence: how much of everything rests on the weakest grade there is."""
    grade, missing = weakest(rests.pence), rests.pence[Footing.NOT_GRADED]
    if grade is None:
        return "No money can be graded yet: none of the drivers it rests on is described."
    total, on_it = calculation.totals.total, rests.pence[Footing(grade)]
    said = (
        f"{sterling(on_it)} of {sterling(total)} rests on figures of grade {GRADE_NAMES[grade]} "
        f"({_percentage(share(on_it, total))})"
    )
    return f"{said}; {sterling(missing)} is not graded yet." if missing else f"{said}."


def groups_table(calculation: Calculation, rests: Rests, asked: Asked, links: Links) -> Table:
    """A row for each group, the one with the largest part on the weakest grade first."""
    footings = [footing for footing in footings_in(rests) if footing is not Footing.NOT_SPLIT]
    names = {group.code: group.name for group in calculation.groups}
    rows = [(code, rests.of_group(code)) for code in rests.weakest_first()]
    return table(
        "groups",
        f"Each group’s gross budget by what it rests on, {asked.unit}",
        [Heading(text="Group"), *_heads(footings, "Gross", asked, {})],
        [[words(names[code], href=links.group(code)), *_figures(pence, footings, asked)] for code, pence in rows],
        [[words("All groups"), *_figures(added(pence for _, pence in rows), footings, asked)]],
    )


def lines_table(
    calculation: Calculation, rests: Rests, asked: Asked, links: Links, heads: Mapping[str, str] | None = None
) -> Table:
    """A row for each line asked for, the weakest first or as asked. `heads`: where the head of a column leads."""
    footings = footings_in(rests)
    names = {line.code: line.name for line in calculation.lines}
    shown = _ordered([line for line in rests.lines.values() if _is_asked_for(line, asked)], names, asked)
    return table(
        "lines",
        f"Each line by what it rests on, {asked.unit}",
        [
            *_heads_of_words(asked, heads or {}),
            *_heads(footings, "Line total", asked, heads or {}),
        ],
        [
            [
                words(names[line.code], href=links.line(line.code)),
                words(_drivers(line)),
                _grade(line),
                *_figures(line.pence, footings, asked),
            ]
            for line in shown
        ],
        _foot(shown, rests, footings, asked),
    )


def said_of_lines(shown: Table, rests: Rests) -> str:
    """How many of the lines a table shows, in a sentence."""
    count, every = len(shown.rows), len(rests.lines)
    return f"{every} lines." if count == every else f"{count} of {every} lines."


def _is_asked_for(line: LineRests, asked: Asked) -> bool:
    if not asked.footing:
        return True
    footing = Footing(asked.footing)
    return any(column.get(footing) for column in (line.pence, *line.by_group.values()))


def _ordered(lines: Sequence[LineRests], names: Mapping[str, str], asked: Asked) -> list[LineRests]:
    if asked.sort == LINE:
        return sorted(lines, key=lambda line: names[line.code].casefold(), reverse=asked.descending)
    if asked.sort:
        return sorted(lines, key=lambda line: _sort_value(line, asked), reverse=asked.descending)
    return sorted(lines, key=lambda line: (weakness(line.grade_of()), [-line.pence[f] for f in Footing]))


def _sort_value(line: LineRests, asked: Asked) -> Fraction:
    whole = sum(line.pence.values())
    if asked.sort == TOTAL:
        return Fraction(whole)
    on_it = line.pence[Footing(asked.sort)]
    return (share(on_it, whole) or Fraction(0)) if asked.measure is Measure.PERCENT else Fraction(on_it)


def _heads_of_words(asked: Asked, heads: Mapping[str, str]) -> list[Heading]:
    return [
        Heading(text="Line", href=heads.get(LINE, ""), sort=_sorted(LINE, asked)),
        Heading(text="Rests on"),
        Heading(text="Weakest grade"),
    ]


def _heads(footings: Sequence[Footing], total: str, asked: Asked, heads: Mapping[str, str]) -> list[Heading]:
    keyed = [(str(footing), _short(footing)) for footing in footings] + [(TOTAL, total)]
    unit = asked.unit if asked.measure is Measure.PERCENT else "£"
    return [
        Heading(
            text=f"{name} {'£' if key == TOTAL else unit}",
            number=True,
            href=heads.get(key, ""),
            sort=_sorted(key, asked) if heads else "",
        )
        for key, name in keyed
    ]


def _sorted(key: str, asked: Asked) -> str:
    if asked.sort != key:
        return ""
    return "descending" if asked.descending else "ascending"


def _short(footing: Footing) -> str:
    return f"Grade {footing}" if len(footing) == 1 else FOOTING_NAMES[footing]


def _figures(pence: Pence, footings: Sequence[Footing], asked: Asked) -> list[Cell]:
    whole = sum(pence.values())
    if asked.measure is Measure.PERCENT:
        cells = [percent(share(pence[footing], whole)) for footing in footings]
    else:
        cells = [amount(pence[footing], look="" if pence[footing] else "app-nothing") for footing in footings]
    return [*cells, amount(whole, look="app-strong")]


def _foot(shown: Sequence[LineRests], rests: Rests, footings: Sequence[Footing], asked: Asked) -> list[list[Cell]]:
    def total(said: str, lines: Sequence[LineRests]) -> list[Cell]:
        return [words(said), words(""), words(""), *_figures(added(line.pence for line in lines), footings, asked)]

    every = list(rests.lines.values())
    if len(shown) == len(every):
        return [total("All lines", every)]
    said = f"Total of the {len(shown)} {'line' if len(shown) == 1 else 'lines'} shown"
    return [total(said, shown), total(f"Total of all {len(every)} lines", every)]


def _drivers(line: LineRests) -> str:
    if line.drivers:
        return upper_first(listed([DRIVER_NAMES[driver].lower() for driver in line.drivers]))
    split = any(pence for column in line.by_group.values() for pence in column.values())
    return FOOTING_NAMES[Footing.DECISION if split or not line.not_split else Footing.NOT_SPLIT]


def _grade(line: LineRests) -> Cell:
    grade = line.grade_of()
    if grade is not None:
        return words(GRADE_NAMES[grade], look="app-unbroken")
    return words(FOOTING_NAMES[Footing.NOT_GRADED] if line.pence[Footing.NOT_GRADED] else UNDEFINED, look="app-nothing")


def _percentage(exact: Fraction | None) -> str:
    return "–" if exact is None else percentage(exact)
