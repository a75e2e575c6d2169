"""A specification on its way: drafted by the provider, commented on, changed, accepted by both, taken further."""

import io
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from contracts.specifications.queries.versions import get_version
from core.db import db
from tests.builders import AT
from tests.builders_specifications import Parties
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ROOT = "/contracts/specifications"


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


@pytest.fixture
def parties(app: Flask) -> Parties:
    """Two sides and a service."""
    del app
    return Parties()


def _sections(version_id: int) -> dict[str, int]:
    """The sections of a version by key, with what the pages did meanwhile."""
    db.session.rollback()
    return {each.key: each.id for each in get_version(version_id).sections}


def _day(name: str, day: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


def _header(parties: Parties) -> dict[str, object]:
    return {
        "commissioner_lead": "Head of community commissioning",
        "provider_lead": "Head of adult services",
        "localities": [str(each) for each in parties.localities],
        **_day("starts_on", 1, 4, 2008),
        **_day("ends_on", 31, 3, 2009),
        **_day("review_on", 31, 12, 2008),
        **_day("expires_on", 1, 7, 2009),
    }


def test_from_a_providers_draft_to_the_next_version(parties: Parties, app: Flask) -> None:
    provider = sign_in_as(Person(app.test_client()), parties.provider).visit("/")
    provider.follow("Contracts").follow("Specifications")
    assert "There is no specification yet that concerns you." in provider.words
    provider.follow("Start a specification").send({"title": "Community nursing"}, status=422)
    assert "Choose the template to begin from" in provider.words
    provider.send({"service": str(parties.services["NURS"]), "template": "local-2008/1"})
    assert provider.heading == "SPEC-001, version 1Community nursing"
    assert "15 things are missing before both sides can agree" in provider.words
    provider.follow("Fill in the header").send(_header(parties))
    assert "Dacorum and Hertsmere" in provider.words
    draft = provider.path
    sections = _sections(1)
    for key, section_id in sections.items():
        provider.visit(f"{draft}/sections/{section_id}/write").send({"text": f"{key}: at home."})
    provider.send(button="Put it into review")
    assert "It is in review." in provider.words

    boss = sign_in_as(Person(app.test_client()), parties.commissioner).visit("/")
    boss.follow("Review and accept SPEC-001 Community nursing, version 1")
    boss.follow("Comment on 2 Purpose").send({"words": "For whom at weekends?"})
    assert "For whom at weekends?" in boss.words
    provider.visit(draft).follow("1 comment on 2 Purpose")
    assert "For whom at weekends?" in provider.words
    provider.visit(f"{draft}/sections/{sections['purpose']}/write").send(
        {"text": "Purpose: at home, seven days a week."}
    )
    provider.visit(f"{draft}/sections/{sections['purpose']}/comments").send(button="Resolve the comments")
    assert "The comments are resolved." in provider.words

    provider.visit(draft).follow("Accept this text").send(button="Accept this text")
    assert "West Hertfordshire PCT has not accepted this text yet." in provider.words
    boss.visit(draft).follow("Accept this text").send(button="Accept this text")
    assert "Both sides accepted this text: it is agreed." in boss.words
    accepted = boss.table("Who accepted this text")[1:]
    assert [row[1] for row in accepted] == ["Provider services", "West Hertfordshire PCT"]


def test_the_next_version_is_compared_with_the_agreed_one(parties: Parties, app: Flask) -> None:
    draft = f"{ROOT}/versions/{parties.agreed()}"
    boss = sign_in_as(Person(app.test_client()), parties.commissioner).visit(draft)
    boss.send(button="Begin the next version")
    assert "Version 2 is begun, with the text of version 1." in boss.words
    second = boss.path
    boss.visit(f"{second}/sections/{_sections(2)['purpose']}/write").send({"text": "What purpose is."})
    boss.visit(second).follow("Compare versions")
    assert "1 paragraph changed." in boss.words
    changed = next(row for row in boss.table("Both versions side by side") if row[0].endswith("changed"))
    assert "[deleted: means]" in changed[1]
    assert "[inserted: is]" in changed[2]
    boss.visit(f"{ROOT}/1/compared.pdf?before=1&after=2")
    boss.visit(f"{ROOT}/1/compare?before=1&after=9", 404)

    boss.visit(second).follow("Withdraw").send({"reason": "Begun too soon."})
    assert "Begun too soon." in boss.words
    boss.visit(draft)
    assert "Agreed" in boss.words


def test_a_copy_edited_in_word_is_attached_and_never_merged(parties: Parties, app: Flask) -> None:
    version_id = parties.in_review()
    address = f"{ROOT}/versions/{version_id}"
    boss = sign_in_as(Person(app.test_client()), parties.commissioner).visit(address)
    word = boss.client.get(f"{address}/specification.docx").data
    boss.follow("Attach a document")
    boss.send({"title": "Our redlines", "file": (io.BytesIO(word), "redlines.docx")})
    assert "“Our redlines” is attached." in boss.words
    provider = sign_in_as(Person(app.test_client()), parties.provider).visit(address)
    provider.follow("Our redlines")
    rival = sign_in_as(Person(app.test_client()), parties.rival)
    rival.visit(f"{ROOT}/1/documents/1", 404)
    provider.visit(f"{ROOT}/1/documents/1/withdraw", 404)
    boss.visit(address).follow("Withdraw Our redlines").send({"reason": "The wrong file."})
    assert "The wrong file." in boss.words


def test_a_commissioner_makes_a_template_and_starts_from_it(parties: Parties, app: Flask) -> None:
    boss = sign_in_as(Person(app.test_client()), parties.commissioner).visit(f"{ROOT}/templates")
    boss.follow("Short local form, 2008").follow("Make a new template from this one")
    boss.send({"name": "Our form", "outline": "no heading"}, status=422)
    assert "A heading has no words." in boss.words
    boss.send({"name": "Our form", "outline": "# Service\nWhat it is.\n## Weekends\n# Money"})
    assert [row[0] for row in boss.table("Sections")[1:]] == ["1 Service", "1.1 Weekends", "2 Money"]
    boss.follow("Make the next version").send({"outline": "# Service\nWhat it is, in brief."})
    assert boss.heading == "Template, version 2Our form"
    boss.visit(f"{ROOT}/start").send(
        {
            "service": str(parties.services["PHYS"]),
            "provider": str(parties.provider_id),
            "template": "our-form/2",
        }
    )
    assert "1 Service" in boss.words
    provider = sign_in_as(Person(app.test_client()), parties.provider).visit(f"{ROOT}/templates/our-form/1")
    assert "Make the next version" not in provider.words
    provider.visit(f"{ROOT}/templates/our-form/1/make", 403)
