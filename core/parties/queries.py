"""Looking up organisations."""

from datetime import date

from sqlalchemy import Select, or_, select

from core.db import db
from core.parties.models import Party
from core.parties.rules import PartyKind


def get_party(party_id: int) -> Party:
    """The organisation of that id; NoResultFound when there is none."""
    return db.session.execute(select(Party).where(Party.id == party_id)).scalar_one()


def find_party(*, kind: PartyKind, code: str) -> Party | None:
    """The organisation of that kind and code, open or closed."""
    return db.session.execute(select(Party).where(Party.kind == kind, Party.code == code)).scalar_one_or_none()


def list_parties_with_code(code: str) -> list[Party]:
    """Every organisation with that code: kinds may share one."""
    return list(db.session.scalars(select(Party).where(Party.code == code).order_by(Party.kind)))


def select_parties(
    *, kind: PartyKind | None = None, commissioner_id: int | None = None, open_on: date | None = None
) -> Select[Party]:
    """Organisations by kind and code: of one kind, belonging to one PCT, open on a day, as asked."""
    rows = select(Party).order_by(Party.kind, Party.code)
    if kind is not None:
        rows = rows.where(Party.kind == kind)
    if commissioner_id is not None:
        rows = rows.where(or_(Party.commissioner_id == commissioner_id, Party.id == commissioner_id))
    if open_on is not None:
        rows = rows.where(Party.opened_on <= open_on, or_(Party.closed_on.is_(None), Party.closed_on > open_on))
    return rows


def list_parties(
    *, kind: PartyKind | None = None, commissioner_id: int | None = None, open_on: date | None = None
) -> list[Party]:
    """The same as a list."""
    return list(db.session.scalars(select_parties(kind=kind, commissioner_id=commissioner_id, open_on=open_on)))


def list_commissioner_ids_reached_by(party: Party) -> list[int]:
    """The PCTs whose records concern an organisation: itself, the one it belongs to, or those below an SHA."""
    if party.kind is PartyKind.SHA:
        return list(db.session.scalars(select(Party.id).where(Party.overseer_id == party.id).order_by(Party.id)))
    return [party.id if party.commissioner_id is None else party.commissioner_id]


def list_names_and_codes() -> list[str]:
    """What every organisation is called, open or closed: its name and its code."""
    return [text for row in db.session.execute(select(Party.name, Party.code)) for text in row]


def party_exists() -> bool:
    """Whether the installation knows any organisation."""
    return db.session.execute(select(Party.id).limit(1)).first() is not None
