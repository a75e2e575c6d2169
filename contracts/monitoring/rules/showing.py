"""Who sees which figures: small numbers of months from which single patients might follow are not shown to everybody.

Provider and commissioner of a contract see all. For others a service with a month of 1 to the threshold is not shown by
month, to a month of choice or by group: from sums to two months the one between them would follow.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from contracts.monitoring.rules.months import NOBODY, Month, Planned, Returned, Service, added

OTHERS = "*"
"""The key under which all groups but the reader’s own are added up, with what is nobody’s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a reader sees. `hide_up_to`: the largest count that is small, None: all are shown.

    `own`: the code of the reader’s group, beside which all others are one; blank: each group is shown.
    """

    hide_up_to: int | None = None
    own: str = ""

    def hides(self, service: Service) -> bool:
        """Whether the figures of a service are withheld, because one of its months is small."""
        return self._is_small(each.actual for each in service.months)

    def hides_groups(self, service: Service) -> bool:
        """Whether its groups are withheld, because a month of one of them, as the reader would see it, is small."""
        seen = self.grouped(service)
        return self._is_small(
            units for each in seen.months if each.is_counted for units in each.actual_by_group.values()
        )

    def grouped(self, service: Service) -> Service:
        """The service with its groups as the reader sees them."""
        if not self.own:
            return service
        return replace(service, months=tuple(self._month(each) for each in service.months))

    def _month(self, month: Month) -> Month:
        plan, returned = month.plan, month.returned
        return Month(
            month=month.month,
            plan=None if plan is None else self._plan(plan),
            returned=Returned(
                state=returned.state,
                units=added({self._seen(code): units} for code, units in returned.units.items()),
                adjusted=added({self._seen(code): units} for code, units in returned.adjusted.items()),
                sources=returned.sources,
                is_nil=returned.is_nil,
                why_not=returned.why_not,
            ),
        )

    def _plan(self, plan: Planned) -> Planned:
        if NOBODY in plan.units:
            return plan
        units = added({self._seen(code): count} for code, count in plan.units.items())
        return replace(plan, units={code: int(count) for code, count in units.items()})

    def _seen(self, code: str) -> str:
        return code if code == self.own else OTHERS

    def _is_small(self, figures: Iterable[Fraction | None]) -> bool:
        most = self.hide_up_to
        return most is not None and any(each is not None and 0 < each <= most for each in figures)


ALL = Sight()
