"""What is asked of one return: services, practices, currencies, rules, waivers, history, as the checks take it."""

from collections.abc import Collection
from datetime import date

from commissioning.activity.models.expectations import Expectation
from commissioning.activity.queries.expectations import currencies_of, rules_of, waived_rules
from commissioning.activity.queries.history import history_of
from commissioning.activity.queries.submissions import list_submissions, rows_of, standing_by_service
from commissioning.activity.rules.checks.asked import Asked, Open
from commissioning.activity.rules.checks.limits import process_limits
from commissioning.activity.rules.months import Period, month_after
from commissioning.activity.rules.rows import Rows
from commissioning.catalogue.queries import services_by_code
from commissioning.organisations.queries.lines import parties_by_code
from core.parties.rules import PartyKind


def asked_of(
    expectation: Expectation,
    month: str,
    *,
    on: date,
    service_ids: Collection[int] | None = None,
) -> Asked:
    """What is asked of the return that holds a month. `service_ids`: only these services, where some are sent again."""
    period = expectation.period(month)
    trust = expectation.commissioner_id
    services = services_by_code(trust)
    wanted = {each.service_id for each in expectation.services}
    if service_ids is not None:
        wanted &= set(service_ids)
    return Asked(
        provider=expectation.provider.code,
        name=expectation.name,
        period=period,
        services={code: Open(name=each.name, closed_on=each.closed_on) for code, each in services.items()},
        asked=frozenset(code for code, each in services.items() if each.id in wanted),
        practices={
            code: Open(name=each.name, opened_on=each.opened_on, closed_on=each.closed_on)
            for code, each in parties_by_code(trust, PartyKind.PRACTICE).items()
        },
        currencies=currencies_of(trust),
        rules=rules_of(trust),
        waived=waived_rules(expectation.id, period.first_month, on=on),
        history=history_of(expectation, period),
        limits_from=process_limits,
    )


def last_rows(expectation: Expectation, period: Period, *, most: int) -> Rows:
    """The rows that stand for the period before one, for orientation; none where nothing was returned for it."""
    before = month_after(period.first_month, -period.length)
    standing = standing_by_service(list_submissions([expectation.id], period=before))
    return rows_of(sorted({each.id for each in standing.values()}), most=most)
