"""What a notice is about besides its words: a record of a higher room, which says for itself what it is called.

A higher room adds its kind of record to `describers` in `contracts/rooms.py`; this room knows none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.notices.models.notices import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A record a notice can be about: what it is called in a letter, and its page."""

    name: str
    href: str


Describer = Callable[[int, int], Reference | None]
"""(id of the contract, id of the record) → what it is called; None where the contract has no such record."""

describers: dict[str, Describer] = {}


def find_reference(contract_id: int, kind: str, record_id: int | None) -> Reference | None:
    """The record of that kind and id; None where no room knows it, or it is none of the contract's."""
    if record_id is None or kind not in describers:
        return None
    return describers[kind](contract_id, record_id)


def reference_of(notice: Notice) -> Reference | None:
    """The record a notice is about, where there is one."""
    return find_reference(notice.contract_id, notice.about_kind, notice.about_id)
