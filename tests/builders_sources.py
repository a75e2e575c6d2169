"""Builders of sources: what is said of a driver, as a value and as a stored row."""

from datetime import date

from budgets.sources.actions import describe_source
from budgets.sources.models import DriverSource
from budgets.sources.rules.descriptions import Description, DriverKind, Grade
from core.db import transaction
from core.permissions import Actor
from tests.builders_rounds import AT


def a_description(
    driver: DriverKind = DriverKind.ACTIVITY, grade: Grade = Grade.D, line_code: str = "", source: str = "Paper returns"
) -> Description:
    """What is said of a driver."""
    return Description(
        driver=driver,
        line_code=line_code,
        source=source,
        extracted_on=date(2008, 1, 14),
        owner="Provider information team",
        grade=grade,
    )


def a_source(inputs_id: int, by: Actor, said: Description | None = None) -> DriverSource:
    """The same as it is stored."""
    with transaction():
        return describe_source(inputs_id=inputs_id, said=said or a_description(), by=by, at=AT)
