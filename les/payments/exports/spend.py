"""What schemes come to as JSON and as text, for programs and people at a terminal. Money: pounds with two decimals."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from core.money import pounds
from core.parties.models import Party
from core.tables import Table
from les.payments.presented.spend import budget_in_words
from les.payments.queries.spend import SpendLine
from les.payments.rules.forecast import Forecast
from les.payments.rules.spending import Position, added, left_of_all, standing_in_words


def spend_json(lines: Sequence[SpendLine], *, commissioner: Party, year: str, on: date) -> str:
    """The lines and their sum as a JSON object; `null` where there is no such figure."""
    positions = [each.position for each in lines]
    total = added(positions)
    values = {
        "commissioner": commissioner.code,
        "year": year,
        "on": on.isoformat(),
        "schemes": [_line(each) for each in lines],
        "total": {**_figures(total), "left": _pounds(left_of_all(positions))},
    }
    return json.dumps(values, ensure_ascii=False, indent=2)


def as_text(shown: Table) -> str:
    """A table as lines of text, columns one below the other, figures to the right."""
    rows = [[each.text for each in shown.head], *([cell.text for cell in row] for row in (*shown.rows, *shown.foot))]
    wide = [max(len(row[place]) for row in rows) for place in range(len(shown.head))]
    return "\n".join(
        "  ".join(
            text.rjust(size) if head.number else text.ljust(size)
            for text, size, head in zip(row, wide, shown.head, strict=True)
        ).rstrip()
        for row in rows
    )


def _line(line: SpendLine) -> dict[str, Any]:
    return {
        "scheme": line.scheme.reference,
        "name": line.scheme.name,
        "kind": line.scheme.kind.value,
        "where": line.where,
        **_figures(line.position),
        "source": budget_in_words(line.budget) if line.budget else None,
        "state": line.position.standing.value,
        "state_in_words": standing_in_words(line.position),
        "forecast_parts": _forecast(line.forecast) if line.forecast else None,
    }


def _figures(position: Position) -> dict[str, str | None]:
    return {
        "budget": _pounds(position.budget),
        "least": _pounds(position.least),
        "committed": _pounds(position.committed),
        "claimed": _pounds(position.claimed),
        "undecided": _pounds(position.undecided),
        "approved": _pounds(position.approved),
        "paid": _pounds(position.spent),
        "set_aside": _pounds(position.set_aside),
        "waiting": _pounds(position.waiting),
        "left": _pounds(position.left),
        "forecast": _pounds(position.forecast),
    }


def _forecast(forecast: Forecast) -> dict[str, Any]:
    return {
        "quarters": [
            {
                "quarter": each.quarter,
                "known": _pounds(each.known),
                "expected": _pounds(each.expected),
                "basis": each.basis.value,
            }
            for each in forecast.quarters
        ],
        "beside": _pounds(forecast.beside),
        "incentive": _pounds(forecast.planned),
    }


def _pounds(pence: int | None) -> str | None:
    return None if pence is None else pounds(pence)
