"""A position as a row of a download for machines: what it is about, what was said, by whom and when; never the words.

Words may be kept from some readers, and a file goes anywhere.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from budgets.agreement.rules.stances import Reason, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRow:
    """What a group (by its code) says to an item of a proposal (by its number). Of silence, only what it is called.

    `item`: as `rules.items` writes it (`total`, `split`, `line:IC-BEDS`, `pot:must_dos`). `on`: the day in London.
    """

    proposal: int
    group: str
    item: str
    position: Stance
    by: str | None = None
    on: date | None = None
    reason: Reason | None = None
    carried_over: bool = False


def as_json(rows: Iterable[SaidRow]) -> str:
    """Rows as a JSON list.

    >>> [row] = json.loads(as_json([SaidRow(proposal=1, group="DAC", item="total", position=Stance.NO_RESPONSE)]))
    >>> row["position"], row["by"], row["carried_over"]
    ('no_response', None, False)
    """
    return json.dumps([_written(row) for row in rows], ensure_ascii=False, indent=2)


def as_text(rows: Iterable[SaidRow]) -> str:
    """Rows as a table for the screen, columns two blanks apart.

    >>> print(as_text([SaidRow(proposal=1, group="DAC", item="total", position=Stance.NOT_ASKED)]))
    proposal  group  item   position   by  on  reason  carried_over
    1         DAC    total  not_asked                  no
    """
    head = list(_written(SaidRow(proposal=0, group="", item="", position=Stance.NOT_ASKED)))
    lines = [head, *([_cell(value) for value in _written(row).values()] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _written(row: SaidRow) -> dict[str, str | int | bool | None]:
    return {
        "proposal": row.proposal,
        "group": row.group,
        "item": row.item,
        "position": row.position.value,
        "by": row.by,
        "on": row.on.isoformat() if row.on else None,
        "reason": row.reason.value if row.reason else None,
        "carried_over": row.carried_over,
    }


def _cell(value: str | int | bool | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
