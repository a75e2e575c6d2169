"""What a reader asks of the list of disputes: which of them, and in which order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from budgets.agreement.rules.board import DisputeOnBoard
from budgets.sources.rules.descriptions import weakness


class State(StrEnum):
    """Which disputes are asked for."""

    ALL = "all"
    OPEN = "open"
    DECIDED = "decided"


class Order(StrEnum):
    """The orders the list may stand in."""

    GRADE = "grade"
    ITEM = "item"
    GROUP = "group"
    OFFERED = "offered"
    CLAIMED = "claimed"
    DIFFERENCE = "difference"
    COMMENTS = "comments"


STATE_NAMES: Mapping[State, str] = {State.ALL: "All", State.OPEN: "Open", State.DECIDED: "Decided"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question. Blank filters let everything through; `item` as in addresses (`line:IC-BEDS`).

    The usual order is the weakest grade first, of one grade the largest amount first.
    """

    state: State = State.ALL
    group: str = ""
    item: str = ""
    order: Order = Order.GRADE
    backwards: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether disputes may be left out."""
        return bool(self.group or self.item) or self.state is not State.ALL

    @property
    def query(self) -> dict[str, Any]:
        """The question as the query of an address; what is as usual is left out."""
        asked = {
            "state": "" if self.state is State.ALL else str(self.state),
            "group": self.group,
            "item": self.item,
            "sort": "" if self.order is Order.GRADE else str(self.order),
            "backwards": "yes" if self.backwards else "",
        }
        return {key: value for key, value in asked.items() if value}

    def in_order_of(self, order: Order) -> "Asked":
        """The same in another order; in the same, asked a second time, the other way round."""
        return replace(self, order=order, backwards=self.order is order and not self.backwards)


def asked_from(query: Mapping[str, str]) -> Asked:
    """The question of an address; what nobody knows is as usual."""
    state, order = query.get("state", ""), query.get("sort", "")
    return Asked(
        state=State(state) if state in list(State) else State.ALL,
        group=query.get("group", ""),
        item=query.get("item", ""),
        order=Order(order) if order in list(Order) else Order.GRADE,
        backwards=query.get("backwards") == "yes",
    )


def chosen(disputes: Iterable[DisputeOnBoard], asked: Asked) -> list[DisputeOnBoard]:
    """The disputes asked for, in the order asked for."""
    found = [dispute for dispute in disputes if _is_asked_for(dispute, asked)]
    return sorted(found, key=_ORDERS[asked.order], reverse=asked.backwards)


def _is_asked_for(dispute: DisputeOnBoard, asked: Asked) -> bool:
    return (
        (not asked.group or dispute.group == asked.group)
        and (not asked.item or str(dispute.offer.item) == asked.item)
        and (asked.state is State.ALL or dispute.is_open == (asked.state is State.OPEN))
    )


def _largest(pence: int | None) -> int:
    """The place of an amount in an order that puts the largest first, whatever its sign; none comes last."""
    return 1 if pence is None else -abs(pence)


_ORDERS: Mapping[Order, Callable[[DisputeOnBoard], tuple[Any, ...]]] = {
    Order.GRADE: lambda each: (weakness(each.grade), _largest(each.offer.own)),
    Order.ITEM: lambda each: (each.offer.name.casefold(), each.group_name),
    Order.GROUP: lambda each: (each.group_name.casefold(), weakness(each.grade), _largest(each.offer.own)),
    Order.OFFERED: lambda each: (_largest(each.offer.own),),
    Order.CLAIMED: lambda each: (_largest(each.said.claimed),),
    Order.DIFFERENCE: lambda each: (_largest(each.difference),),
    Order.COMMENTS: lambda each: (-each.comments,),
}
