"""The part of the demo year about contracts: made, varied, and watched; and about enhanced services."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from commissioning.activity.demo import seed_latest_demo_returns
from contracts.agreements.demo import seed_demo_contracts
from contracts.agreements.demo_kept import seed_demo_kept_contract
from contracts.monitoring.demo import seed_demo_watched
from contracts.notices import demo as notices
from contracts.performance import demo as performance
from contracts.reviews import demo as reviews
from contracts.variations import demo as variations
from demo.cast import YEAR, Cast, activity_sides_of, at_hour, funding_sides_of, hour_of, scheme_sides_of
from les.schemes import demo as schemes
from les.schemes.demo_funding import seed_waiting_demo_funding

SCHEMES = Path(__file__).resolve().parents[1] / "examples" / "demo" / "enhanced-services.toml"

NAMED = "PD-01"
"""The KPI that an action of the first review names and the second notice is about: appointments not attended."""


def return_and_contract(cast: Cast) -> None:
    """The last month’s activity comes in; contracts are made."""
    seed_latest_demo_returns(activity_sides_of(cast), on=date(YEAR, 3, 13))
    seed_demo_contracts(
        commissioner=cast.commissioner,
        provider=cast.provider,
        leads=cast.leads,
        at=at_hour(3, 14, 9),
        address_of="/contracts/{}".format,
    )
    seed_demo_watched(
        commissioner=cast.commissioner,
        community=cast.provider,
        clinic=cast.clinic,
        at=at_hour(3, 14, 18),
        address_of="/contracts/{}".format,
    )
    variations.seed_demo_variations(
        sides=variations.Sides(commissioner=cast.commissioner, provider=cast.provider),
        at=at_hour(3, 14, 20),
        address_of="/contracts/{}/variations/{}".format,
    )
    _watch(cast)
    seed_waiting_demo_funding(funding_sides_of(cast))
    schemes.seed_demo_schemes_under_way(SCHEMES, scheme_sides_of(cast), at_hour(3, 17, 16))


def _watch(cast: Cast) -> None:
    """How one contract is kept, day by day: its KPIs, reviews and notices."""
    by, provider = cast.commissioner, cast.provider
    contract = seed_demo_kept_contract(
        commissioner=by,
        provider=provider,
        leads=[cast.leads[code] for code in sorted(cast.leads)],
        hour=hour_of,
        address_of="/contracts/{}".format,
    )
    kpis = performance.seed_demo_kpis(contract=contract, by=by, at=hour_of(2007, 6, 22, 9))
    _return_and_freeze(kpis, ("2006-01", "2007-05"), (6, 25), cast)
    performance.judge_demo_kpis(kpis, by=by, at=hour_of(2007, 6, 27, 9))
    _return_and_freeze(kpis, ("2007-06", "2007-08"), (9, 10), cast)
    reviewing = _reviewing(cast)
    first = reviews.hold_first_demo_review(contract, kpis[NAMED], reviewing)
    noticing = notices.Sides(commissioner=by, finance=cast.finance, provider=provider, hour=hour_of)
    notices.seed_closed_demo_notice(contract, noticing)
    performance.audit_demo_kpi(kpis, by=by, at=hour_of(2007, 11, 14, 9))
    _return_and_freeze(kpis, ("2007-09", "2007-11"), (12, 11), cast)
    reviews.hold_second_demo_review(contract, first, reviewing)
    _return_and_freeze(kpis, ("2007-12", "2007-12"), (1, 10), cast, year=2008)
    notices.seed_late_demo_notice(contract, kpis[NAMED], noticing)
    performance.return_demo_results(kpis, ("2008-01", "2008-02"), by=provider, at=hour_of(2008, 3, 14, 20))
    performance.draft_demo_definition(kpis, by=by, at=hour_of(2008, 3, 14, 21))


def _return_and_freeze(
    kpis: Mapping[str, int], months: tuple[str, str], day: tuple[int, int], cast: Cast, *, year: int = 2007
) -> None:
    """Results are returned on a day and frozen the day after."""
    month, number = day
    keys = performance.return_demo_results(kpis, months, by=cast.provider, at=hour_of(year, month, number, 9))
    performance.freeze_demo_results(keys, by=cast.commissioner, at=hour_of(year, month, number + 1, 9))


def _reviewing(cast: Cast) -> reviews.Cast:
    return reviews.Cast(
        commissioner=cast.commissioner,
        finance=cast.finance,
        provider=cast.provider,
        leads=cast.leads,
        hour=hour_of,
        review_at="/contracts/reviews/{}".format,
        minutes_at="/meetings/{}/minutes/{}".format,
    )
