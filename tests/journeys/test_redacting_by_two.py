"""Two administrators take a name out of the audit trail: one asks, the other decides; the trail says so and holds."""

from core.audit_trail.queries import first_fault
from core.permissions import Actor, Role
from tests.builders import a_commissioner, a_person, an_installation
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

EVENT = "/audit-trail/3"
ASKED = {"ground": "third_person", "reason": "A name from another letter"}


def two_administrators() -> tuple[Actor, Actor]:
    """The trust, with an event that adds the commissioner (3) and two administrators."""
    first = an_installation()
    a_commissioner(first)
    return first, a_person(Role.ADMINISTRATOR, 1, by=first, name="Second administrator")


def propose(person: Person, first: Actor) -> None:
    sign_in_as(person, first)
    person.visit(f"{EVENT}/propose-redaction").send(ASKED)
    assert person.heading == "Event 3"


def test_one_asks_and_another_redacts(app: object, person: Person) -> None:
    del app
    first, second = two_administrators()
    assert "Commissioner" in sign_in_as(person, first).visit(EVENT).words
    person.follow("person 2")
    assert person.heading == "Person 2"
    person.visit(f"{EVENT}/propose-redaction").send({"reason": "x"}, status=422)
    assert "Choose why the values must not be kept" in person.words
    person.send({"ground": "patient", "reason": "It was 943 476 5919"}, status=422)
    assert "943 476 5919" not in person.words
    propose(person, first)
    assert "Administrator proposed to redact these values: A name from another letter" in person.words
    for page in (EVENT, "/audit-trail/", "/audit-trail/redactions/1/confirm"):
        person.visit(page)
        assert "You proposed this redaction. Another person confirms it." in person.words
        assert "Decide about" not in person.words
        assert "Redact for good" not in person.words

    sign_in_as(person, second).visit("/audit-trail/")
    assert "Administrator proposes to redact event 3." in person.words
    person.visit("/audit-trail/redactions/1/confirm")
    assert "They tell of a person who has no part in this" in person.words
    assert "This cannot be undone." in person.words
    person.send(button="Redact for good")
    assert person.heading == "Event 3"
    assert "Values redacted" in person.words
    assert "A name from another letter" in person.words
    assert "Confirmed by Second administrator" in person.words
    assert "commissioner-1@whp.example" not in person.words
    assert "values no longer held" in person.visit("/audit-trail/").words
    story = person.visit("/audit-trail/records/audit%20event/3").words
    assert "proposed to redact the values of event 3" in story
    assert "redacted the values of event 3" in story
    assert first_fault() == ""


def test_the_other_keeps_the_values_and_it_may_be_asked_anew(app: object, person: Person) -> None:
    del app
    first, second = two_administrators()
    propose(person, first)
    sign_in_as(person, second).visit("/audit-trail/redactions/1/decline").send({"reason": ""}, status=422)
    assert "Say why the values stay" in person.words
    person.send({"reason": "The name belongs here"})
    assert person.heading == "Event 3"
    assert "commissioner-1@whp.example" in person.words
    assert "kept the values of event 3" in person.visit("/audit-trail/").words
    assert "proposes to redact" not in person.words
    person.visit("/audit-trail/redactions/1/confirm").send(button="Redact for good", status=422)
    assert "This redaction was declined already." in person.words
    propose(person, first)
    sign_in_as(person, second).visit("/audit-trail/redactions/1/confirm").send(button="Redact for good")
    assert "Values redacted" in person.words
    assert first_fault() == ""
