"""Looking up what is expected: returns, waivers, currencies, settings of rules and of providers."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from commissioning.activity.models.expectations import (
    Expectation,
    ExpectedService,
    OwnCurrency,
    ProviderSetting,
    RuleSetting,
    Waiver,
)
from commissioning.activity.rules.checks.catalogue import BY_ID, Rule, rules_with
from commissioning.activity.rules.currencies import Currency, currencies_with
from core.db import db

RETURN = "return"
"""What a waiver names where the return itself need not be made."""


def get_expectation(expectation_id: int, *, for_change: bool = False) -> Expectation:
    """The expectation of that id; `for_change` holds it until the act is over, so that acts on it follow each other."""
    rows = select(Expectation).where(Expectation.id == expectation_id)
    if for_change:
        return db.session.execute(rows.with_for_update().execution_options(populate_existing=True)).scalar_one()
    return db.session.execute(rows.options(*_whole())).scalar_one()


def find_told(commissioner_id: int, source_key: str) -> Expectation | None:
    """The expectation a source has told already."""
    rows = select(Expectation).where(
        Expectation.commissioner_id == commissioner_id, Expectation.source_key == source_key
    )
    return db.session.execute(rows).scalar_one_or_none()


def list_told(commissioner_id: int, source: str) -> list[Expectation]:
    """What a source has told: all whose key begins with its own."""
    rows = select_expectations(commissioner_id=commissioner_id)
    return list(db.session.scalars(rows.where(Expectation.source_key.startswith(source, autoescape=True))))


def select_expectations(*, commissioner_id: int | None = None, provider_id: int | None = None) -> Select[Expectation]:
    """Expectations by provider, name and first month, of a commissioner, a provider, or both."""
    rows = select(Expectation).options(*_whole())
    if commissioner_id is not None:
        rows = rows.where(Expectation.commissioner_id == commissioner_id)
    if provider_id is not None:
        rows = rows.where(Expectation.provider_id == provider_id)
    return rows.order_by(Expectation.provider_id, Expectation.name, Expectation.first_month, Expectation.id)


def list_expectations(*, commissioner_id: int | None = None, provider_id: int | None = None) -> list[Expectation]:
    """The same as a list."""
    return list(db.session.scalars(select_expectations(commissioner_id=commissioner_id, provider_id=provider_id)))


def list_expectations_in(provider_id: int, month: str, *, name: str = "") -> list[Expectation]:
    """What a provider returns for a month, of one name where it is given."""
    rows = select_expectations(provider_id=provider_id).where(
        Expectation.first_month <= month, or_(Expectation.last_month.is_(None), Expectation.last_month >= month)
    )
    return list(db.session.scalars(rows.where(Expectation.name == name) if name else rows))


def list_overlapping(
    provider_id: int, service_ids: Sequence[int], *, name: str, first_month: str, last_month: str | None
) -> list[Expectation]:
    """The expectations of that name that ask for one of these services in one of these months already."""
    rows = select_expectations(provider_id=provider_id).where(
        Expectation.name == name, or_(Expectation.last_month.is_(None), Expectation.last_month >= first_month)
    )
    if last_month is not None:
        rows = rows.where(Expectation.first_month <= last_month)
    asked = select(ExpectedService.expectation_id).where(ExpectedService.service_id.in_(list(service_ids)))
    return list(db.session.scalars(rows.where(Expectation.id.in_(asked))))


def list_waivers(expectation_ids: Sequence[int]) -> list[Waiver]:
    """All waivers of these expectations, the latest first."""
    rows = select(Waiver).options(joinedload(Waiver.waived_by)).where(Waiver.expectation_id.in_(list(expectation_ids)))
    return list(db.session.scalars(rows.order_by(Waiver.id.desc())))


def waived_rules(expectation_id: int, month: str, *, on: date) -> dict[str, str]:
    """What is waived for a month on a day: rule, or `return`, with the reason."""
    return {
        waiver.rule: waiver.reason
        for waiver in list_waivers([expectation_id])
        if waiver.first_month <= month <= waiver.last_month and on <= waiver.until_on
    }


def list_own_currencies(commissioner_id: int) -> list[Currency]:
    """A trust's own currencies by code."""
    rows = select(OwnCurrency).where(OwnCurrency.commissioner_id == commissioner_id).order_by(OwnCurrency.code)
    return [
        Currency(
            code=own.code,
            label=own.label,
            unit=own.unit,
            is_whole=own.is_whole,
            by_practice=own.by_practice,
            adding=own.adding,
        )
        for own in db.session.scalars(rows)
    ]


def currencies_of(commissioner_id: int) -> dict[str, Currency]:
    """All currencies a trust's returns may use, by code."""
    return currencies_with(list_own_currencies(commissioner_id))


def find_rule_setting(commissioner_id: int, rule: str) -> RuleSetting | None:
    """How a trust set a rule of checking, if it did."""
    rows = select(RuleSetting).where(RuleSetting.commissioner_id == commissioner_id, RuleSetting.rule == rule)
    return db.session.execute(rows).scalar_one_or_none()


def rules_of(commissioner_id: int) -> dict[str, Rule]:
    """All rules of checking as a trust set them, by id."""
    rows = select(RuleSetting).where(RuleSetting.commissioner_id == commissioner_id)
    return rules_with(_rule(setting) for setting in db.session.scalars(rows) if setting.rule in BY_ID)


def find_provider_setting(provider_id: int) -> ProviderSetting | None:
    """What a provider set for itself, if it did."""
    return db.session.get(ProviderSetting, provider_id)


def _rule(setting: RuleSetting) -> Rule:
    known = BY_ID[setting.rule]
    return Rule(
        id=known.id,
        title=known.title,
        severity=known.severity,
        importance=setting.importance,
        services=frozenset(filter(None, setting.services.split(";"))),
        starts_on=setting.starts_on,
        ends_on=setting.ends_on,
        warns_until=setting.warns_until,
        limit=None if setting.limit is None else Fraction(setting.limit),
    )


def _whole() -> tuple[ORMOption, ...]:
    return (
        joinedload(Expectation.provider),
        joinedload(Expectation.commissioner),
        selectinload(Expectation.services).joinedload(ExpectedService.service),
    )
