"""The figures of a term as a table: as the heads have them, and where they drifted, before, now and the difference."""

from collections.abc import Sequence

from contracts.heads_of_terms.rules.content import TermContent
from contracts.heads_of_terms.rules.drift import Drift
from contracts.heads_of_terms.rules.figures import Figure, Unit
from core.tables import Cell, Heading, Section, Table, amount, difference, table, words

_ABSENT = words("–", look="app-nothing")


def figures_table(term: TermContent, moved: Sequence[Drift] = ()) -> Table | None:
    """The figures of a term; None where it has none. `moved`: those that drifted, each marked with before and now."""
    if not term.figures:
        return None
    in_pounds = all(figure.unit is Unit.POUNDS for figure in term.figures)
    has_amounts = any(figure.unit is not Unit.WORDS for figure in term.figures)
    heading = "Amount £" if in_pounds else "As in these heads"
    name, caption = f"figures-{term.code.lower()}", f"Figures: {term.title}"
    head = [Heading(text="What"), Heading(text=heading, number=has_amounts)]
    rows = [_row(figure, in_pounds) for figure in term.figures if not figure.is_total]
    foot = [_row(figure, in_pounds) for figure in term.figures if figure.is_total]
    if not moved:
        return table(name, caption, head, rows, foot)
    by_key = {drift.before.key: drift for drift in moved if drift.before}
    added = [drift for drift in moved if drift.before is None]
    keys = [figure.key for figure in term.figures if not figure.is_total]
    totals = [figure.key for figure in term.figures if figure.is_total]
    return Table(
        name=name,
        caption=caption,
        head=[*head, Heading(text="Now £" if in_pounds else "Now", number=has_amounts), _difference_head(in_pounds)],
        sections=[
            Section(
                rows=[
                    *([*row, *_now(by_key.get(key), in_pounds)] for key, row in zip(keys, rows, strict=True)),
                    *([words(drift.label), _ABSENT, *_now(drift, in_pounds)] for drift in added),
                ]
            )
        ],
        foot=[[*row, *_now(by_key.get(key), in_pounds)] for key, row in zip(totals, foot, strict=True)],
    )


def _difference_head(in_pounds: bool) -> Heading:
    return Heading(text="Difference £" if in_pounds else "Difference", number=True)


def _row(figure: Figure, in_pounds: bool) -> list[Cell]:
    return [words(figure.label), figure_cell(figure, in_pounds=in_pounds)]


def figure_cell(figure: Figure, *, in_pounds: bool) -> Cell:
    """A figure as a cell, with its unit unless the heading names it."""
    if in_pounds:
        return amount(figure.pence)
    shown = figure.shown.replace("-", "\u2212") if figure.unit is not Unit.WORDS else figure.shown
    return Cell(text=shown, pence=figure.pence, exact=figure.percent, number=figure.unit is not Unit.WORDS)


def _now(drift: Drift | None, in_pounds: bool) -> list[Cell]:
    if drift is None:
        return [words("as before", look="app-nothing app-right"), words("")]
    now = figure_cell(drift.now, in_pounds=in_pounds) if drift.now else words("no longer there", look="app-right")
    moved = drift.difference
    changed = now._replace(look="app-changed")
    return [changed, difference(moved) if moved is not None and _is_money(drift) else words("")]


def _is_money(drift: Drift) -> bool:
    return any(side is not None and side.unit is Unit.POUNDS for side in (drift.before, drift.now))
