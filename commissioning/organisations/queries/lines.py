"""Organisations as plain values: what files are written from, what budgets are worked out from."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from commissioning.organisations.queries.localities import list_groups
from commissioning.organisations.queries.populations import list_in_force
from commissioning.organisations.queries.practices import list_memberships_of_trust
from commissioning.organisations.queries.providers import list_providers
from commissioning.organisations.rules.values import (
    Days,
    GroupLine,
    MembershipLine,
    PopulationLine,
    ProviderLine,
    Stay,
)
from core.db import db
from core.parties.models import Party
from core.parties.rules import PartyKind


def groups_on(commissioner_id: int, on: date) -> list[GroupLine]:
    """A trust's groups open on a day, by code."""
    return [
        GroupLine(code=group.code, name=group.name, locality=locality.name if locality else "")
        for group, locality in list_groups(commissioner_id, on=on)
    ]


def memberships_of(commissioner_id: int) -> list[MembershipLine]:
    """Every time a trust's practice spent in a group, by practice code and first day."""
    return [
        MembershipLine(
            practice=stay.practice.code,
            name=stay.practice.name,
            group=stay.group.code,
            joined=stay.joined_on,
            left=stay.left_on,
        )
        for stay in list_memberships_of_trust(commissioner_id)
    ]


def practices_of(commissioner_id: int) -> list[MembershipLine]:
    """`memberships_of`, and a line without a group for each open practice that never belonged to one."""
    lines = memberships_of(commissioner_id)
    placed = {line.practice for line in lines}
    alone = [
        MembershipLine(practice=code, name=days.name)
        for code, days in days_by_code(commissioner_id, PartyKind.PRACTICE).items()
        if code not in placed and days.closed is None
    ]
    return sorted([*lines, *alone], key=lambda line: (line.practice, line.joined or date.min))


def populations_of(commissioner_id: int, on: date | None = None) -> list[PopulationLine]:
    """The populations in force of a trust's practices: of the day counted, or of all days, by day and practice code."""
    lines = [
        PopulationLine(
            practice=population.practice.code,
            on=population.counted_on,
            registered=population.registered,
            weighted={weighting.name: weighting.people for weighting in population.weightings},
        )
        for population in list_in_force(commissioner_id, on=on)
    ]
    return sorted(lines, key=lambda line: (line.on, line.practice))


def providers_of(commissioner_id: int, on: date) -> list[ProviderLine]:
    """A trust's providers open on a day, by name."""
    return [
        ProviderLine(code=provider.code, name=provider.name, sort=detail.sort)
        for provider, detail in list_providers(commissioner_id, on=on)
        if detail is not None
    ]


def days_by_code(commissioner_id: int, kind: PartyKind) -> dict[str, Days]:
    """Names and days of a trust's organisations of one kind, by code, closed ones too."""
    return {party.code: days_of(party) for party in parties_by_code(commissioner_id, kind).values()}


def days_of(party: Party) -> Days:
    """Name and days of one organisation."""
    return Days(name=party.name, opened=party.opened_on, closed=party.closed_on)


def parties_by_code(commissioner_id: int, kind: PartyKind) -> dict[str, Party]:
    """A trust's organisations of one kind by code, closed ones too."""
    rows = select(Party).where(Party.commissioner_id == commissioner_id, Party.kind == kind).order_by(Party.code)
    return {party.code: party for party in db.session.scalars(rows)}


def codes_elsewhere(commissioner_id: int, kind: PartyKind) -> set[str]:
    """The codes that organisations of other trusts have or had."""
    return set(
        db.session.scalars(select(Party.code).where(Party.commissioner_id != commissioner_id, Party.kind == kind))
    )


def stays_of(commissioner_id: int) -> Mapping[str, Mapping[str, list[Stay]]]:
    """What is recorded of each practice's membership: practice code → group code → times."""
    stays: dict[str, dict[str, list[Stay]]] = {}
    for kept in list_memberships_of_trust(commissioner_id):
        stay = Stay(group=kept.group.name, joined=kept.joined_on, left=kept.left_on)
        stays.setdefault(kept.practice.code, {}).setdefault(kept.group.code, []).append(stay)
    return stays
