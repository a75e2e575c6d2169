"""Recording whole sheets of groups, practices with their memberships, and providers: all of it in one act, or nothing.

Nothing recorded is taken away: a row of a practice, group and first day already recorded may change the day it left,
any other row is a new membership.
"""

from collections.abc import Sequence
from datetime import date

from commissioning.organisations.actions.groups import place_new_group
from commissioning.organisations.actions.localities import place_locality
from commissioning.organisations.actions.providers import place_provider
from commissioning.organisations.models import GroupPlace, PracticeMembership, ProviderDetail
from commissioning.organisations.queries.lines import codes_elsewhere, days_by_code, parties_by_code, stays_of
from commissioning.organisations.queries.localities import list_groups, list_localities
from commissioning.organisations.queries.practices import list_memberships_of_trust, lock_party
from commissioning.organisations.queries.providers import list_providers
from commissioning.organisations.rules.sheets import (
    problems_in_groups,
    problems_in_memberships,
    problems_in_providers,
)
from commissioning.organisations.rules.values import Days, GroupLine, HasProblems, MembershipLine, ProviderLine
from core import audit
from core.db import db
from core.errors import Refusal
from core.parties import actions as parties
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may


def record_organisations(
    *,
    commissioner_id: int,
    by: Actor,
    on: date,
    localities: Sequence[str] = (),
    groups: Sequence[GroupLine] = (),
    practices: Sequence[MembershipLine] = (),
    providers: Sequence[ProviderLine] = (),
) -> int:
    """Record localities, groups, practices with memberships and providers; those recorded already stay.

    `on`: the day on which new organisations open, or the first day of a membership if that is earlier. The number of
    records added or changed; refused where that is none.
    """
    check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=commissioner_id)
    lock_party(commissioner_id, PartyKind.PCT)
    _check_sheets(commissioner_id, localities=localities, groups=groups, practices=practices, providers=providers)
    counts = {
        "localities": _add_localities(commissioner_id, localities, by=by),
        "groups": _add_groups(commissioner_id, groups, practices, by=by, on=on),
        "providers": _add_providers(commissioner_id, providers, by=by, on=on),
        "practices": _add_practices(commissioner_id, practices, by=by, on=on),
        "memberships": _keep_memberships(commissioner_id, practices),
    }
    if not any(counts.values()):
        raise Refusal("Everything in the file is recorded just so already.")
    audit.record(
        db.session(),
        by=by,
        act="organisations.record_organisations",
        subject="party",
        subject_id=commissioner_id,
        new=counts,
        commissioner_id=commissioner_id,
    )
    return sum(counts.values())


def _check_sheets(
    commissioner_id: int,
    *,
    localities: Sequence[str],
    groups: Sequence[GroupLine],
    practices: Sequence[MembershipLine],
    providers: Sequence[ProviderLine],
) -> None:
    known = {party.name for party in list_localities(commissioner_id)} | {name.strip() for name in localities}
    places = {group.code: place.name for group, place in list_groups(commissioner_id) if place is not None}
    of_groups = {line.code: Days(name=line.name) for line in groups}
    of_groups |= days_by_code(commissioner_id, PartyKind.PBC_GROUP)
    problems = [
        *problems_in_groups(
            groups, localities=known, recorded=days_by_code(commissioner_id, PartyKind.PBC_GROUP), places=places
        ),
        *problems_in_memberships(
            practices,
            practices=days_by_code(commissioner_id, PartyKind.PRACTICE),
            groups=of_groups,
            elsewhere=codes_elsewhere(commissioner_id, PartyKind.PRACTICE),
            stays=stays_of(commissioner_id),
        ),
        *problems_in_providers(providers, recorded=days_by_code(commissioner_id, PartyKind.PROVIDER)),
    ]
    if problems:
        raise HasProblems(problems)


def _add_localities(commissioner_id: int, names: Sequence[str], *, by: Actor) -> int:
    known = {locality.name for locality in list_localities(commissioner_id)}
    new = [name.strip() for name in dict.fromkeys(names) if name.strip() not in known]
    for name in new:
        place_locality(commissioner_id=commissioner_id, name=name, by=by)
    return len(new)


def _add_groups(
    commissioner_id: int, lines: Sequence[GroupLine], practices: Sequence[MembershipLine], *, by: Actor, on: date
) -> int:
    known = parties_by_code(commissioner_id, PartyKind.PBC_GROUP)
    localities = {locality.name: locality for locality in list_localities(commissioner_id)}
    placed = {group.code for group, place in list_groups(commissioner_id) if place is not None}
    new = [line for line in lines if line.code not in placed]
    for line in new:
        if line.code in known:
            db.session.add(GroupPlace(group_id=known[line.code].id, locality_id=localities[line.locality].id))
            continue
        place_new_group(
            commissioner_id=commissioner_id,
            code=line.code,
            name=line.name,
            locality=localities[line.locality],
            opened_on=min([on, *(p.joined for p in practices if p.group == line.code and p.joined)]),
            by=by,
        )
    db.session.flush()
    return len(new)


def _add_providers(commissioner_id: int, lines: Sequence[ProviderLine], *, by: Actor, on: date) -> int:
    known = parties_by_code(commissioner_id, PartyKind.PROVIDER)
    sorted_already = {provider.code for provider, detail in list_providers(commissioner_id) if detail is not None}
    new = [line for line in lines if line.code not in sorted_already]
    for line in new:
        if line.code in known:
            db.session.add(ProviderDetail(provider_id=known[line.code].id, sort=line.sort))
            continue
        place_provider(
            commissioner_id=commissioner_id, code=line.code, name=line.name, sort=line.sort, opened_on=on, by=by
        )
    db.session.flush()
    return len(new)


def _add_practices(commissioner_id: int, lines: Sequence[MembershipLine], *, by: Actor, on: date) -> int:
    known = parties_by_code(commissioner_id, PartyKind.PRACTICE)
    new = {line.practice: line.name for line in lines if line.practice not in known}
    for code, name in new.items():
        parties.add_party(
            kind=PartyKind.PRACTICE,
            code=code,
            name=name,
            opened_on=min([on, *(line.joined for line in lines if line.practice == code and line.joined)]),
            by=by,
            commissioner_id=commissioner_id,
        )
    return len(new)


def _keep_memberships(commissioner_id: int, lines: Sequence[MembershipLine]) -> int:
    """Add new memberships and end those whose day of leaving the sheet says: how many were added or changed."""
    practices = parties_by_code(commissioner_id, PartyKind.PRACTICE)
    groups = parties_by_code(commissioner_id, PartyKind.PBC_GROUP)
    kept = {(m.practice.code, m.group.code, m.joined_on): m for m in list_memberships_of_trust(commissioner_id)}
    changed, added = 0, []
    for line in sorted(lines, key=lambda line: line.left is None):
        old = kept.get((line.practice, line.group, line.joined))
        if old is not None and old.left_on != line.left:
            old.left_on = line.left
            db.session.flush()
            changed += 1
        elif old is None and line.group:
            added.append(_membership(practices[line.practice], groups[line.group], line))
    db.session.flush()
    db.session.add_all(added)
    db.session.flush()
    return changed + len(added)


def _membership(practice: Party, group: Party, line: MembershipLine) -> PracticeMembership:
    return PracticeMembership(practice_id=practice.id, group_id=group.id, joined_on=line.joined, left_on=line.left)
