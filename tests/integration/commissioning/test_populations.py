"""Population snapshots: exact, frozen, corrected by new versions."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, StatementError

from commissioning.organisations.actions.populations import record_population, record_populations
from commissioning.organisations.models import PopulationSnapshot
from commissioning.organisations.queries.lines import populations_of
from commissioning.organisations.queries.populations import (
    find_in_force,
    latest_of,
    list_counted_days,
    list_populations_of_practice,
)
from commissioning.organisations.rules.values import HasProblems
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from tests.builders import AT
from tests.builders_commissioning import Trust, a_lead, a_line, a_neighbour, a_trust, some_populations

pytestmark = pytest.mark.usefixtures("database")
APRIL = date(2008, 4, 1)
MARCH = date(2008, 3, 31)


def _record(trust: Trust, registered: str, on: date = APRIL, reason: str = "", **weighted: str) -> PopulationSnapshot:
    with transaction():
        return record_population(
            practice_id=trust.ids["X82001"],
            on=on,
            registered=Decimal(registered),
            weighted={name: Decimal(people) for name, people in weighted.items()},
            by=trust.commissioner,
            at=AT,
            reason=reason,
        )


def test_figures_come_back_exactly_as_they_were_written() -> None:
    """TRAPS 14: 0 is zero, what was not given stays away."""
    trust = a_trust()
    _record(trust, "5000", community="2811.40", general_acute="0")
    db.session.expire_all()
    (line,) = populations_of(trust.id, APRIL)
    assert line == a_line(registered="5000", community="2811.40", general_acute="0")
    assert f"{line.weighted['community']}" == "2811.40"
    assert "mental_health" not in line.weighted


def test_a_float_never_reaches_the_database() -> None:
    trust = a_trust()
    row = PopulationSnapshot(
        practice_id=trust.ids["X82001"],
        counted_on=APRIL,
        number=1,
        registered=1.5,
        reason="",
        recorded_by_id=trust.commissioner.person_id,
        recorded_at=AT,
    )
    db.session.add(row)
    with pytest.raises(StatementError, match="an exact figure is a Decimal"):
        db.session.flush()
    db.session.rollback()


def test_days_are_kept_apart_at_the_turn_of_the_year() -> None:
    trust = a_trust()
    some_populations(trust, a_line(on=MARCH, registered="4000"), a_line(on=APRIL, registered="5000"))
    assert [line.registered for line in populations_of(trust.id, MARCH)] == [Decimal(4000)]
    assert [line.registered for line in populations_of(trust.id, APRIL)] == [Decimal(5000)]
    latest = latest_of([trust.ids["X82001"]], on=MARCH)
    assert latest[trust.ids["X82001"]].registered == Decimal(4000)


def test_a_correction_is_a_new_version_that_names_the_old() -> None:
    trust = a_trust()
    first = _record(trust, "5000", community="4000")
    second = _record(trust, "5010", community="4000", reason="List cleaned")
    assert second.corrects_id == first.id
    assert [(p.number, p.registered) for p in list_populations_of_practice(trust.ids["X82001"])] == [
        (2, Decimal(5010)),
        (1, Decimal(5000)),
    ]
    in_force = find_in_force(trust.ids["X82001"], on=APRIL)
    assert in_force is not None
    assert in_force.id == second.id
    assert [line.registered for line in populations_of(trust.id, APRIL)] == [Decimal(5010)]
    assert history_of("party", trust.ids["X82001"])[0].did == (
        "corrected the population on 1 April 2008 from 5000 to 5010 registered: List cleaned"
    )


def test_a_correction_without_a_reason_is_refused() -> None:
    trust = a_trust()
    _record(trust, "5000")
    with pytest.raises(Refusal) as refusal:
        _record(trust, "5010")
    assert str(refusal.value) == (
        "The population of Practice 1 on 1 April 2008 is recorded already and stays as it is. "
        "Say why you correct it, and a new version is recorded beside it."
    )


def test_the_database_itself_keeps_what_was_recorded() -> None:
    trust = a_trust()
    _record(trust, "5000", community="4000")
    for statement in (
        "UPDATE organisations_population SET registered = '1'",
        "DELETE FROM organisations_population",
        "UPDATE organisations_weighting SET people = '1'",
        "DELETE FROM organisations_weighting",
    ):
        with pytest.raises(DatabaseError, match="a recorded population stays"):
            db.session.execute(text(statement))
        db.session.rollback()


def test_a_sheet_with_one_fault_stores_nothing_and_names_every_fault() -> None:
    trust = a_trust()
    with pytest.raises(HasProblems) as refusal:
        some_populations(trust, a_line(), a_line("X99999"), a_line("X88888"), a_line())
    assert [p.value for p in refusal.value.problems] == ["X82001 on 2008-04-01", "X99999", "X88888"]
    assert populations_of(trust.id) == []


def test_a_sheet_is_one_act_and_the_same_sheet_again_is_refused() -> None:
    trust = a_trust()
    lines = [a_line(), a_line("X82002", weighted="12.5")]
    some_populations(trust, *lines)
    line = history_of("party", trust.id)[0]
    assert line.did == "recorded 2 populations, 0 of them corrections, of 1 April 2008"
    with pytest.raises(Refusal, match=r"^Every population in the file is recorded with these figures already\.$"):
        some_populations(trust, *lines)


def test_people_of_another_trust_and_leads_may_not_record_populations() -> None:
    trust = a_trust()
    for other in (a_neighbour(trust), a_lead(trust)):
        with pytest.raises(NotAllowed), transaction():
            record_populations(commissioner_id=trust.id, lines=[a_line()], by=other, at=AT)


def test_sums_of_a_day_are_exact() -> None:
    trust = a_trust(practices=3)
    some_populations(trust, *(a_line(f"X8200{n}", registered="0.1", community="0.7") for n in (1, 2, 3)))
    (day,) = list_counted_days(trust.id)
    assert (day.practices, day.people) == (3, {"registered": Decimal("0.3"), "community": Decimal("2.1")})
