"""Looking up pay scales and settings."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from budgets.intentions.models.pay_scales import PayScale
from budgets.intentions.models.settings import SettingRecord
from budgets.intentions.rules.kinds import SettingKey
from budgets.intentions.rules.settings import Setting, setting_on
from core.db import db
from core.parties.models import Party


def get_scale(scale_id: int) -> PayScale:
    """The pay scale of that id with its points; NoResultFound when there is none."""
    return db.session.execute(_scales().where(PayScale.id == scale_id)).scalar_one()


def find_scale(*, commissioner_id: int, name: str) -> PayScale | None:
    """A trust's pay scale of that name."""
    found = _scales().where(PayScale.commissioner_id == commissioner_id, PayScale.name == name)
    return db.session.execute(found).scalar_one_or_none()


def list_scales(commissioner_ids: Collection[int]) -> list[PayScale]:
    """The pay scales of these trusts, those that hold from the latest day first."""
    found = _scales().where(PayScale.commissioner_id.in_(commissioner_ids))
    return list(db.session.scalars(found.order_by(PayScale.from_on.desc(), PayScale.id.desc())))


def find_scale_on(commissioner_id: int, on: date) -> PayScale | None:
    """The pay scale that holds on a day: of those that began by then the latest."""
    return next((scale for scale in list_scales([commissioner_id]) if scale.from_on <= on), None)


def list_settings(commissioner_id: int) -> list[SettingRecord]:
    """Everything a trust ever decided about its percentages, oldest record first."""
    found = select(SettingRecord).where(SettingRecord.commissioner_id == commissioner_id)
    return list(db.session.scalars(found.options(joinedload(SettingRecord.approved_by)).order_by(SettingRecord.id)))


def settings_on(commissioner_id: int, on: date) -> dict[SettingKey, Setting | None]:
    """The percentages that hold on a day: as the trust decided, else those to begin with, None where there is none."""
    kept = [setting_of(record) for record in list_settings(commissioner_id)]
    return {key: setting_on(kept, key, on) for key in SettingKey}


def setting_of(record: SettingRecord) -> Setting:
    """A recorded percentage as a value."""
    return Setting(
        key=record.key,
        percent=record.percent,
        source=record.source,
        from_on=record.from_on,
        approved_by=record.approved_by.name,
    )


def hold_trust(commissioner_id: int) -> Party:
    """The trust, held until the act is over, so that two who import a scale of one name follow each other."""
    found = select(Party).where(Party.id == commissioner_id)
    return db.session.execute(found.with_for_update()).scalar_one()


def _scales() -> Select[PayScale]:
    return select(PayScale).options(
        joinedload(PayScale.commissioner), joinedload(PayScale.imported_by), selectinload(PayScale.points)
    )
