"""What is left under each cap of a scheme, on its page, before anybody claims."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from flask import Flask

from les.schemes.queries import claimed
from les.schemes.queries.claimed import before_of
from les.schemes.queries.contents import content_of
from les.schemes.queries.schemes import find_approved_version
from les.schemes.rules.content import text_of
from les.schemes.rules.terms import Before, Quantity
from tests.builders import AT, DAY
from tests.builders_schemes import Schemes
from tests.journeys.signing_in import sign_in_as
from tests.person import Person


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


def _capped(schemes: Schemes) -> int:
    scheme_id = schemes.add()
    written: dict[str, Any] = {"written": "Joint injection; injection; 40", "scheme_counts": "Joint injection; 400"}
    version_id = schemes.write(scheme_id, practice_cap=100000, scheme_cap=5000000, **written)
    schemes.price(scheme_id)
    schemes.submit(version_id)
    schemes.approve(version_id)
    return scheme_id


def _told(scheme_id: int, practice_id: int | None, year: str) -> Before:
    assert (scheme_id, year) == (1, "2008/09")
    all_of_them: dict[str, Any] = {"scheme_done": {"joint-injection": 100}, "scheme_paid": {"joint-injection": 420000}}
    if practice_id is None:
        return Before(**all_of_them)
    done = Quantity(element="joint-injection", starts_on=DAY, count=10)
    return Before(done=(done,), paid={"joint-injection": 42000}, **all_of_them)


def test_what_is_left_is_shown_before_anybody_claims(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claimed, "claimed_before", [])
    schemes = Schemes()
    address = f"/les/schemes/{_capped(schemes)}"
    practice = sign_in_as(Person(app.test_client()), schemes.manager)
    trust = sign_in_as(Person(app.test_client()), schemes.commissioner)
    assert practice.visit(address).table("Left under each cap")[1:] == [
        ["Joint injection", "each practice", "40", "40 nothing claimed yet"],
        ["Joint injection", "all practices together", "400", "400 nothing claimed yet"],
        ["Everything", "each practice", "£1,000.00", "£1,000.00 nothing claimed yet"],
        ["Everything", "all practices together", "£50,000.00", "£50,000.00 nothing claimed yet"],
    ]
    assert [row[3] for row in trust.visit(address).table("Left under each cap")[1:]][::2] == ["by practice"] * 2
    version = find_approved_version(1)
    assert version is not None
    assert "Cap: 400 of Joint injection a year for all practices of the scheme" in text_of(content_of(version))
    monkeypatch.setattr(claimed, "claimed_before", [_told])
    assert [row[3] for row in practice.visit(address).table("Left under each cap")[1:]] == [
        "30",
        "300",
        "£580.00",
        "£45,800.00",
    ]
    monkeypatch.setattr(claimed, "claimed_before", [_told, _told])
    both = before_of(1, None, "2008/09")
    assert both is not None
    assert (both.scheme_done, both.scheme_paid) == ({"joint-injection": 200}, {"joint-injection": 840000})
