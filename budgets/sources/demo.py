"""What is said of the drivers of the demo year: in the spirit of its time, and different enough to be worth seeing."""

from collections.abc import Sequence
from datetime import date, datetime

from budgets.sources.actions import describe_source
from budgets.sources.models import DriverSource
from budgets.sources.rules.descriptions import Description, DriverKind, Grade
from core.permissions import Actor

_COUNTED_ON = date(2008, 1, 14)
_PROVIDER = "Commissioning information team, provider services"
_ON_COMPUTER = "Activity system of provider services, referrals and contacts entered by the teams"
SAID: Sequence[Description] = (
    Description(
        driver=DriverKind.POPULATION,
        source="Registered lists of all practices on 1 January 2008, with the need weighting of the allocations",
        extracted_on=date(2008, 1, 7),
        owner="PCT information team",
        grade=Grade.A,
    ),
    Description(
        driver=DriverKind.ACTIVITY,
        source="Paper returns of the teams, added up by service; not all services are on computer",
        extracted_on=_COUNTED_ON,
        owner=_PROVIDER,
        grade=Grade.D,
        note="Rough and ready: some teams returned only part of the year.",
    ),
    Description(
        driver=DriverKind.COST_CENTRE_MAP,
        source="Services mapped to localities by hand with the team leaders, September and October 2007",
        extracted_on=date(2007, 10, 12),
        owner="PCT information department",
        grade=Grade.C,
        note="The department has moved to provider services since; the map was not repeated.",
    ),
    Description(
        driver=DriverKind.FIXED_SHARES,
        source="Quit targets by locality, as agreed in principle by all localities",
        extracted_on=date(2008, 1, 21),
        owner="Public health, West Hertfordshire PCT",
        grade=Grade.B,
    ),
    *(
        Description(
            driver=DriverKind.ACTIVITY,
            line_code=code,
            source=source,
            extracted_on=_COUNTED_ON,
            owner=_PROVIDER,
            grade=grade,
        )
        for code, grade, source in (
            ("COMM-NUR", Grade.B, _ON_COMPUTER),
            ("MSK-OPD", Grade.B, _ON_COMPUTER),
            ("PODIATRY", Grade.B, _ON_COMPUTER),
            ("FCE-COMM", Grade.A, "Patient administration system of the community hospitals, finished episodes"),
            ("IC-BEDS", Grade.A, "Patient administration system of the community hospitals, bed days"),
        )
    ),
)


def seed_demo_sources(*, inputs_id: int, by: Actor, at: datetime) -> list[DriverSource]:
    """Describe every driver of the demo year's inputs, and apart the lines whose activity is on computer."""
    return [describe_source(inputs_id=inputs_id, said=said, by=by, at=at) for said in SAID]
