"""The part of the demo year about enhanced services: eight schemes with illustrative prices and budgets.

The next version of one waits for approval, one is past its review, one has a budget of the next year that waits.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from commissioning.catalogue.actions.services import record_services
from commissioning.catalogue.queries import services_by_code
from commissioning.catalogue.rules import ServiceLine
from commissioning.organisations.queries.lines import parties_by_code
from commissioning.organisations.queries.localities import find_locality
from core.money import pence_from
from core.parties.rules import PartyKind
from core.permissions import Actor
from les.schemes.actions.approving import approve_version, submit_version
from les.schemes.actions.budgets import decide_budget, enter_budget
from les.schemes.actions.making import add_scheme, begin_next_version
from les.schemes.actions.prices import decide_price, propose_price
from les.schemes.actions.writing import change_control, write_section, write_terms
from les.schemes.models.schemes import Scheme
from les.schemes.queries.contents import hash_of_version
from les.schemes.queries.schemes import find_approved_version, find_open_version, find_scheme_named, get_version
from les.schemes.rules.documents import Control
from les.schemes.rules.kinds import SchemeKind, Verdict
from les.schemes.rules.particulars import Particulars
from les.schemes.rules.terms import Form
from les.schemes.rules.writing_terms import terms_written

SERVICE = ServiceLine(
    code="ENH-SERV", name="Enhanced services in general practice", category="Primary care", in_scope=False
)
_OWN = ("training", "data", "finance", "monitoring", "termination")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Who makes schemes and who approves them; `hour(year, month, day, hour)` sets the clock."""

    commissioner: Actor
    finance: Actor
    hour: Callable[[int, int, int, int], datetime]


def seed_demo_schemes(file: Path, sides: Sides) -> None:
    """Make the schemes of the file, one a day in the spring of the demo’s first year."""
    reason = "Agreed with practices, outside the budget round"
    trust = sides.commissioner.organisation_id
    record_services(commissioner_id=trust, lines=[SERVICE], by=sides.commissioner, scope_reason=reason)
    told = _told(file)
    for place, scheme in enumerate(told["schemes"]):
        _make(scheme, told, sides, sides.hour(2007, 3, 12 + place, 10))


def seed_demo_schemes_under_way(file: Path, sides: Sides, at: datetime) -> None:
    """Submit the next versions for approval, and enter the budgets of the next year, which wait as well."""
    told = _told(file)
    for each in told["schemes"]:
        if "next" in each:
            _submit_next(_named(each, sides), each["next"], told["source"], sides.commissioner, at)
        if "next_budget" in each:
            _budget(_named(each, sides), each["next_budget"], told["source"], sides, at)


