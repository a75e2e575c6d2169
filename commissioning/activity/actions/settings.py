"""What trusts and providers set: currencies of one's own, rules of checking, and whether a second person certifies."""

from decimal import Decimal

from commissioning.activity.actions.recording import check_own, record_on
from commissioning.activity.models.expectations import OwnCurrency, ProviderSetting, RuleSetting
from commissioning.activity.queries import expectations as queries
from commissioning.activity.rules.checks.catalogue import Rule, check_setting
from commissioning.activity.rules.currencies import ADDING_NAMES, Currency, check_currency
from core.audit import Values
from core.db import db
from core.errors import Refusal
from core.money import plain
from core.parties.queries import get_party
from core.permissions import Actor, Permission, check_may


def add_currency(*, commissioner_id: int, currency: Currency, by: Actor) -> OwnCurrency:
    """Add a currency of the trust's own. Its code stays for good: rows name it."""
    check_may(by, Permission.EXPECT_ACTIVITY, commissioner_id=commissioner_id)
    check_currency(currency, queries.currencies_of(commissioner_id))
    own = OwnCurrency(
        commissioner_id=commissioner_id,
        code=currency.code,
        label=currency.label.strip(),
        unit=currency.unit.strip(),
        is_whole=currency.is_whole,
        by_practice=currency.by_practice,
        adding=currency.adding,
    )
    db.session.add(own)
    db.session.flush()
    new: Values = {"code": own.code, "label": own.label, "unit": own.unit, "adding": ADDING_NAMES[own.adding]}
    record_on(by, "add_currency", ("party", commissioner_id), commissioner_id=commissioner_id, new=new)
    return own


def set_rule(*, commissioner_id: int, rule: Rule, by: Actor) -> RuleSetting:
    """Set a rule that only asks: its importance, services, dates, limit, and until when it only warns."""
    check_may(by, Permission.EXPECT_ACTIVITY, commissioner_id=commissioner_id)
    check_setting(rule)
    setting = queries.find_rule_setting(commissioner_id, rule.id)
    old = _said(queries.rules_of(commissioner_id)[rule.id])
    if setting is None:
        setting = RuleSetting(commissioner_id=commissioner_id, rule=rule.id)
        db.session.add(setting)
    setting.importance, setting.services = rule.importance, ";".join(sorted(rule.services))
    setting.starts_on, setting.ends_on, setting.warns_until = rule.starts_on, rule.ends_on, rule.warns_until
    setting.limit = None if rule.limit is None else Decimal(plain(rule.limit))
    db.session.flush()
    new = {"rule": rule.title, **_said(rule)}
    record_on(by, "set_rule", ("party", commissioner_id), commissioner_id=commissioner_id, new=new, old=old)
    return setting


def _said(rule: Rule) -> dict[str, str | int | bool | None]:
    """What a rule is set to, as the history tells it."""
    return {
        "importance": rule.importance.value,
        "services": ", ".join(sorted(rule.services)) or "all",
        "from": None if rule.starts_on is None else rule.starts_on.isoformat(),
        "until": None if rule.ends_on is None else rule.ends_on.isoformat(),
        "warns_until": None if rule.warns_until is None else rule.warns_until.isoformat(),
        "limit": None if rule.limit is None else plain(rule.limit),
    }


def set_certifying(*, provider_id: int, needs_certifier: bool, by: Actor) -> ProviderSetting:
    """Say whether a second person of the provider certifies each return before it counts."""
    provider = get_party(provider_id)
    check_may(by, Permission.SUBMIT_ACTIVITY, commissioner_id=provider.commissioner_id)
    check_own(by, provider_id)
    setting = queries.find_provider_setting(provider_id)
    if setting is not None and setting.needs_certifier == needs_certifier:
        raise Refusal("This is set so already.")
    if setting is None:
        setting = ProviderSetting(provider_id=provider_id, needs_certifier=needs_certifier)
        db.session.add(setting)
    setting.needs_certifier = needs_certifier
    db.session.flush()
    record_on(
        by,
        "set_certifying",
        ("party", provider_id),
        commissioner_id=provider.commissioner_id or provider_id,
        new={"certifier": "a second person certifies" if needs_certifier else "who prepares also certifies"},
    )
    return setting
