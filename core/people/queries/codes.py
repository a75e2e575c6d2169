"""Looking up one-time codes: whether a person has them, and what of their recovery codes is left."""

from sqlalchemy import func, select

from core.db import db
from core.people.models import OneTimeCodes, RecoveryCode
from core.people.rules.codes import RECOVERY_LETTERS


def find_codes(person_id: int, *, for_change: bool = False) -> OneTimeCodes | None:
    """The one-time codes of a person, confirmed or only begun; `for_change` holds them until the act is over."""
    rows = select(OneTimeCodes).where(OneTimeCodes.person_id == person_id)
    return db.session.execute(rows.with_for_update() if for_change else rows).scalar_one_or_none()


def has_codes(person_id: int) -> bool:
    """Whether a person signs in with one-time codes besides the password."""
    rows = select(OneTimeCodes.person_id).where(OneTimeCodes.person_id == person_id)
    return db.session.execute(rows.where(OneTimeCodes.confirmed_at.is_not(None))).first() is not None


def find_recovery_code(person_id: int, code_hash: str) -> RecoveryCode | None:
    """A recovery code of a person that was not used, held until the act is over."""
    rows = select(RecoveryCode).where(RecoveryCode.person_id == person_id, RecoveryCode.code_hash == code_hash)
    return db.session.execute(rows.where(RecoveryCode.used_at.is_(None)).with_for_update()).scalar_one_or_none()


def count_recovery_codes(person_id: int) -> int:
    """How many recovery codes a person has left."""
    rows = select(func.count()).select_from(RecoveryCode)
    return db.session.scalar(rows.where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))) or 0


def has_short_recovery_codes(person_id: int) -> bool:
    """Whether a person has recovery codes left that were given out when they had fewer letters."""
    rows = select(RecoveryCode.id).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return db.session.execute(rows.where(RecoveryCode.letters < RECOVERY_LETTERS).limit(1)).first() is not None
