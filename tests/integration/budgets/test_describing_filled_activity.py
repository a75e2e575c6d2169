"""What is said by itself of activity filled from frozen returns, and what is taken over of the inputs before."""

from datetime import date

import pytest

from budgets.sources.actions import describe_source
from budgets.sources.queries import descriptions_of
from budgets.sources.rules.descriptions import Description, DriverKind, Grade
from core.audit_trail.queries import history_of
from core.db import transaction
from tests.builders_frozen import APRIL, AT, MAY, Filling, a_filling, chosen, correct, filled, freeze

pytestmark = pytest.mark.usefixtures("database")


def _described(filling: Filling, *said: tuple[DriverKind, str, Grade]) -> None:
    for driver, line, grade in said:
        with transaction():
            describe_source(
                inputs_id=filling.inputs,
                said=Description(
                    driver=driver,
                    line_code=line,
                    source="Paper returns",
                    extracted_on=date(2008, 1, 14),
                    owner="Information team",
                    grade=grade,
                ),
                by=filling.commissioner,
                at=AT,
            )


def test_filled_lines_are_measured_and_name_their_submissions_and_corrections() -> None:
    filling = a_filling()
    for month in (APRIL, MAY):
        freeze(filling, month)
    number = correct(filling, -4, service="PULM")
    stored = filled(filling, chosen(APRIL, MAY, services=("PULM",)))
    (said,) = descriptions_of(stored.id).rows
    assert said == Description(
        driver=DriverKind.ACTIVITY,
        line_code="PULM",
        source="Frozen returns of Provider services, April to May 2007",
        extracted_on=date(2008, 3, 18),
        owner="Provider services",
        grade=Grade.A,
        note=f"Contacts, submission 1 for April to May 2007; later corrections {number}.",
    )
    assert history_of("inputs", stored.id)[0].did == (
        "described the activity of Lung team as it was filled from frozen returns, and took over 0 other descriptions "
        "from inputs 1"
    )


def test_all_else_that_was_said_is_taken_over_and_a_mixed_line_is_as_good_as_its_weaker_part() -> None:
    """Diabetes keeps March of the file, which rests on rough returns; lungs are filled whole."""
    filling = a_filling()
    _described(
        filling,
        (DriverKind.POPULATION, "", Grade.A),
        (DriverKind.ACTIVITY, "", Grade.D),
        (DriverKind.ACTIVITY, "DIAB", Grade.C),
        (DriverKind.ACTIVITY, "PULM", Grade.C),
    )
    freeze(filling, APRIL)
    stored = filled(filling, chosen(APRIL, APRIL))
    found = descriptions_of(stored.id)
    assert [(row.driver, row.line_code, row.grade) for row in found.rows] == [
        (DriverKind.POPULATION, "", Grade.A),
        (DriverKind.ACTIVITY, "", Grade.D),
        (DriverKind.ACTIVITY, "DIAB", Grade.C),
        (DriverKind.ACTIVITY, "PULM", Grade.A),
    ]
    mixed = found.find(DriverKind.ACTIVITY, "DIAB")
    assert mixed is not None
    assert mixed.source == "Frozen returns of Provider services, April 2007; March 2007 as before, from a file"


def test_a_mixed_line_of_which_nothing_was_said_is_not_graded() -> None:
    filling = a_filling()
    freeze(filling, APRIL)
    stored = filled(filling, chosen(APRIL, APRIL, services=("DIAB",)))
    assert descriptions_of(stored.id).rows == ()
