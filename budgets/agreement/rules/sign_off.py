"""When a proposal may be signed off: what every group said to the total and the split, who dissents, what stands in
the way. Lines may be disputed and the budget signed all the same; the total and the split may not, unless the
commissioner decided over it with reasons.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from budgets.agreement.rules.items import ItemKind
from budgets.agreement.rules.stances import CONSENT, Reason, Stance
from core.wording import in_full, listed, upper_first

_ITEM_NAMES: Mapping[ItemKind, str] = {ItemKind.TOTAL: "total", ItemKind.SPLIT: "split"}
_PARTICIPLES: Mapping[Stance, str] = {
    Stance.NOT_ASKED: "not answered yet",
    Stance.NO_RESPONSE: "not answered",
    Stance.WITHHELD: "withheld for now",
    Stance.AGREED_WITH_CONDITIONS: "agreed with conditions",
    Stance.DISPUTED: "disputed",
}
_SENTENCES: Mapping[Stance, str] = {
    Stance.NOT_ASKED: "{name} has not answered on {items} yet",
    Stance.NO_RESPONSE: "{name} did not answer on {items}",
    Stance.WITHHELD: "{name} withholds its agreement to {items} for now",
    Stance.AGREED_WITH_CONDITIONS: "{name} agrees {items} only with conditions",
    Stance.DISPUTED: "{name} disputes {items}",
}
SILENT = frozenset({Stance.NOT_ASKED, Stance.NO_RESPONSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a group said to an item, by whom and when; of silence, only what it is called.

    `at` is the instant (ISO 8601, UTC) and tells one position from the next; `on` its day in London.
    """

    stance: Stance
    reason: Reason | None = None
    words: str = ""
    by: str = ""
    role: str = ""
    at: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSaid:
    """A group of the calculation with what it said to the total and to the split. Consent is to both."""

    code: str
    name: str
    total: Said
    split: Said

    @property
    def consents(self) -> bool:
        """Whether the group agreed, or did not challenge, the total and the split."""
        return self.total.stance in CONSENT and self.split.stance in CONSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """A group that did not consent to the total or to the split, silence included."""

    code: str
    name: str
    item: ItemKind
    said: Said

    @property
    def is_silent(self) -> bool:
        """Whether the group has said nothing."""
        return self.said.stance in SILENT


class Where(StrEnum):
    """Where something in the way of a sign-off is dealt with."""

    POSITIONS = "positions"
    DECISION = "decision"
    PROPOSALS = "proposals"
    ORGANISATIONS = "organisations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One thing in the way, as a sentence, and where it is dealt with."""

    words: str
    where: Where


def dissent_in(groups: Iterable[GroupSaid]) -> tuple[Dissent, ...]:
    """Who did not consent to what, group by group, the total before the split."""
    return tuple(
        Dissent(code=group.code, name=group.name, item=item, said=said)
        for group in groups
        for item, said in ((ItemKind.TOTAL, group.total), (ItemKind.SPLIT, group.split))
        if said.stance not in CONSENT
    )


def not_covered(dissent: Iterable[Dissent], *, decided: Iterable[Dissent]) -> tuple[Dissent, ...]:
    """The dissent that a decision over other dissent does not cover: what was said since, or said otherwise.

    Dissent that fell away since the decision does not matter to it.
    """
    known = {_essence(each) for each in decided}
    return tuple(each for each in dissent if _essence(each) not in known)


def adopted_without(dissent: Sequence[Dissent]) -> str:
    """The line that every copy bears when a budget is adopted over dissent; blank where there is none.

    >>> disputed, withheld = Said(stance=Stance.DISPUTED), Said(stance=Stance.WITHHELD)
    >>> daccom = Dissent(code="DAC", name="DacCom", item=ItemKind.SPLIT, said=disputed)
    >>> red_house = Dissent(code="RED", name="Red House", item=ItemKind.TOTAL, said=withheld)
    >>> adopted_without([daccom, red_house])
    'Adopted without the agreement of DacCom (split disputed) and Red House (total withheld for now)'
    """
    if not dissent:
        return ""
    names = [f"{name} ({', '.join(_by_stance(of_group, _PARTICIPLES))})" for name, of_group in _by_group(dissent)]
    return f"Adopted without the agreement of {listed(names)}"


