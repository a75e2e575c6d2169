"""Looking up cells whose number two people found to be no patient's."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from commissioning.activity.models.freezing import Release
from core.db import db
from core.parties.models import Party


def get_release(release_id: int, *, for_change: bool = False) -> Release:
    """The release of that id; `for_change` holds it until the act is over."""
    rows = select(Release).where(Release.id == release_id)
    return db.session.execute(rows.with_for_update() if for_change else rows).scalar_one()


def hold_cells_of(provider_id: int) -> None:
    """Hold what is said about cells of a provider's files until the act is over, so that each is said once."""
    db.session.execute(select(Party.id).where(Party.id == provider_id).with_for_update(key_share=True))


def find_release(provider_id: int, file_hash: str, row: int, column: str) -> Release | None:
    """What was said about one cell of a file."""
    rows = select(Release).where(
        Release.provider_id == provider_id,
        Release.file_hash == file_hash,
        Release.row == row,
        Release.column == column,
    )
    return db.session.execute(rows).scalar_one_or_none()


def released_cells(provider_id: int, file_hash: str) -> set[tuple[int, str]]:
    """The cells of a file that may pass: row and column."""
    rows = select(Release.row, Release.column).where(
        Release.provider_id == provider_id, Release.file_hash == file_hash, Release.confirmed_by_id.is_not(None)
    )
    return {(row, column) for row, column in db.session.execute(rows)}


def list_releases_to_confirm(provider_id: int) -> list[Release]:
    """The cells a second person is to look at."""
    rows = select(Release).options(joinedload(Release.proposed_by)).where(Release.provider_id == provider_id)
    return list(db.session.scalars(rows.where(Release.confirmed_by_id.is_(None)).order_by(Release.id)))