def _told(file: Path) -> Mapping[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _named(told: Mapping[str, Any], sides: Sides) -> Scheme:
    scheme = find_scheme_named(sides.commissioner.organisation_id, told["name"])
    if scheme is None:
        raise RuntimeError(f"{told['name']} was not made")
    return scheme


def _make(told: Mapping[str, Any], common: Mapping[str, Any], sides: Sides, at: datetime) -> None:
    trust, by = sides.commissioner.organisation_id, sides.commissioner
    place = find_locality(commissioner_id=trust, name=told["locality"]) if "locality" in told else None
    particulars = Particulars(
        name=told["name"],
        kind=SchemeKind(told["kind"]),
        locality_id=place.id if place else None,
        service_id=services_by_code(trust)[told["service"]].id,
        clinical_lead=told["clinical_lead"],
    )
    scheme = add_scheme(commissioner_id=trust, particulars=particulars, by=by, on=at.date(), at=at)
    version_id = _write(scheme, told, common["sections"], by)
    for element, amount, valid_from in told["prices"]:
        _price(scheme, (element, amount, valid_from, None), common["source"], by, at)
    _submit(version_id, by, at)
    seen = hash_of_version(get_version(version_id))
    approve_version(version_id=version_id, seen_hash=seen, by=sides.finance, on=at.date(), at=at)
    _follow(scheme, told, common["source"], sides, at)


def _submit_next(scheme: Scheme, told: Mapping[str, Any], source: str, by: Actor, at: datetime) -> None:
    """A version for the next year with another text and other prices, as the approved one was but for these."""
    approved = find_approved_version(scheme.id)
    if approved is None:
        raise RuntimeError(f"{scheme.called} has no approved version")
    version = begin_next_version(version_id=approved.id, by=by, at=at)
    changed: dict[str, Any] = {name: told[name] for name in ("starts_on", "review_on", "expires_on")}
    control = replace(version.control, ratified_by=approved.ratified_by, **changed)
    change_control(version_id=version.id, control=control, by=by)
    section = next(each for each in version.sections if each.key == "service")
    write_section(version_id=version.id, section_id=section.id, text=told["service_text"], by=by)
    for element, amount, valid_from in told["prices"]:
        _price(scheme, (element, amount, valid_from, None), source, by, at)
    _submit(version.id, by, at)


def _submit(version_id: int, by: Actor, at: datetime) -> None:
    submit_version(version_id=version_id, by=by, on=at.date(), at=at, href=f"/les/schemes/versions/{version_id}")


def _write(scheme: Scheme, told: Mapping[str, Any], shared: Mapping[str, str], by: Actor) -> int:
    version = find_open_version(scheme.id)
    if version is None:
        raise RuntimeError(f"{scheme.called} has no version under way")
    control = Control(
        author="Head of primary care commissioning",
        ratified_by="Professional executive committee",
        outcome=told["outcome"],
        starts_on=min(each[2] for each in told["prices"]),
        review_on=told["review_on"],
        expires_on=date(2009, 4, 1),
    )
    change_control(version_id=version.id, control=control, by=by)
    practice_cap, scheme_cap = (
        pence_from(told[name]) if name in told else None for name in ("practice_cap", "scheme_cap")
    )
    terms = terms_written(
        form=Form(told["form"]),
        written=told["written"],
        list_on=told.get("list_on"),
        practice_cap=practice_cap,
        scheme_cap=scheme_cap,
    )
    write_terms(version_id=version.id, terms=terms, by=by)
    texts = {"aims": told["aims"], "service": told["service_text"], **{key: shared[key] for key in _OWN}}
    for section in version.sections:
        write_section(version_id=version.id, section_id=section.id, text=texts[section.key], by=by)
    return version.id


def _follow(scheme: Scheme, told: Mapping[str, Any], source: str, sides: Sides, at: datetime) -> None:
    """A price of one practice, and the budget of the year."""
    if "own_price" in told:
        element, amount, valid_from, code = told["own_price"]
        practice = parties_by_code(sides.commissioner.organisation_id, PartyKind.PRACTICE)[code]
        price_id = _price(scheme, (element, amount, valid_from, practice.id), source, sides.commissioner, at)
        decide_price(price_id=price_id, verdict=Verdict.APPROVED, reason="", by=sides.finance, at=at)
    if "budget" in told:
        _budget(scheme, told["budget"], source, sides, at)


def _budget(scheme: Scheme, told: Sequence[str], source: str, sides: Sides, at: datetime) -> None:
    year, most, least, state = told
    budget = enter_budget(
        scheme_id=scheme.id,
        locality_id=scheme.locality_id,
        year=year,
        amount=Decimal(most),
        floor=Decimal(least) if least else None,
        source=source,
        by=sides.commissioner,
        at=at,
    )
    if state == "approved":
        decide_budget(budget_id=budget.id, verdict=Verdict.APPROVED, reason="", by=sides.finance, at=at)


def _price(scheme: Scheme, told: tuple[str, str, date, int | None], source: str, by: Actor, at: datetime) -> int:
    element, amount, valid_from, practice_id = told
    return propose_price(
        scheme_id=scheme.id,
        element=element,
        amount=Decimal(amount),
        valid_from=valid_from,
        source=source,
        practice_id=practice_id,
        by=by,
        at=at,
    ).id
