"""The check of a return, whole: errors row by row, the rows that can be taken, their sums, queries about them."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from commissioning.activity.checking.gathering import Gathered, Mask, one_key
from commissioning.activity.checking.summing import broken_relations, sums_of
from commissioning.activity.checking.values import Checked, ReadReturn
from commissioning.activity.rules.checks import cells
from commissioning.activity.rules.checks.asked import TEMPLATE_VERSION, Asked
from commissioning.activity.rules.checks.catalogue import UNREADABLE
from commissioning.activity.rules.checks.findings import Finding, Severity, in_order
from commissioning.activity.rules.checks.sums import found_in
from commissioning.activity.rules.rows import MOST_ROWS, Rows, is_team, is_whole, place_from, units_from
from core.spreadsheets.tables import Column, Table

_NO_QUANTITY = 0


def check(read: ReadReturn, asked: Asked) -> Checked:
    """Everything that is wrong with a return or must be asked about it, at once, and the rows that can be taken."""
    refusals = [*read.refusals, *_refusals(read, asked)]
    if refusals or read.table is None:
        return Checked(rows=Rows(), findings=tuple(in_order(refusals)))
    table = with_team(read.table)
    gathered = Gathered.of(table, read.faults)
    units = _judge(gathered, asked)
    good = ~gathered.bad
    taken = {name: _taken(column, good) for name, column in table.columns.items()}
    rows = _rows(table, taken, units, good)
    sums = sums_of(rows, taken, asked.currencies)
    asking = [*found_in(sums, asked), *broken_relations(rows, taken, asked)]
    return Checked(
        rows=rows,
        findings=tuple(in_order([*gathered.findings, *asking])),
        count=len(table),
        owed=int(gathered.bad.sum()),
        sums=sums,
    )


def _refusals(read: ReadReturn, asked: Asked) -> Iterator[Finding]:
    """Why a file that could be read is refused whole: no rows, too many, or the template of another return."""
    if read.table is not None and not len(read.table):
        said = "at least one row of figures. A month without any activity is said by a nil return"
        yield Finding(rule=UNREADABLE, severity=Severity.REFUSED, expected=said)
    if read.table is not None and len(read.table) > MOST_ROWS:
        yield Finding(rule=UNREADABLE, severity=Severity.REFUSED, expected=f"at most {MOST_ROWS:,} rows in one return")
    wanted = {
        "template": TEMPLATE_VERSION,
        "provider": asked.provider,
        "return": asked.name,
        "period": asked.period.first_month,
    }
    for name, text in read.about.items():
        if name in wanted and text != wanted[name]:
            said = f"{wanted[name]} as {name}; take the template of this return for {asked.period} anew"
            yield Finding(rule="template", severity=Severity.REFUSED, expected=said, column=name, value=text)


def with_team(table: Table) -> Table:
    """The table with a column of teams, blank where it has none."""
    if "team" in table.columns:
        return table
    blank = Column(("",), np.zeros(len(table), np.intp))
    return Table(table.name, (*table.header, "team"), {**table.columns, "team": blank}, table.rows)


def _judge(gathered: Gathered, asked: Asked) -> list[int]:
    """Note every error; the units of each distinct quantity."""
    columns = gathered.table.columns
    unknown_service = gathered.note_texts("service", "service", lambda text: cells.service_fault(text, asked))
    gathered.settled = unknown_service & _in_totals(gathered.table)
    gathered.note_texts("practice", "practice", lambda text: cells.practice_fault(text, asked))
    gathered.note_texts("month", "month", lambda text: cells.month_fault(text, asked))
    unknown = "a currency of this return, such as contact"
    gathered.note_texts("currency", "currency", lambda text: "" if text in asked.currencies else unknown)
    gathered.note_texts(
        "team", "team", lambda text: "" if is_team(text) else "a team’s short name, of letters and digits, or nothing"
    )
    units = _judge_quantities(gathered, asked)
    gathered.note_pairs(
        "service",
        "service",
        (columns["service"], columns["month"]),
        lambda code, month: cells.closed_fault(asked.services[code], month),
    )
    gathered.note_pairs(
        "practice",
        "practice",
        (columns["practice"], columns["month"]),
        lambda text, month: cells.closed_fault(asked.practices[text], month) if text in asked.practices else "",
    )
    gathered.note_pairs(
        "place",
        "practice",
        (columns["currency"], columns["practice"]),
        lambda code, text: cells.place_fault(asked.currencies[code], place_from(text)[0]),
    )
    _judge_repeated(gathered)
    return units


def _in_totals(table: Table) -> Mask:
    """The rows that only add others up."""
    service = table.columns["service"]
    totals: Mask = np.array([cells.is_totals(text) for text in service.values], bool)[service.codes]
    return totals


def _judge_quantities(gathered: Gathered, asked: Asked) -> list[int]:
    quantity, currency = gathered.table.columns["quantity"], gathered.table.columns["currency"]
    units, faults = [], []
    for text in quantity.values:
        try:
            units.append(units_from(text))
            faults.append("")
        except ValueError as wrong:
            units.append(_NO_QUANTITY)
            faults.append(str(wrong))
    gathered.note_coded("quantity", "quantity", quantity, faults)
    parts: Mask = np.array([not is_whole(each) for each in units], bool)[quantity.codes]
    if parts.any():
        known = [asked.currencies.get(code) for code in currency.values]
        whole: Mask = np.array([each is not None and each.is_whole for each in known], bool)[currency.codes]

        def expected(place: int) -> str:
            held = known[currency.codes[place]]
            return cells.whole_fault(held, units[quantity.codes[place]]) if held else ""

        gathered.note(parts & whole & ~gathered.bad, "quantity", "quantity", expected)
    return units


def _judge_repeated(gathered: Gathered) -> None:
    """Every row whose service, team, practice, month and currency stand twice among the rows that are good so far."""
    columns = gathered.table.columns
    practice = columns["practice"]
    same = Column.of([f"{place}{code}" for place, code in map(place_from, practice.values)])
    merged = Column(same.values, same.codes[practice.codes])
    key = one_key([columns["service"], merged, columns["month"], columns["currency"], columns["team"]])
    good = np.flatnonzero(~gathered.bad)
    order = good[np.argsort(key[good], kind="stable")]
    twin = key[order][1:] == key[order][:-1]
    if not twin.any():
        return
    rows = gathered.table.rows
    others: dict[int, int] = {}
    for at in np.flatnonzero(twin).tolist():
        first, second = int(order[at]), int(order[at + 1])
        others.setdefault(first, rows[second])
        others[second] = rows[first]
    wrong: Mask = np.zeros(len(key), bool)
    wrong[list(others)] = True
    said = "each service, team, practice, month and currency once; the same stands in row {:,}"
    gathered.note(wrong, "duplicate", "quantity", lambda place: said.format(others[place]))


def _taken(column: Column, good: Mask) -> Column:
    """The cells of a column in the good rows."""
    return Column(column.values, column.codes[good])


def _rows(table: Table, taken: Mapping[str, Column], units: Sequence[int], good: Mask) -> Rows:
    """The good rows as plain columns."""
    placed = [place_from(text) for text in taken["practice"].values]
    codes = taken["practice"].codes.tolist()
    return Rows(
        rows=np.asarray(table.rows)[good].tolist(),
        services=taken["service"].texts(),
        teams=taken["team"].texts(),
        places=[placed[code][0] for code in codes],
        practices=[placed[code][1] for code in codes],
        months=taken["month"].texts(),
        currencies=taken["currency"].texts(),
        units=np.array(units, np.int64)[taken["quantity"].codes].tolist(),
    )
