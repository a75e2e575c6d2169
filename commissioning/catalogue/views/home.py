"""What the catalogue has to say at home and on the front page of commissioning: services and gaps."""

from collections.abc import Sequence
from datetime import date

from flask import url_for

from commissioning.catalogue.queries import ArrangementTable, table_on
from commissioning.organisations.views.home import front_page_parts
from core.navigation import Figure, ToDo, add_home_part
from core.permissions import Actor, Permission
from core.web import current_actor


def front_page_figures(trust_id: int, on: date) -> Sequence[Figure]:
    """Services, and the gaps among them, for those who may see the catalogue."""
    if not current_actor().may(Permission.SEE_CATALOGUE):
        return []
    return _figures(table_on(trust_id, on))


def _figures(table: ArrangementTable) -> list[Figure]:
    gaps = sum(row.gaps for row in table.rows)
    worst = [f"{place.name} {table.gaps(number)}" for number, place in enumerate(table.localities)]
    return [
        Figure(label="services", value=str(len(table.rows)), href=url_for("catalogue.list_services")),
        Figure(
            label="gaps: nobody provides a service in a locality",
            value=str(gaps),
            href=url_for("catalogue.show_table", only_gaps="y"),
            note=", ".join(worst),
        ),
    ]


def _home_part(by: Actor, on: date) -> list[ToDo | Figure]:
    """For each locality, how many services have no arrangement recorded; and the gaps as a figure."""
    if not by.may(Permission.MAINTAIN_CATALOGUE) or not by.reaches(by.organisation_id):
        return []
    table = table_on(by.organisation_id, on)
    if not table.rows:
        return []
    to_dos: list[ToDo | Figure] = [
        ToDo(
            what=f"{_services(count)} no arrangement in {place.name}",
            href=url_for("catalogue.show_table", only_gaps="y"),
            detail="Record who provides it there, or that nobody does.",
        )
        for number, place in enumerate(table.localities)
        if (count := table.unrecorded(number))
    ]
    return [*to_dos, _figures(table)[1]]


def _services(count: int) -> str:
    return "1 service has" if count == 1 else f"{count} services have"


add_home_part("catalogue", _home_part)
front_page_parts.append(front_page_figures)
