"""A scheme is offered, accepted, and its next version accepted anew; a practice stays out and another covers it."""

import io
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from flask import Flask

from core.permissions import Actor
from les.sign_up.queries.offers import list_offered_to
from tests.builders import AT
from tests.builders_attachments import a_pdf
from tests.builders_commissioning import a_line, some_populations
from tests.builders_sign_up import SigningUp
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ROOT = "/les/sign-up"


@pytest.fixture
def moment() -> Iterator[time_machine.Traveller]:
    """The clock, at the first of April."""
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def signing(app: Flask, moment: time_machine.Traveller) -> SigningUp:
    """A trust with schemes, populations and the managers of two practices."""
    del app, moment
    found = SigningUp()
    some_populations(found.trust, a_line(), a_line("X82002", registered="3000"))
    return found


def _as(app: Flask, actor: Actor) -> Person:
    return sign_in_as(Person(app.test_client()), actor)


def _days(**days: tuple[int, int]) -> dict[str, str]:
    told: dict[str, str] = {}
    for name, (day, month) in days.items():
        told |= {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": "2008"}
    return told


def _offer(person: Person, scheme_id: int, who: str, days: dict[str, str]) -> Person:
    person.visit(f"{ROOT}/schemes/{scheme_id}/offer").send({**days, "notice_days": "90", "words": "We hope you join."})
    assert "Choose the practices to which it goes." in person.words
    return person.follow("Choose practices").send({"who": who})


def test_offer_accept_next_version_and_a_practice_that_stays_out(
    signing: SigningUp, app: Flask, moment: time_machine.Traveller
) -> None:
    scheme_id = signing.schemes.approved()
    person = _as(app, signing.commissioner)
    _offer(person, scheme_id, "all", _days(starts_on=(1, 7), answer_by=(30, 5)))
    person.follow("Add a document that binds").send(
        {
            "kind": "governance",
            "edition": "1.2",
            "title": "Governance framework",
            "file": (io.BytesIO(a_pdf("Framework")), "framework.pdf"),
        }
    )
    person.send(button="Send it to the practices")
    assert "It is frozen: practices answer what they were shown." in person.words
    manager = _as(app, signing.manager).visit("/")
    assert "Accept or decline LES-001 Minor surgery, version 1" in manager.words
    manager.follow("Accept or decline LES-001 Minor surgery, version 1").follow("Accept or decline")
    assert "Governance framework" in manager.words
    manager.send({"outcome": "accepted"})
    assert manager.heading.endswith("Agreement LES-001/X82001/1")
    assert manager.client.get(f"{manager.path}/agreement.pdf").data.startswith(b"%PDF")
    assert "Begins later" in manager.words
    other = _as(app, signing.other).visit(f"{ROOT}/mine").follow("Answer your offers on one page")
    offered = list_offered_to(signing.second)[0]
    other.send({f"answer-{offered.id}": "declined"})
    assert "Declined, and still open" in other.words
    answers = person.visit(f"{ROOT}/offers/1").table("2 practices")[1:]
    assert [row[3].split()[0] for row in answers] == ["Accepted", "Declined"]
    moment.move_to(datetime(2008, 7, 2, 9, tzinfo=AT.tzinfo))
    person = _as(app, signing.commissioner).visit("/")
    assert "3,000 registered patients are uncovered by LES-001 Minor surgery" in person.words
    person.follow("3,000 registered patients are uncovered by LES-001 Minor surgery")
    assert "Minor surgery leaves 3,000 patients of 1 practice uncovered" in person.words
    person.follow("Uncovered Practice 2, Minor surgery").follow("Record who covers it")
    person.send(
        {"coverer": str(signing.first), "agreed": "Partner of Practice 1, 1 July 2008", **_days(starts_on=(1, 7))}
    )
    assert "by Practice 1" in person.words
    assert "Every practice’s patients are covered under every scheme" in person.visit(f"{ROOT}/cover").words
    signing.next_version(scheme_id, text="Wider aims.")
    _offer(person, scheme_id, "signed", _days(starts_on=(1, 10), answer_by=(30, 9), old_ends_on=(1, 11)))
    assert "Answers anew" in person.words
    assert "Changed section: 1 Aims" in person.words
    person.send(button="Send it to the practices")
    manager = _as(app, signing.manager).visit(f"{ROOT}/agreements/1")
    assert "31 October 2008" in manager.words
    manager.visit(f"{ROOT}/mine").follow("LES-001 Minor surgery, version 2").follow("Accept or decline")
    manager.send({"outcome": "accepted"})
    assert manager.heading.endswith("Agreement LES-001/X82001/2")
    assert "30 September 2008" in manager.visit(f"{ROOT}/agreements/1").words


def test_pages_for_each_and_nobody_elses(signing: SigningUp, app: Flask) -> None:
    scheme_id = signing.schemes.approved()
    offer_id = signing.draft(scheme_id)
    attachment_id = signing.document(offer_id)
    signing.document(offer_id, text="Plan", group_id=signing.trust.ids["HER"], title="Plan of Hertsmere")
    offered, _ = signing.send(offer_id)
    agreement_id = signing.answer(offered)
    pages = {
        f"{ROOT}": (200, 200, 200, 200, 200, 403, 403),
        f"{ROOT}/offers": (200, 200, 200, 404, 404, 403, 403),
        f"{ROOT}/offers/{offer_id}": (200, 200, 200, 404, 404, 403, 403),
        f"{ROOT}/offers/{offer_id}/answers.csv": (200, 200, 200, 404, 404, 403, 403),
        f"{ROOT}/offered/{offered.id}": (200, 200, 200, 200, 404, 403, 403),
        f"{ROOT}/offered/{offered.id}/answer": (403, 403, 403, 200, 404, 403, 403),
        f"{ROOT}/offered/{offered.id}/documents/{attachment_id}": (200, 200, 200, 200, 404, 403, 403),
        f"{ROOT}/offered/{offered.id}/documents/{attachment_id + 1}": (404, 404, 404, 404, 404, 403, 403),
        f"{ROOT}/agreements/{agreement_id}": (200, 200, 200, 200, 404, 403, 403),
        f"{ROOT}/agreements/{agreement_id}/agreement.pdf": (200, 200, 200, 200, 404, 403, 403),
        f"{ROOT}/agreements/{agreement_id}/leave": (403, 403, 403, 200, 404, 403, 403),
        f"{ROOT}/agreements/{agreement_id}/end": (200, 403, 403, 403, 403, 403, 403),
        f"{ROOT}/cover": (200, 200, 200, 200, 200, 403, 403),
        f"{ROOT}/cover.svg": (200, 200, 200, 200, 200, 403, 403),
        f"{ROOT}/cover/{scheme_id}/{signing.second}": (200, 200, 200, 404, 404, 403, 403),
        f"{ROOT}/accreditation": (200, 200, 200, 200, 200, 403, 403),
        f"{ROOT}/schemes/{scheme_id}/requirements": (200, 200, 200, 200, 200, 403, 403),
        f"{ROOT}/mine": (403, 403, 403, 200, 200, 403, 403),
    }
    schemes = signing.schemes
    actors = (
        signing.commissioner,
        signing.finance,
        schemes.auditor,
        signing.manager,
        signing.other,
        schemes.lead,
        schemes.provider,
    )
    people = [_as(app, actor) for actor in actors]
    for path, expected in pages.items():
        assert tuple(person.client.get(path).status_code for person in people) == expected, path
    neighbour = _as(app, schemes.neighbour)
    for path in (f"offers/{offer_id}", f"offered/{offered.id}", f"agreements/{agreement_id}", f"cover/{scheme_id}/1"):
        assert neighbour.client.get(f"{ROOT}/{path}").status_code == 404, path
    own, others = people[3].visit(f"{ROOT}/cover").words, people[4].visit(ROOT).words
    assert ("Practice 1" in own, "Practice 2" in own, "Nobody is signed up yet" in others) == (True, False, True)
    assert "1 of 2 practices are signed up" not in people[5].visit(f"/les/schemes/{scheme_id}").words
    assert "0 of 2 practices are signed up." in people[5].words
    book = people[0].client.get(f"{ROOT}/cover.xlsx")
    lines = people[0].client.get(f"{ROOT}/cover.csv?how=uncovered").text.splitlines()
    assert (book.status_code, len(lines)) == (200, 4)
    assert "LES-001/X82001/1" in people[0].client.get(f"{ROOT}/agreements.csv?group=DacCom").text


def test_accreditation_from_requirement_to_claim(signing: SigningUp, app: Flask) -> None:
    scheme_id = signing.schemes.approved()
    signing.answer(signing.sent(scheme_id, starts_on=AT.date(), reason="Work began")[0])
    person = _as(app, signing.commissioner)
    person.visit(f"{ROOT}/schemes/{scheme_id}/requirements/add").send(
        {"name": "Training", "for_whom": "Each doctor", "renewed_months": "12", **_days(applies_from=(1, 4))}
    )
    manager = _as(app, signing.manager).visit("/")
    assert "Evidence for “Training” is missing" in manager.words
    sent = {"holder": "Doctor A", "title": "Certificate", **_days(valid_from=(1, 3), expires_on=(1, 5))}
    manager.visit(f"{ROOT}/accreditation").follow("Give evidence: Training").send(
        {**sent, "file": (io.BytesIO(a_pdf("Certificate")), "certificate.pdf")}
    )
    assert "Waits for the commissioner" in manager.words
    assert _as(app, signing.other).client.get(f"{ROOT}/evidence/1").status_code == 404
    person.visit("/").follow("Look at evidence of Practice 1 for “Training”").follow("Accept or return it")
    person.send({"found": "accepted"})
    assert "Accepted" in person.words
    assert "Evidence of Practice 1 for “Training” expires" in person.visit("/").words
    assert "Expires soon" in manager.visit(f"{ROOT}/accreditation").words
