"""The board: where every group stands with a proposal, what is disputed, and how much money is in dispute."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from budgets.agreement.rules.items import SPLIT, TOTAL, Item, ItemKind, Pot
from budgets.agreement.rules.money_in_dispute import Dispute, InDispute, MoneyInDispute, money_in_dispute
from budgets.agreement.rules.offers import Offer, Offers
from budgets.agreement.rules.outcomes import OutcomeKind
from budgets.agreement.rules.stances import Reason, Stance, silence
from budgets.sources.rules.descriptions import Grade

NOTHING_DISPUTED = InDispute(lines=(), amount=0, claimed=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a group says to an item; `id` is None for silence. `claimed` is in pence; `given_at` when it was said."""

    stance: Stance
    id: int | None = None
    reason: Reason | None = None
    claimed: int | None = None
    claimed_method: str = ""
    is_carried: bool = False
    by: str = ""
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What became of a dispute, by whom and when; `taken_up_in`: the number of the proposal that took it up."""

    kind: OutcomeKind
    by: str
    at: datetime
    taken_up_in: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Who of a group opened a proposal, and when first."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeOnBoard:
    """A dispute to work through: both sides' figures, the weakest grade they rest on, and where it stands.

    `difference`: claimed less offered, in pence; None where no amount is named.
    """

    position_id: int
    group: str
    group_name: str
    offer: Offer
    said: Said
    difference: int | None
    grade: Grade | None
    comments: int
    outcome: Decided | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an outcome."""
        return self.outcome is None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOnBoard:
    """A group's row: who opened the proposal first, what it says, and what it disputes. `note`: a word beside it."""

    code: str
    name: str
    opened: Opened | None
    total: Said
    split: Said
    pots: Mapping[Pot, Said]
    disputes: int
    in_dispute: InDispute
    note: str = ""

    @property
    def has_answered(self) -> bool:
        """Whether it took a position on both the total and the split."""
        return self.total.id is not None and self.split.id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All of it."""

    groups: Sequence[GroupOnBoard]
    disputes: Sequence[DisputeOnBoard]
    money: MoneyInDispute

    @property
    def not_opened(self) -> list[str]:
        """The names of the groups of which nobody has opened the proposal."""
        return [group.name for group in self.groups if group.opened is None]

    @property
    def yet_to_answer(self) -> list[str]:
        """The names of the groups that have not answered both the total and the split."""
        return [group.name for group in self.groups if not group.has_answered]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a proposal, for its board.

    `said`, `comments` and `grades` (the weakest the money rests on) by group code and item, of lines at least those
    disputed; `outcomes` by position, `opened` and `notes` by group code.
    """

    said: Mapping[tuple[str, Item], Said]
    opened: Mapping[str, Opened]
    outcomes: Mapping[int, Decided]
    comments: Mapping[tuple[str, Item], int]
    grades: Mapping[tuple[str, Item], Grade | None]
    notes: Mapping[str, str]


def board_of(offers: Offers, known: Known, *, reply_by: date, on: date) -> Board:
    """The board of a proposal on a day: a row for each group of its calculation, and its disputes in that order."""
    names = {group.code: group.name for group in offers.calculation.groups}
    disputed = [(key, said) for key, said in known.said.items() if said.stance is Stance.DISPUTED and key[0] in names]
    disputed.sort(key=_order(names, offers))
    disputes = [Dispute(group=group, item=item, claimed=said.claimed) for (group, item), said in disputed]
    money = money_in_dispute(offers, disputes)
    counts = Counter(group for (group, _), _ in disputed)
    return Board(
        groups=[
            GroupOnBoard(
                code=code,
                name=name,
                opened=known.opened.get(code),
                total=heard(known.said.get((code, TOTAL)), ItemKind.TOTAL, reply_by=reply_by, on=on),
                split=heard(known.said.get((code, SPLIT)), ItemKind.SPLIT, reply_by=reply_by, on=on),
                pots=_pots(known, code),
                disputes=counts[code],
                in_dispute=money.by_group.get(code, NOTHING_DISPUTED),
                note=known.notes.get(code, ""),
            )
            for code, name in names.items()
        ],
        disputes=[_on_board(offers, known, names, key, said) for key, said in disputed],
        money=money,
    )


def heard(said: Said | None, kind: ItemKind, *, reply_by: date, on: date) -> Said:
    """What a group said to an item, or what its silence is called on a day."""
    return said or Said(stance=silence(kind, reply_by=reply_by, on=on))


def _pots(known: Known, group: str) -> dict[Pot, Said]:
    items = ((pot, Item(kind=ItemKind.POT, code=pot)) for pot in Pot)
    return {pot: known.said[group, item] for pot, item in items if (group, item) in known.said}


def _on_board(
    offers: Offers, known: Known, names: Mapping[str, str], key: tuple[str, Item], said: Said
) -> DisputeOnBoard:
    group, item = key
    position_id, offer = said.id or 0, offers.get(group, item)
    return DisputeOnBoard(
        position_id=position_id,
        group=group,
        group_name=names[group],
        offer=offer,
        said=said,
        difference=None if said.claimed is None else said.claimed - offer.own,
        grade=known.grades.get(key),
        comments=known.comments.get(key, 0),
        outcome=known.outcomes.get(position_id),
    )


def _order(groups: Iterable[str], offers: Offers) -> Callable[[tuple[tuple[str, Item], Said]], tuple[int, ...]]:
    """Groups in the order of the calculation; of each the total, the split, pots, then lines in their order."""
    of_group = {code: place for place, code in enumerate(groups)}
    of_code = {code: place for place, code in enumerate((*Pot, *offers.lines))}
    kinds = (ItemKind.TOTAL, ItemKind.SPLIT, ItemKind.POT, ItemKind.LINE)

    def place(entry: tuple[tuple[str, Item], Said]) -> tuple[int, ...]:
        (group, item), _ = entry
        return of_group[group], kinds.index(item.kind), of_code.get(item.code, 0)

    return place
