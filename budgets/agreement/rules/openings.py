"""Where each group stands with a proposal: issued, received, agreed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from budgets.agreement.rules.items import ItemKind
from budgets.agreement.rules.stances import CONSENT, Stance, silence

_SILENT = frozenset({Stance.NOT_ASKED, Stance.NO_RESPONSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a group last said to an item, when, and whether it was carried over from the proposal before."""

    stance: Stance
    given_at: datetime
    is_carried: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Who of a group opened a proposal first, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupState:
    """A group's state: when it received the proposal, its stance on total and split, and since when it agrees.

    `carried`: which of the two (total, split) was carried over from the proposal before.
    """

    code: str
    name: str
    received: Received | None
    total: Stance
    split: Stance
    agreed_at: datetime | None
    carried: tuple[bool, bool] = (False, False)

    @property
    def has_answered(self) -> bool:
        """Whether the group said something to both the total and the split."""
        return not self.unanswered

    @property
    def unanswered(self) -> list[str]:
        """Which of the total and the split the group has said nothing to, as on the page where it answers."""
        return [name for name, said in (("the total", self.total), ("the split", self.split)) if said in _SILENT]


def state_of(
    code: str,
    name: str,
    *,
    received: Received | None,
    total: Said | None,
    split: Said | None,
    reply_by: date,
    on: date,
) -> GroupState:
    """The state of a group on a day. It agrees once it consents to both the total and the split."""
    return GroupState(
        code=code,
        name=name,
        received=received,
        total=total.stance if total else silence(ItemKind.TOTAL, reply_by=reply_by, on=on),
        split=split.stance if split else silence(ItemKind.SPLIT, reply_by=reply_by, on=on),
        agreed_at=agreed_at(total, split),
        carried=(total is not None and total.is_carried, split is not None and split.is_carried),
    )


def opened_now(states: Iterable[GroupState], code: str, by: Received) -> list[GroupState]:
    """The states as they are once somebody of a group has opened the proposal, which they are doing."""
    return [replace(state, received=by) if state.code == code and state.received is None else state for state in states]


def agreed_at(total: Said | None, split: Said | None) -> datetime | None:
    """Since when a group agrees: the later of its two consents; None while it does not consent to both.

    >>> from datetime import UTC
    >>> yes = Said(stance=Stance.AGREED, given_at=datetime(2008, 3, 5, tzinfo=UTC), is_carried=False)
    >>> later = Said(stance=Stance.NOT_CHALLENGED, given_at=datetime(2008, 3, 7, tzinfo=UTC), is_carried=False)
    >>> agreed_at(yes, later).day, agreed_at(yes, None)
    (7, None)
    """
    if total is None or split is None or not {total.stance, split.stance} <= CONSENT:
        return None
    return max(total.given_at, split.given_at)
