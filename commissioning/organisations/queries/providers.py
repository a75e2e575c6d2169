"""Looking up providers."""

from datetime import date

from sqlalchemy import Select, or_, select

from commissioning.organisations.models import ProviderDetail
from core.db import db
from core.parties.models import Party
from core.parties.rules import PartyKind


def select_providers(commissioner_id: int, *, on: date | None = None, text: str = "") -> Select[Party, ProviderDetail]:
    """A trust's providers by name, each with what it is to the trust (None where not recorded)."""
    rows = (
        select(Party, ProviderDetail)
        .outerjoin(ProviderDetail, ProviderDetail.provider_id == Party.id)
        .where(Party.kind == PartyKind.PROVIDER, Party.commissioner_id == commissioner_id)
        .order_by(Party.name, Party.code)
    )
    if on is not None:
        rows = rows.where(Party.opened_on <= on, or_(Party.closed_on.is_(None), Party.closed_on > on))
    if text.strip():
        wanted = text.strip()
        rows = rows.where(
            or_(Party.code.icontains(wanted, autoescape=True), Party.name.icontains(wanted, autoescape=True))
        )
    return rows


def list_providers(commissioner_id: int, *, on: date | None = None) -> list[tuple[Party, ProviderDetail | None]]:
    """The same as a list."""
    return [(provider, detail) for provider, detail in db.session.execute(select_providers(commissioner_id, on=on))]


def find_detail(provider_id: int) -> ProviderDetail | None:
    """What a provider is to the trust."""
    return db.session.get(ProviderDetail, provider_id)