def to_be_adopted(line: str) -> str:
    """The same line before the budget is signed off.

    >>> to_be_adopted("Adopted without the agreement of DacCom (split disputed)")
    'To be adopted without the agreement of DacCom (split disputed)'
    """
    return f"To be {line[:1].lower()}{line[1:]}" if line else ""


def in_sentences(dissent: Sequence[Dissent]) -> list[str]:
    """Each group's dissent as a clause, without a full stop.

    >>> withheld = Said(stance=Stance.WITHHELD)
    >>> in_sentences([Dissent(code="RED", name="Red House", item=item, said=withheld) for item in list(ItemKind)[:2]])
    ['Red House withholds its agreement to the total and the split for now']
    """
    sentences = []
    for name, of_group in _by_group(dissent):
        for stance, items in _items_by_stance(of_group):
            the_items = listed([f"the {item}" for item in items])
            sentences.append(_SENTENCES[stance].format(name=name, items=the_items))
    return sentences


def obstacles_in_positions(
    dissent: Sequence[Dissent], *, decided: Sequence[Dissent] | None, decided_on: date | None, reply_by: date
) -> list[Obstacle]:
    """What of the groups' positions stands in the way, and the way round it. Nothing once all of it is decided over.

    `decided`: the dissent that the newest decision was taken over; None where there is no decision.
    """
    open_dissent = not_covered(dissent, decided=decided or ())
    if not open_dissent:
        return []
    found = [Obstacle(words=f"{said}.", where=Where.POSITIONS) for said in in_sentences(open_dissent)]
    if decided is not None and decided_on is not None:
        since = f"The decision of {in_full(decided_on)} was taken before this was said: decide again, or settle it."
        return [*found, Obstacle(words=since, where=Where.DECISION)]
    if any(each.said.stance is Stance.NOT_ASKED for each in open_dissent):
        wait = f"Groups have until {in_full(reply_by)} to answer; silence can be decided over from the day after."
        return [*found, Obstacle(words=wait, where=Where.DECISION)]
    decide = "The commissioner has not decided over it: settle it, or decide with written reasons."
    return [*found, Obstacle(words=decide, where=Where.DECISION)]


def obstacles_in_groups(*, unknown: Sequence[str], closed: Mapping[str, date], on: date, number: int) -> list[Obstacle]:
    """What of the groups themselves stands in the way: those nobody can speak for, those that left.

    `closed`: the first day without each group that leaves before the year begins, or has left already.
    """
    found = [
        Obstacle(
            words=f"{name} is in the calculation but not among the organisations, so nobody could be asked: add it.",
            where=Where.ORGANISATIONS,
        )
        for name in unknown
    ]
    for name, day in closed.items():
        left = f"{name} closes on {in_full(day)}" if day > on else f"{name} closed on {in_full(day)}"
        what = f"proposal {number} still gives it a budget: calculate without it and put a new proposal to the groups."
        found.append(Obstacle(words=f"{left}, but {what}", where=Where.PROPOSALS))
    return found


def _essence(each: Dissent) -> tuple[object, ...]:
    return each.code, each.item, each.said.stance, each.said.reason, each.said.words


def _by_group(dissent: Sequence[Dissent]) -> list[tuple[str, list[Dissent]]]:
    codes = dict.fromkeys(each.code for each in dissent)
    listed_by_code = ([each for each in dissent if each.code == code] for code in codes)
    return [(of_group[0].name, of_group) for of_group in listed_by_code]


def _items_by_stance(of_group: Sequence[Dissent]) -> list[tuple[Stance, list[str]]]:
    stances = dict.fromkeys(each.said.stance for each in of_group)
    return [(stance, [_ITEM_NAMES[e.item] for e in of_group if e.said.stance is stance]) for stance in stances]


def _by_stance(of_group: Sequence[Dissent], words: Mapping[Stance, str]) -> list[str]:
    return [f"{listed(items)} {words[stance]}" for stance, items in _items_by_stance(of_group)]


def sentence_of(obstacles: Sequence[Obstacle]) -> str:
    """Everything in the way as one refusal."""
    return f"The sign-off cannot be opened. {' '.join(upper_first(each.words) for each in obstacles)}"
