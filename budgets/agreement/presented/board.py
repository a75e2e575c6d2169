"""The board as tables and sentences: the money in dispute, a row for each group, and the disputes to work through."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from budgets.agreement.presented.board_asked import Asked, Order
from budgets.agreement.presented.stances import STANCE_LOOKS, outcome_cell, said_cell
from budgets.agreement.rules.board import Board, DisputeOnBoard, GroupOnBoard, Opened
from budgets.agreement.rules.items import POT_NAMES
from budgets.agreement.rules.stances import REASON_NAMES, STANCE_NAMES, Reason, Stance
from budgets.method.words import in_words
from budgets.rounds.presented.overview import KeyFigure
from budgets.sources.rules.descriptions import GRADE_NAMES, Grade
from core.clock import day_in_words
from core.tables import UNDEFINED, Cell, Heading, Table, amount, difference, number, table, words
from core.wording import listed, sterling


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLinks:
    """Where the board leads: to a dispute (by its position), to what a group said, to a group's disputes."""

    dispute: Callable[[int], str] = "".format
    positions: Callable[[str], str] = "".format
    disputes_of: Callable[[str], str] = "".format


NO_LINKS = BoardLinks()


def money_figures(board: Board) -> list[KeyFigure]:
    """The two figures of money in dispute, the disputed total beside them, and who is yet to answer."""
    money, yet = board.money, board.yet_to_answer
    named = sum(dispute.said.claimed is not None for dispute in board.disputes)
    return [
        KeyFigure(label="under disputed lines", value=sterling(money.amount), note=_counted(board)),
        KeyFigure(
            label="difference claimed",
            value=sterling(money.claimed),
            note=f"{named} of {len(board.disputes)} disputes {'names' if named == 1 else 'name'} an amount or a method"
            if board.disputes
            else "no dispute names an amount",
        ),
        _total_figure(board),
        KeyFigure(
            label="groups yet to answer total and split",
            value=f"{len(yet)} of {len(board.groups)}",
            note=listed(yet) if yet else "every group has answered both",
        ),
    ]


def _counted(board: Board) -> str:
    """What the amount under disputed lines is made of."""
    lines = sum(len(group.in_dispute.lines) for group in board.groups)
    of = sum(bool(group.in_dispute.lines) for group in board.groups)
    parts = []
    if lines:
        groups = "1 group" if of == 1 else f"{of} groups"
        parts.append(f"{lines} {'line' if lines == 1 else 'lines'} of {groups}, each group and line once")
    whole = [group.name for group in board.groups if is_whole_split(group)]
    if whole:
        parts.append(f"the whole split of {listed(whole)}, no line named")
    return "; ".join(parts) or "nobody disputes a line or the split"


def is_whole_split(group: GroupOnBoard) -> bool:
    """Whether the group disputes its split without saying where it is wrong, so that all of it counts."""
    return bool(group.in_dispute.amount) and not group.in_dispute.lines


def _total_figure(board: Board) -> KeyFigure:
    disputed = board.money.totals_disputed
    if not disputed:
        return KeyFigure(
            label="disputes the total", value="Nobody", note="A disputed total would stand beside, not added"
        )
    names = {group.code: group.name for group in board.groups}
    claims = [
        f"{names[each.dispute.group]} claims {sterling(each.amount + each.difference)}"
        for each in disputed
        if each.difference is not None
    ]
    return KeyFigure(
        label=f"total disputed by {listed([names[each.dispute.group] for each in disputed])}",
        value=sterling(disputed[0].amount),
        note="; ".join([*claims, "stands beside, never added"]),
    )


def groups_table(board: Board, links: BoardLinks = NO_LINKS, *, carried_from: int | None = None) -> Table:
    """A row for each group: opened, total, split, pots where any was spoken to, disputed lines and their money."""
    has_pots = any(group.pots for group in board.groups)
    head = ["Group", "Opened", "The total", "The split", *(["Pots"] if has_pots else [])]
    figures = ["Lines disputed", "Under disputed lines £", "Difference claimed £"]
    return table(
        name="groups",
        caption="What each group says",
        head=[*(Heading(text=text) for text in head), *(Heading(text=text, number=True) for text in figures)],
        rows=[_group_row(group, links, carried_from, has_pots=has_pots) for group in board.groups],
        foot=[
            [
                words("All groups"),
                words(""),
                words(""),
                words(""),
                *([words("")] if has_pots else []),
                number(sum(len(group.in_dispute.lines) for group in board.groups)),
                amount(board.money.amount),
                amount(board.money.claimed),
            ]
        ],
    )


