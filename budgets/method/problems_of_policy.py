"""What may be wrong with a policy's values among themselves. Source: docs/budget-method.md, sections 1 and 7."""

from collections.abc import Iterator

from budgets.method.policy import Bounds, Policy
from budgets.method.unread import NOTHING_UNREAD, POLICY, Unread
from core.money import plain, pounds
from core.problems import Problem

_UPLIFT = ("uplift.percent", "uplift.gross_percent", "uplift.efficiency_percent")
_HANGS_ON = {
    "activity.to": ("activity.from", "activity.to"),
    "pace_of_change.minimum_percent": ("pace_of_change.minimum_percent", "pace_of_change.maximum_percent"),
    "uplift.percent": _UPLIFT,
    "uplift.gross_percent": _UPLIFT,
    "uplift.efficiency_percent": _UPLIFT,
}


def problems_in_policy(policy: Policy, file: str = "policy.toml", unread: Unread = NOTHING_UNREAD) -> list[Problem]:
    """All of them, each under its dotted key, but for those that hang on a key that could not be read."""
    return [
        Problem(file=file, column=key, value=value, expected=expected)
        for key, value, expected in _found(policy)
        if not unread.touches(POLICY, *_HANGS_ON.get(key, (key,)))
    ]


def _found(policy: Policy) -> Iterator[tuple[str, str, str]]:
    if policy.activity_from > policy.activity_to:
        yield "activity.to", policy.activity_to, f"a month not before activity.from, {policy.activity_from}"
    if policy.returned_amount < 0:
        yield "returned_money.amount", pounds(policy.returned_amount), "an amount of at least nothing"
    if policy.growth_amount < 0:
        yield "growth.amount", pounds(policy.growth_amount), "an amount of at least nothing"
    if policy.reserve_percent is not None and not 0 <= policy.reserve_percent <= 100:
        yield "risk_reserve.percent", plain(policy.reserve_percent), "a percentage from 0 to 100"
    if isinstance(policy.pace, Bounds) and policy.pace.minimum_percent > policy.pace.maximum_percent:
        maximum = plain(policy.pace.maximum_percent)
        yield (
            "pace_of_change.minimum_percent",
            plain(policy.pace.minimum_percent),
            f"at most the maximum_percent, {maximum}",
        )
    yield from _uplift(policy)


def _uplift(policy: Policy) -> Iterator[tuple[str, str, str]]:
    net, gross, efficiency = policy.uplift_percent, policy.uplift_gross_percent, policy.uplift_efficiency_percent
    if gross is None and efficiency is None:
        return
    if gross is None or efficiency is None:
        missing = "gross_percent" if gross is None else "efficiency_percent"
        yield f"uplift.{missing}", "", "gross_percent and efficiency_percent together, or neither"
    elif net is None or gross - efficiency != net:
        yield (
            "uplift.percent",
            "" if net is None else plain(net),
            f"gross_percent less efficiency_percent, which is {plain(gross - efficiency)}",
        )
