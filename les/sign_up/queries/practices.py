"""Which practices a scheme is for, the PbC group of each on a day, and the practices of a draft offer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from commissioning.organisations.queries.localities import list_groups
from commissioning.organisations.queries.practices import is_open, select_practices
from core.db import db
from core.parties.models import Party
from les.schemes.models.schemes import Scheme
from les.sign_up.models.offers import OfferPractice


@dataclass(frozen=True, slots=True, kw_only=True)
class InGroup:
    """A practice with its group on a day, None where it has none, and the locality of that group."""

    practice: Party
    group: Party | None
    locality_id: int | None

    @property
    def group_name(self) -> str:
        """The group's name as lists show it."""
        return self.group.name if self.group is not None else "No group"


def practices_in_groups(commissioner_id: int, *, on: date, with_closed: bool = False) -> list[InGroup]:
    """A trust's practices open on a day with their groups, by code. Two queries."""
    places = {group.id: place.id if place else None for group, place in list_groups(commissioner_id)}
    rows = select_practices(commissioner_id, on=on, with_closed=with_closed)
    return [_placed(practice, group, places) for practice, group in db.session.execute(rows)]


def practices_of_scheme(scheme: Scheme, *, on: date) -> list[InGroup]:
    """The practices a scheme is for on a day: all of the trust, or those of its locality; by code."""
    found = practices_in_groups(scheme.commissioner_id, on=on)
    return [each for each in found if concerns(scheme, each)]


def concerns(scheme: Scheme, each: InGroup) -> bool:
    """Whether a scheme is for a practice. Pure reading of what is loaded."""
    return scheme.locality_id is None or scheme.locality_id == each.locality_id


def practices_of_offer(offer_id: int) -> list[OfferPractice]:
    """The practices on the list of an offer, by code."""
    rows = select(OfferPractice).join(OfferPractice.practice).options(joinedload(OfferPractice.practice))
    rows = rows.where(OfferPractice.offer_id == offer_id).order_by(Party.code)
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def _placed(practice: Party, group: Party | None, places: Mapping[int, int | None]) -> InGroup:
    return InGroup(practice=practice, group=group, locality_id=places.get(group.id) if group else None)


def hold_practices(practice_ids: Collection[int]) -> Sequence[Party]:
    """The practices, held until the act is over, by id: acts on their agreements, and closing them, follow each other.

    Held so that rows which only refer to them can still be written by others meanwhile.
    """
    rows = select(Party).where(Party.id.in_(practice_ids)).order_by(Party.id)
    rows = rows.with_for_update(key_share=True).execution_options(populate_existing=True)
    return list(db.session.scalars(rows))


def is_open_on(practice: Party, on: date) -> bool:
    """Whether a practice is open on a day."""
    return practice.opened_on <= on and (practice.closed_on is None or practice.closed_on > on)


def list_open_parties(party_ids: Collection[int], *, on: date) -> list[Party]:
    """Those of these organisations that are open on a day."""
    return list(db.session.scalars(select(Party).where(Party.id.in_(party_ids), is_open(on)).order_by(Party.name)))