def _group_row(group: GroupOnBoard, links: BoardLinks, carried_from: int | None, *, has_pots: bool) -> list[Cell]:
    said, disputed = links.positions(group.code), links.disputes_of(group.code) if group.disputes else ""
    own = group.in_dispute
    return [
        words(group.name, href=said, note=group.note),
        _opened_cell(group.opened),
        said_cell(group.total, href=said, carried_from=carried_from),
        said_cell(group.split, href=said, carried_from=carried_from),
        *([_pots_cell(group)] if has_pots else []),
        number(len(own.lines), href=disputed)._replace(look="" if own.lines else "app-nothing"),
        amount(
            own.amount,
            href=disputed if own.amount else "",
            note="the whole split" if is_whole_split(group) else "",
            look="" if own.amount else "app-nothing",
        ),
        amount(own.claimed, href=disputed if own.claimed else "", look="" if own.claimed else "app-nothing"),
    ]


def _opened_cell(opened: Opened | None) -> Cell:
    if opened is None:
        return words("Not opened", look="app-stance app-stance--missing")
    return words("Opened", note=f"{opened.by}, {day_in_words(opened.at)}")


def _pots_cell(group: GroupOnBoard) -> Cell:
    said = [f"{POT_NAMES[pot]}: {STANCE_NAMES[each.stance].lower()}" for pot, each in group.pots.items()]
    is_disputed = any(each.stance is Stance.DISPUTED for each in group.pots.values())
    return words("; ".join(said), look=STANCE_LOOKS[Stance.DISPUTED] if is_disputed else "")


def disputes_table(
    disputes: Sequence[DisputeOnBoard],
    links: BoardLinks = NO_LINKS,
    *,
    names: Mapping[str, str],
    asked: Asked | None = None,
    heads: Mapping[Order, str] | None = None,
) -> Table:
    """The disputes to work through, in the order given.

    `names`: of groups by code; `heads`: where the head of a column leads.
    """
    methods = {
        method: in_words(method, names)
        for each in disputes
        for method in (each.said.claimed_method, each.offer.line.method_used if each.offer.line else "")
        if method
    }
    return table(
        name="disputes",
        caption="Disputes to work through",
        head=[_heading(text, order, is_number, asked, heads or {}) for text, order, is_number in _COLUMNS],
        rows=[_dispute_row(dispute, links, methods) for dispute in disputes],
    )


_COLUMNS: Sequence[tuple[str, Order | None, bool]] = (
    ("What", Order.ITEM, False),
    ("Group", Order.GROUP, False),
    ("Offered £", Order.OFFERED, True),
    ("Claimed £", Order.CLAIMED, True),
    ("Difference £", Order.DIFFERENCE, True),
    ("Reason", None, False),
    ("Rests on", Order.GRADE, False),
    ("Comments", Order.COMMENTS, True),
    ("Outcome", None, False),
)


def _heading(
    text: str, order: Order | None, is_number: bool, asked: Asked | None, heads: Mapping[Order, str]
) -> Heading:
    if order is None or asked is None:
        return Heading(text=text, number=is_number)
    direction = "ascending" if asked.backwards is not (order in (Order.ITEM, Order.GROUP)) else "descending"
    return Heading(
        text=text, number=is_number, href=heads.get(order, ""), sort=direction if order is asked.order else ""
    )


def _dispute_row(dispute: DisputeOnBoard, links: BoardLinks, methods: Mapping[str, str]) -> list[Cell]:
    href, said, line = links.dispute(dispute.position_id), dispute.said, dispute.offer.line
    is_claimed = said.claimed is not None
    return [
        words(dispute.offer.name, href=href, note=methods[line.method_used] if line else ""),
        words(dispute.group_name),
        amount(dispute.offer.own),
        amount(said.claimed, note=methods.get(said.claimed_method, "")) if is_claimed else _NOTHING,
        difference(dispute.difference) if dispute.difference is not None else _NOTHING,
        _REASONS[said.reason],
        _GRADES[dispute.grade],
        number(dispute.comments, href=f"{href}#thread" if href else "") if dispute.comments else _NO_COMMENTS,
        outcome_cell(dispute.outcome) if dispute.outcome else _OPEN,
    ]


# Cells that stand in many rows are made once.
_NOTHING, _NO_COMMENTS, _OPEN = amount(None), number(0)._replace(look="app-nothing"), outcome_cell(None)
_REASONS: Mapping[Reason | None, Cell] = {
    None: words(UNDEFINED),
    **{each: words(REASON_NAMES[each]) for each in Reason},
}
_GRADES: Mapping[Grade | None, Cell] = {None: words("Not graded"), **{each: words(GRADE_NAMES[each]) for each in Grade}}


def items_of(disputes: Sequence[DisputeOnBoard]) -> list[tuple[str, str]]:
    """The items that are disputed, as in addresses and by name, for the filter."""
    found = {str(dispute.offer.item): dispute.offer.name for dispute in disputes}
    return sorted(found.items(), key=lambda entry: entry[1].casefold())


def opened_in_words(board: Board) -> str:
    """Who has not opened the proposal, in a sentence."""
    missing = board.not_opened
    if not missing:
        return "Every group has opened it."
    if len(missing) == len(board.groups):
        return "No group has opened it yet."
    return f"Not opened yet by {listed(missing)}."
