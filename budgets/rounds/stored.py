"""A workbook filled from what is stored: people and services as the pages of commissioning hold them, money as it was.

Groups, practices, membership, populations and services come from organisations and catalogue; ledger lines, map,
activity, weights, fixed shares, adjustments, must-dos, last year's split and each line's method from earlier inputs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from budgets.method.methods import MethodKind, one_way
from budgets.method.workbook import Group, Membership, Population, Service, Workbook
from commissioning.catalogue.queries import services_of
from commissioning.catalogue.rules import ServiceLine
from commissioning.organisations.queries.lines import groups_on, memberships_of, populations_of
from core.problems import Notice

_FIRST_ROW = 2


def workbook_from_stored(commissioner_id: int, earlier: Workbook, on: date) -> tuple[Workbook, list[Notice]]:
    """The workbook as of a day, and a notice for each service that the earlier inputs did not have."""
    populations = _populations(commissioner_id)
    columns = {column: None for population in populations for column in population.weighted}
    known = {service.code: service for service in earlier.services}
    leads = {group.code: group.lead for group in earlier.groups}
    listed = services_of(commissioner_id, on)
    filled = replace(
        earlier,
        groups=tuple(
            Group(code=line.code, name=line.name, locality=line.locality, lead=leads.get(line.code, ""), row=row)
            for row, line in enumerate(groups_on(commissioner_id, on), _FIRST_ROW)
        ),
        practices=tuple(
            Membership(
                practice=line.practice, name=line.name, group=line.group, joined=line.joined, left=line.left, row=row
            )
            for row, line in enumerate(memberships_of(commissioner_id), _FIRST_ROW)
        ),
        population_columns=tuple(columns),
        populations=populations,
        services=_in_order_of(earlier.services, [_service(found, known) for found in listed]),
    )
    return filled, [_told(found) for found in listed if found.code not in known]


def _populations(commissioner_id: int) -> tuple[Population, ...]:
    return tuple(
        Population(
            practice=line.practice,
            on=line.on,
            registered=Fraction(line.registered),
            weighted={name: Fraction(people) for name, people in line.weighted.items()},
            row=row,
        )
        for row, line in enumerate(populations_of(commissioner_id), _FIRST_ROW)
    )


def _service(found: ServiceLine, known: Mapping[str, Service]) -> Service:
    before = known.get(found.code, Service(code=found.code, name=found.name, method=one_way(MethodKind.CAPITATION)))
    return replace(
        before,
        name=found.name,
        category=found.category,
        currencies=found.currencies or before.currencies,
        in_scope=found.in_scope,
        hosted_share=before.hosted_share if found.hosted_share is None else Fraction(found.hosted_share),
    )


def _in_order_of(earlier: Sequence[Service], services: Sequence[Service]) -> tuple[Service, ...]:
    places = {service.code: place for place, service in enumerate(earlier)}
    ordered = sorted(services, key=lambda service: (places.get(service.code, len(places)), service.code))
    return tuple(replace(service, row=row) for row, service in enumerate(ordered, _FIRST_ROW))


def _told(found: ServiceLine) -> Notice:
    return Notice(
        code="new_service",
        message=f"{found.name} ({found.code}) is new: it has no ledger lines yet and is split by capitation "
        "until another method is chosen.",
    )
