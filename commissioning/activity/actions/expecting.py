"""Saying what is due: returns expected and ended, waivers."""

from collections.abc import Sequence
from datetime import date, datetime

from commissioning.activity.actions.recording import held_for_commissioner, record_on
from commissioning.activity.models.expectations import SUBJECT, Expectation, ExpectedService, Waiver
from commissioning.activity.queries import expectations as queries
from commissioning.activity.queries.submissions import list_submissions
from commissioning.activity.rules.asking import check_words
from commissioning.activity.rules.checks.catalogue import BY_ID
from commissioning.activity.rules.due import Expected, check_expected, check_last_month, said_of
from commissioning.activity.rules.months import check_month, month_after
from commissioning.catalogue.queries import services_by_code
from core.audit import Values
from core.db import db
from core.errors import Refusal
from core.parties.queries import get_party
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may
from core.wording import in_full, listed


def expect_return(
    *,
    provider_id: int,
    expected: Expected,
    services: Sequence[str],
    source: str,
    by: Actor,
    at: datetime,
    source_key: str | None = None,
) -> Expectation:
    """Expect a return of a provider for these services (codes), from a month on.

    `source`: where it was agreed, in words. `source_key`: the same for machines; told twice, it is expected once.
    """
    provider = get_party(provider_id)
    check_may(by, Permission.EXPECT_ACTIVITY, commissioner_id=provider.commissioner_id)
    told = _told(provider.commissioner_id, source_key)
    if told is not None:
        return told
    made = place_expectation(
        provider_id=provider_id,
        expected=expected,
        services=services,
        source=source,
        by=by,
        at=at,
        source_key=source_key,
    )
    new: Values = {
        "name": made.name,
        "provider": provider.name,
        "services": len(made.services),
        "from": made.first_month,
        "how": said_of(expected),
    }
    record_on(by, "expect_return", (SUBJECT, made.id), commissioner_id=made.commissioner_id, new=new)
    return made


def place_expectation(
    *,
    provider_id: int,
    expected: Expected,
    services: Sequence[str],
    source: str,
    by: Actor,
    at: datetime,
    source_key: str | None = None,
) -> Expectation:
    """`expect_return` as a part of a larger act (a contract that comes into force), which checks that the person may
    and records the event itself. Told again under the same key, the expectation stays as it is.
    """
    provider = get_party(provider_id)
    if provider.kind is not PartyKind.PROVIDER or provider.commissioner_id is None:
        raise Refusal("Returns of activity are expected of providers.")
    if (told := _told(provider.commissioner_id, source_key)) is not None:
        return told
    check_expected(expected, len(services))
    ids = _service_ids(provider.commissioner_id, services)
    _check_alone(provider_id, ids, expected)
    made = Expectation(
        commissioner_id=provider.commissioner_id,
        provider_id=provider_id,
        name=expected.name.strip(),
        frequency=expected.frequency,
        first_month=expected.first_month,
        last_month=expected.last_month,
        due_day=expected.days.due,
        flex_day=expected.days.flex,
        freeze_day=expected.days.freeze,
        source=check_words(source, "where the return was agreed"),
        source_key=source_key,
        expected_by_id=by.person_id,
        expected_at=at,
        services=[ExpectedService(service_id=service_id) for service_id in ids],
    )
    db.session.add(made)
    db.session.flush()
    return made


def end_expectation(*, expectation_id: int, last_month: str, reason: str, by: Actor) -> Expectation:
    """Let a return end with a month; what was submitted for it stays."""
    expectation = held_for_commissioner(expectation_id, by, Permission.EXPECT_ACTIVITY)
    check_month(last_month)
    kept = check_words(reason, "why the return ends")
    if last_month < expectation.first_month:
        raise Refusal("The last month of the return is before its first.")
    check_last_month(last_month, expectation.frequency)
    later = [each.period for each in list_submissions([expectation.id], since=month_after(last_month))]
    if later:
        raise Refusal(f"A return was submitted for {expectation.period(later[-1])} already. End it with that or later.")
    old = expectation.last_month
    expectation.last_month = last_month
    db.session.flush()
    record_on(
        by,
        "end_expectation",
        (SUBJECT, expectation.id),
        commissioner_id=expectation.commissioner_id,
        old={"last_month": old} if old else None,
        new={"name": expectation.name, "last_month": last_month, "reason": kept},
    )
    return expectation


def waive(
    *,
    expectation_id: int,
    rule: str,
    first_month: str,
    last_month: str,
    reason: str,
    until_on: date,
    by: Actor,
    at: datetime,
    on: date,
) -> Waiver:
    """Waive a return (`rule` is `return`), or a rule that only asks, for some months and until a day."""
    expectation = held_for_commissioner(expectation_id, by, Permission.EXPECT_ACTIVITY)
    _check_waiver(rule, (first_month, last_month), until_on, on)
    waiver = Waiver(
        expectation_id=expectation.id,
        rule=rule,
        first_month=first_month,
        last_month=last_month,
        until_on=until_on,
        reason=check_words(reason, "why it is waived"),
        waived_by_id=by.person_id,
        waived_at=at,
    )
    db.session.add(waiver)
    db.session.flush()
    new: Values = {
        "what": what_is_waived(rule),
        "first_month": first_month,
        "last_month": last_month,
        "until": until_on.isoformat(),
        "reason": waiver.reason,
    }
    record_on(by, "waive", (SUBJECT, expectation.id), commissioner_id=expectation.commissioner_id, new=new)
    return waiver


def what_is_waived(rule: str) -> str:
    """What a waiver is for, in words."""
    if rule == queries.RETURN:
        return "the return"
    return f"the rule “{BY_ID[rule].title}”"


def _check_waiver(rule: str, months: tuple[str, str], until_on: date, on: date) -> None:
    for month in months:
        check_month(month)
    if months[1] < months[0]:
        raise Refusal("The last month of the waiver is before its first.")
    if until_on < on:
        raise Refusal(f"The waiver would have ended on {in_full(until_on)} already.")
    if rule != queries.RETURN and (rule not in BY_ID or not BY_ID[rule].may_be_set):
        raise Refusal("Only a return, or a rule that asks a query, can be waived.")


def _told(commissioner_id: int | None, source_key: str | None) -> Expectation | None:
    if commissioner_id is None or source_key is None:
        return None
    return queries.find_told(commissioner_id, source_key)


def _service_ids(commissioner_id: int, codes: Sequence[str]) -> list[int]:
    known = services_by_code(commissioner_id)
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise Refusal(f"There is no service {listed(unknown)} in the catalogue.")
    return [known[code].id for code in dict.fromkeys(codes)]


def _check_alone(provider_id: int, service_ids: Sequence[int], expected: Expected) -> None:
    """Refuse to expect the same figures twice."""
    others = queries.list_overlapping(
        provider_id,
        service_ids,
        name=expected.name.strip(),
        first_month=expected.first_month,
        last_month=expected.last_month,
    )
    for other in others:
        twice = [each.service.name for each in other.services if each.service_id in service_ids]
        raise Refusal(
            f"{listed(twice)} is expected in “{other.name}” from {other.period(other.first_month)} on already. "
            "End that return first, or choose other months."
        )
