"""Making templates: a new one, the next version of one's own; what exists is never changed."""

from typing import Any

import pytest
from flask import Flask

from contracts.specifications.actions.making import make_template
from contracts.specifications.models import OwnTemplate
from contracts.specifications.queries.templates import find_template, list_newest_templates
from contracts.specifications.queries.versions import get_version
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from tests.builders import AT
from tests.builders_specifications import Parties


@pytest.fixture
def parties(database: Flask) -> Parties:
    """Two sides and a service."""
    del database
    return Parties()


def _made(parties: Parties, **changes: Any) -> OwnTemplate:
    values: dict[str, Any] = {
        "commissioner_id": parties.trust.id,
        "from_code": "local-2008",
        "from_number": 1,
        "is_next_version": False,
        "name": "Our form",
        "about": "For small services.",
        "outline": "# Service\nWhat it is.\n# Notice\n(may stay empty)",
        "by": parties.commissioner,
        "at": AT,
    }
    with transaction():
        return make_template(**{**values, **changes})


def test_makes_a_template_and_the_next_version_without_touching_what_is_in_use(parties: Parties) -> None:
    made = _made(parties)
    assert (made.code, made.number, made.made_from) == ("our-form", 1, "Short local form, 2008, version 1")
    assert history_of("specification_template", made.id)[0].did == (
        "made the template Our form, version 1 from Short local form, 2008, version 1"
    )
    version_id = parties.start(template_code="our-form")
    second = _made(parties, from_code="our-form", is_next_version=True, outline="# Service\nWhat it is.\n# Money")
    assert second.number == 2
    assert [each.heading for each in get_version(version_id).sections] == ["Service", "Notice"]
    newest = [each.called for each in list_newest_templates(parties.trust.id)]
    assert newest[-1] == "Our form, version 2"
    kept = find_template(parties.trust.id, "our-form", 1)
    assert kept is not None
    assert kept.sections[0].key == "service"
    assert find_template(parties.neighbour.organisation_id, "our-form", 1) is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"from_code": "other"}, "There is no such template to begin from."),
        (
            {"is_next_version": True},
            "Short local form, 2008 is shipped with the application. Make a new template from it.",
        ),
        (
            {"name": "enhanced service"},
            "There is a template called “enhanced service” already. Call this one something else.",
        ),
    ],
)
def test_refuses_a_template_in_words(parties: Parties, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(Refusal) as refused:
        _made(parties, **changes)
    assert str(refused.value) == told


def test_two_next_versions_of_one_are_not_made(parties: Parties) -> None:
    _made(parties)
    again = {"from_code": "our-form", "is_next_version": True}
    with pytest.raises(Refusal, match=r"^Nothing was changed"):
        _made(parties, **again)
    _made(parties, **again, outline="# Service")
    with pytest.raises(OutOfDate, match=r"^Version 2 of Our form was made meanwhile"):
        _made(parties, **again, outline="# Service\n# Money")


def test_only_the_commissioner_makes_templates(parties: Parties) -> None:
    for other in (parties.provider, parties.finance, parties.lead, parties.auditor, parties.neighbour):
        with pytest.raises(NotAllowed):
            _made(parties, by=other)


def test_a_template_is_frozen(parties: Parties) -> None:
    _made(parties)
    with pytest.raises(Exception, match="frozen"), transaction():
        db.session.execute(db.text("UPDATE specifications_template SET name = 'Another'"))
