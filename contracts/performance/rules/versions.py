"""Versions of a definition: which one holds in a month, and what a new one may not do to old results."""

from collections.abc import Sequence
from dataclasses import dataclass

from commissioning.activity.rules.months import Period, month_after
from contracts.performance.rules.definition import Definition, measures_alike
from core.errors import Refusal
from core.periods import is_month


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version in use: its number, the first month it holds for, and what it says."""

    id: int
    number: int
    from_month: str
    definition: Definition


def version_at(versions: Sequence[Version], month: str) -> Version | None:
    """The version that holds in a month; None before the first. `versions` in the order of their numbers."""
    return next((each for each in reversed(versions) if each.from_month <= month), None)


def counted_since(versions: Sequence[Version], version: Version) -> str:
    """The first month from which figures were counted as that version counts them."""
    since = version.from_month
    for each in sorted(versions, key=lambda one: -one.number):
        if each.number >= version.number:
            continue
        if not measures_alike(each.definition, version.definition):
            break
        since = each.from_month
    return since


def check_month(month: str) -> None:
    """Refuse what is no month."""
    if not is_month(month):
        raise Refusal("A month is written as year and month, such as 2008-04. Correct it.")


def check_last_month(month: str, versions: Sequence[Version], *, last_result: Period | None) -> None:
    """Refuse a first month without the KPI that is none, lies before its version in use, or would cut results off."""
    check_month(month)
    if not versions or month <= versions[-1].from_month:
        raise Refusal("A KPI is retired from a month after its version in use began.")
    if versions[-1].definition.period_of(month).first_month != month:
        raise Refusal("A KPI of quarters ends with a quarter: it is retired from April, July, October or January.")
    if last_result is not None and month <= last_result.months[-1]:
        raise Refusal(f"There are results up to {last_result}. Retire it from after that.")


def check_from_month(
    from_month: str, definition: Definition, versions: Sequence[Version], *, last_result: Period | None
) -> None:
    """Refuse a first month that would give old results another definition, or that begins within a quarter."""
    check_month(from_month)
    if definition.period_of(from_month).first_month != from_month:
        raise Refusal("A KPI of quarters begins in April, July, October or January.")
    if versions and from_month <= versions[-1].from_month:
        raise Refusal(f"Version {versions[-1].number} holds from {Period(versions[-1].from_month)}. Begin after that.")
    if last_result is not None and from_month <= last_result.months[-1]:
        after = Period(month_after(last_result.months[-1]))
        raise Refusal(
            f"There are results up to {last_result}, and old results keep their definition. "
            f"Let the new version hold from {after} or later."
        )
    old = versions[-1].definition if versions else None
    if old is not None and old.period_of(from_month).first_month != from_month:
        raise Refusal("The version before has quarters. Let the new one begin with a quarter.")
