"""Who reads, whose figures they see, and of which months: what all pages on which activity is seen have in common."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from commissioning.activity.charts import NARROW
from commissioning.activity.queries.returns import Return, list_returns
from commissioning.activity.queries.seeing import Scope
from commissioning.activity.rules.months import month_after, month_of
from commissioning.activity.views.blueprint import address_of
from commissioning.organisations.views.blueprint import commissioner_in_view, reached_commissioners
from core import clock
from core.parties.models import Party
from core.permissions import Permission
from core.web import current_actor

TWELVE = 12
_KEPT = ("commissioner", "currency", "group", "population", "service", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whose figures are read: a trust's, all of them or one provider's. `sees_all`: small numbers too."""

    trust: Party
    provider_id: int | None
    sees_all: bool

    def scope(self, first_month: str, last_month: str) -> Scope:
        """The figures of these months."""
        return Scope(
            commissioner_ids=(self.trust.id,),
            first_month=first_month,
            last_month=last_month,
            provider_id=self.provider_id,
        )

    @property
    def hide_up_to(self) -> int | None:
        """Up to which count figures are hidden from this reader; None: none are."""
        return None if self.sees_all else small_up_to()

    def returns(self, since: str) -> list[Return]:
        """The returns from a month on, as they stand today."""
        on = clock.today()
        return list_returns(on=on, commissioner_id=self.trust.id, provider_id=self.provider_id, since=since)


def reader() -> Reader:
    """The reader of this request: the provider its own figures, its commissioner all, others without small numbers."""
    actor, trust = current_actor(), commissioner_in_view()
    provider_id = actor.organisation_id if actor.may(Permission.SUBMIT_ACTIVITY) else None
    is_own = actor.organisation_id == trust.id
    return Reader(trust=trust, provider_id=provider_id, sees_all=provider_id is not None or is_own)


def small_up_to() -> int:
    """The largest count that is small: the setting SMALL_NUMBERS_UP_TO (docs/operating.md says where it comes from)."""
    setting: int = current_app.config["SMALL_NUMBERS_UP_TO"]
    return setting


def last_month() -> str:
    """The last month that is over."""
    return month_after(month_of(clock.today()), -1)


def twelve_months() -> list[str]:
    """The twelve months up to the last one that is over, in order."""
    last = last_month()
    return [month_after(last, count - TWELVE + 1) for count in range(TWELVE)]


def page_of_return(found: Return) -> str:
    """The page of a return."""
    return address_of(found)


def trusts_to_choose(chosen: Reader, endpoint: str) -> list[tuple[str, str, bool]]:
    """For who reaches several trusts: name, address and whether it is the one shown."""
    trusts = reached_commissioners()
    if len(trusts) < 2:
        return []
    return [(each.name, url_for(endpoint, commissioner=each.id), each.id == chosen.trust.id) for each in trusts]


def width_or(wide: float) -> float:
    """How wide a chart is drawn: as wide as that, or narrow where the page asks so (`?narrow=1`)."""
    return NARROW if "narrow" in request.args else wide


def kept_query() -> dict[str, Any]:
    """What was chosen on the page, for the addresses of its chart and files."""
    return {key: value for key, value in request.args.items() if key in _KEPT}
