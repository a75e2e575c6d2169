"""Importing a pay scale, and deciding a percentage."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from budgets.intentions.models.pay_scales import PayPoint, PayScale
from budgets.intentions.models.settings import SettingRecord
from budgets.intentions.queries.pay_scales import find_scale, hold_trust, settings_on
from budgets.intentions.rules.kinds import SETTING_NAMES, SettingKey
from budgets.intentions.rules.pay_scales import PointLine, check_source, problems_in_points
from budgets.intentions.rules.settings import check_setting
from budgets.intentions.rules.texts import check_name
from commissioning.organisations.rules.values import HasProblems
from core import audit
from core.db import db
from core.errors import Refusal
from core.identifiers import masked
from core.money import as_decimal
from core.permissions import Actor, Permission, check_may
from core.problems import in_reading_order


def import_pay_scale(
    *,
    commissioner_id: int,
    name: str,
    from_on: date,
    source: str,
    file_name: str,
    points: Sequence[PointLine],
    by: Actor,
    at: datetime,
) -> PayScale:
    """Keep a pay scale as it came: name, first day, source and points. A corrected one comes under another name."""
    check_may(by, Permission.MAINTAIN_PAY_SCALES, commissioner_id=commissioner_id)
    called = check_name(name, "The name of the pay scale")
    told = check_source(source)
    problems = list(problems_in_points(points))
    if problems:
        raise HasProblems(in_reading_order(problems))
    hold_trust(commissioner_id)
    _check_is_new(commissioner_id, called)
    scale = PayScale(
        commissioner_id=commissioner_id,
        name=called,
        from_on=from_on,
        source=told,
        file_name=masked(file_name)[:200],
        imported_by_id=by.person_id,
        imported_at=at,
    )
    scale.points = [PayPoint(code=line.code, name=line.name, amount=as_decimal(line.amount or 0)) for line in points]
    db.session.add(scale)
    db.session.flush()
    new: audit.Values = {"name": called, "from_on": from_on.isoformat(), "count": len(points), "source": told}
    _record("import_pay_scale", "pay scale", scale.id, commissioner_id, by=by, new=new)
    return scale


def _check_is_new(commissioner_id: int, name: str) -> None:
    earlier = find_scale(commissioner_id=commissioner_id, name=name)
    if earlier is not None:
        raise Refusal(
            f"There is a pay scale called “{name}” already, which holds from {earlier.from_on.day} "
            f"{earlier.from_on:%B %Y}. It stays as it is: give this one another name, such as that of its year."
        )


def decide_setting(
    *, commissioner_id: int, key: SettingKey, percent: Decimal, source: str, from_on: date, by: Actor, at: datetime
) -> SettingRecord:
    """Decide a percentage from a day on, with its source. What held before stays readable."""
    check_may(by, Permission.MAINTAIN_PAY_SCALES, commissioner_id=commissioner_id)
    told = check_setting(key, percent, source)
    hold_trust(commissioner_id)
    before = settings_on(commissioner_id, from_on)[key]
    if before is not None and (before.percent, before.source, before.from_on) == (percent, told, from_on):
        raise Refusal(f"{SETTING_NAMES[key]} is decided just so already.")
    record = SettingRecord(
        commissioner_id=commissioner_id,
        key=key,
        percent=percent,
        source=told,
        from_on=from_on,
        approved_by_id=by.person_id,
        approved_at=at,
    )
    db.session.add(record)
    db.session.flush()
    new = {"setting": SETTING_NAMES[key], "percent": f"{percent:f}", "from_on": from_on.isoformat(), "source": told}
    new["before"] = "the first" if before is None else f"before {before.percent:f}%"
    old = None if before is None else {"percent": f"{before.percent:f}", "source": before.source}
    _record("decide_setting", "party", commissioner_id, commissioner_id, by=by, new=new, old=old)
    return record


def _record(
    act: str,
    subject: str,
    subject_id: int,
    commissioner_id: int,
    *,
    by: Actor,
    new: audit.Values,
    old: audit.Values | None = None,
) -> None:
    audit.record(
        db.session(),
        by=by,
        act=f"intentions.{act}",
        subject=subject,
        subject_id=subject_id,
        old=old,
        new=new,
        commissioner_id=commissioner_id,
    )
