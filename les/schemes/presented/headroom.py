"""What is left under each cap of a scheme in a year, shown before anybody claims."""

from core.tables import Cell, Table, amount, columns, number, table, words
from les.schemes.rules.caps import Headroom, headrooms
from les.schemes.rules.terms import Before, SchemeTerms, Whose

NOTHING_YET = "nothing claimed yet"


def headroom_table(terms: SchemeTerms, before: Before | None, *, year: str, for_practice: bool) -> Table:
    """The caps of a scheme, what was claimed under each and what is left. `before`: None while no claims are recorded.

    `for_practice`: the reader is a practice, and what was claimed is its own; else a cap of each practice stands as it
    is, since every practice has its own left.
    """
    known = before if before is not None else Before()
    rows = [
        _row(each, terms, is_told=before is not None, is_shown=for_practice or each.cap.whose is Whose.SCHEME)
        for each in headrooms(terms, known)
    ]
    head = columns("Cap", "For", "#Most", "#Left")
    return table("headroom", f"Left under each cap in {year}", head, rows)


def _row(room: Headroom, terms: SchemeTerms, *, is_told: bool, is_shown: bool) -> list[Cell]:
    element = terms.element(room.cap.element)
    whose = "each practice" if room.cap.whose is Whose.PRACTICE else "all practices together"
    what = element.name if element else "Everything"
    return [words(what), words(whose), _most(room), _left(room, is_told=is_told, is_shown=is_shown)]


def _most(room: Headroom) -> Cell:
    cap = room.cap
    return _money(cap.pence) if cap.pence is not None else number(cap.count)


def _left(room: Headroom, *, is_told: bool, is_shown: bool) -> Cell:
    if not is_shown:
        return Cell(text="by practice", number=True, look="app-nothing")
    left = _money(room.pence) if room.pence is not None else number(room.count)
    return left if is_told else left._replace(note=NOTHING_YET)


def _money(pence: int) -> Cell:
    shown = amount(pence)
    return shown._replace(text=f"£{shown.text}")
