"""Where domains add their part to what all people see: the navigation bar, the to-do list and figures at home, and what
higher rooms keep about a record.

A higher domain registers here in its own `views`; core never asks a domain.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from core.permissions import Actor, Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A section of the navigation bar, shown to those who hold the permission. `place` orders the bar.

    `section`: the kind of tab whose pages belong to it, besides those below its own address.
    """

    place: int
    label: str
    endpoint: str
    permission: Permission
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A page about one record, among the pages of its kind, for those who hold the permission. `place` orders them.

    `of` is the kind of record (`round`); the endpoint takes its number as `<of>_id`.
    """

    of: str
    place: int
    label: str
    endpoint: str
    permission: Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """Something that needs the reader, or will. `by`: the date by which; `href`: where it is done."""

    what: str
    href: str
    by: date | None = None
    coming_up: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure the reader's role lives by, as text fit to be shown, and the page that opens it."""

    label: str
    value: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What everybody who opens a page about a record must know first, and the page that says more about it."""

    words: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a higher room keeps about a record: lines under a heading, and what the reader can do there now.

    `act` and `href`: blank where there is nothing the reader can do.
    """

    heading: str
    lines: Sequence[Notice]
    act: str = ""
    href: str = ""


NoticeMaker = Callable[[int], Sequence[Notice]]
BesideMaker = Callable[[int], Sequence[Beside]]
HomePart = Callable[[Actor, date], Sequence[ToDo | Figure]]
_items: dict[str, Item] = {}
_tabs: dict[str, Tab] = {}
_notices: dict[str, tuple[str, NoticeMaker]] = {}
_besides: dict[str, tuple[str, BesideMaker]] = {}
_home_parts: dict[str, HomePart] = {}


def add_item(item: Item) -> None:
    """Add a section to the navigation bar."""
    _items[item.endpoint] = item


def add_tab(tab: Tab) -> None:
    """Add a page to those about a kind of record."""
    _tabs[tab.endpoint] = tab


def tabs_for(actor: Actor, of: str) -> list[Tab]:
    """The pages about a record of that kind which this person's role can use, in order."""
    found = (tab for tab in _tabs.values() if tab.of == of and actor.may(tab.permission))
    return sorted(found, key=lambda tab: tab.place)


def endpoints_of(item: Item) -> list[str]:
    """The pages that make up a section: its own, and those of its tabs."""
    return [item.endpoint, *(tab.endpoint for tab in _tabs.values() if item.section and tab.of == item.section)]


def add_notice(name: str, *, of: str, make: NoticeMaker) -> None:
    """Add what stands above the pages about a kind of record: `make` gives the notices on the one of that number."""
    _notices[name] = (of, make)


def notices_on(of: str, record_id: int) -> list[Notice]:
    """What stands above the pages about a record of that kind."""
    return [notice for kind, make in _notices.values() if kind == of for notice in make(record_id)]


def add_beside(name: str, *, of: str, make: BesideMaker) -> None:
    """Add what a higher room keeps about a kind of record: `make` gives it for the one of that number."""
    _besides[name] = (of, make)


def besides_on(of: str, record_id: int) -> list[Beside]:
    """What higher rooms keep about a record, each with its lines and what the reader can do there."""
    return [beside for kind, make in _besides.values() if kind == of for beside in make(record_id)]


def add_home_part(name: str, part: HomePart) -> None:
    """Add a room's part to the home page: its to-dos and figures for the one who reads, on a day."""
    _home_parts[name] = part


def items_for(actor: Actor) -> list[Item]:
    """The sections this person's role can use, in order; of those of one name, the first."""
    usable = sorted((item for item in _items.values() if actor.may(item.permission)), key=lambda item: item.place)
    first: dict[str, Item] = {}
    for item in usable:
        first.setdefault(item.label, item)
    return list(first.values())


def home_of(actor: Actor, on: date) -> tuple[list[ToDo], list[ToDo], list[Figure]]:
    """What needs the reader now, what is coming up (both most urgent first), and the figures of the role."""
    parts = [entry for part in _home_parts.values() for entry in part(actor, on)]
    to_dos = sorted((p for p in parts if isinstance(p, ToDo)), key=lambda to_do: (to_do.by or date.max, to_do.what))
    now = [to_do for to_do in to_dos if not to_do.coming_up]
    later = [to_do for to_do in to_dos if to_do.coming_up]
    return now, later, [p for p in parts if isinstance(p, Figure)]
