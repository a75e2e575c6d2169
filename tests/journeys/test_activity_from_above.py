"""An authority above the trust: it sees how returns stand, and by no page a practice or a small figure."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from flask import Flask

from commissioning.activity.actions.querying import Line, query_lines
from core.db import transaction
from core.parties.actions import place_trust
from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from tests.builders import a_person, an_organisation
from tests.builders_activity import APRIL, MAY_AT, MAY_DAY, Field, a_field, submitted
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

WITH_FIGURES = (
    "figures",
    "figures?by=practice",
    "figures/csv?by=practice",
    "figures/xlsx",
    "submissions/1",
    "submissions/1/file",
    "submissions/1/receipt.pdf",
    "submissions/1/findings.csv",
    "submissions/1/changes.csv",
    "submissions/1/changes.xlsx",
)


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with time_machine.travel(MAY_AT):
        yield


@pytest.fixture
def field(app: Flask) -> Field:
    """A return of April: few first contacts of one service, few unplaced patients of the other; a query about it."""
    del app
    found = a_field(first_month=APRIL)
    sent = submitted(
        found,
        [
            f"DIAB,X82001,{APRIL},first_contact,3",
            f"DIAB,X82001,{APRIL},follow_up_contact,50",
            f"DIAB,X82001,{APRIL},contact,53",
            f"DIAB,X82001,{APRIL},did_not_attend,20",
            f"PULM,X82001,{APRIL},contact,57",
            f"PULM,unplaced,{APRIL},contact,3",
        ],
    )
    with transaction():
        query_lines(
            submission_id=sent.id,
            lines=(Line(service_id=found.services["DIAB"], words="Only 3 first contacts at X82001?"),),
            answer_due_on=date(2008, 5, 22),
            by=found.commissioner,
            at=MAY_AT,
            on=MAY_DAY,
        )
    return found


@pytest.fixture
def auditor(field: Field) -> Actor:
    """Somebody of the authority above the trust."""
    trust = field.trust
    authority = an_organisation(PartyKind.SHA, "EOE", by=trust.administrator)
    with transaction():
        place_trust(party_id=trust.id, overseer_id=authority.id, by=trust.administrator)
    return a_person(Role.AUDITOR, authority.id, by=trust.administrator, name="Auditor", email="a@eoe.example")


@pytest.mark.parametrize("path", WITH_FIGURES)
def test_the_figures_of_a_return_are_those_of_provider_and_commissioner(
    field: Field, auditor: Actor, person: Person, path: str
) -> None:
    place = f"/activity/returns/{field.expectation_id}/{APRIL}/{path}"
    sign_in_as(person, auditor).visit(place, status=404)
    for reader in (field.commissioner, field.provider):
        sign_in_as(person, reader).visit(place)


def test_how_a_return_stands_is_told_without_a_figure_of_it(field: Field, auditor: Actor, person: Person) -> None:
    sign_in_as(person, auditor).visit(f"/activity/returns/{field.expectation_id}/{APRIL}")
    assert "and its commissioner see the figures of this return" in person.words
    assert "Queried" in person.words
    for figure in ("57", "53", "X82001", "submitted number 1"):
        assert figure not in person.words
    person.visit(f"/activity/expected/{field.expectation_id}")
    assert "History" not in person.words


def test_an_open_query_is_counted_without_what_it_asks(field: Field, auditor: Actor, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit("/activity/queries")
    assert "Only 3 first contacts at X82001?" in person.words
    sign_in_as(person, auditor).visit("/activity/queries")
    assert "1 open query" in person.words
    assert "Shown to provider and commissioner" in person.words
    assert "X82001" not in person.words
    assert b"X82001" not in person.client.get("/activity/queries/csv").data


@pytest.mark.parametrize("currency", ["first_contact", "follow_up_contact", "contact"])
def test_no_trend_is_shown_from_which_a_small_one_would_follow(
    field: Field, auditor: Actor, person: Person, currency: str
) -> None:
    trend = f"service={field.services['DIAB']}&currency={currency}"
    sign_in_as(person, auditor).visit(f"/activity/trends.csv?{trend}", status=404)
    person.visit(f"/activity/trends?{trend}")
    assert "Such a series is shown to provider and commissioner only" in person.words
    person.visit(f"/activity/trends.csv?service={field.services['DIAB']}&currency=did_not_attend")
    sign_in_as(person, field.commissioner).visit(f"/activity/trends.csv?{trend}")


def test_a_small_count_without_a_practice_has_no_share(field: Field, auditor: Actor, person: Person) -> None:
    def shares(actor: Actor) -> list[str]:
        sign_in_as(person, actor).visit("/activity/coverage")
        return [row[8] for row in person.table("Services and what is returned of them")[1:]]

    assert shares(auditor) == ["0.0", "hidden"]
    assert shares(field.commissioner) == ["0.0", "5.0 All contacts"]
