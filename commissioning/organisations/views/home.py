"""The front page of commissioning, and what commissioning has to say at home."""

from collections.abc import Callable, Sequence
from datetime import date

from flask import url_for

from commissioning.organisations.queries.localities import list_groups, list_localities
from commissioning.organisations.queries.populations import list_days
from commissioning.organisations.queries.practices import count_practices_without_group, list_practices
from commissioning.organisations.queries.providers import list_providers
from commissioning.organisations.views.blueprint import commissioner_in_view, reached_commissioners, views
from core import clock
from core.navigation import Figure, ToDo, add_home_part
from core.permissions import Actor, Permission
from core.web import current_actor, page, requires

front_page_parts: list[Callable[[int, date], Sequence[Figure]]] = []
"""Higher rooms append a function here: (trust, day) → figures for the front page."""


@views.get("/")
@requires(Permission.SEE_ORGANISATIONS)
def show_home() -> tuple[str, int]:
    """Show what a trust commissions with, in figures that open."""
    trust, on = commissioner_in_view(), clock.today()
    figures = [
        *_figures(trust.id, on),
        *(figure for part in front_page_parts for figure in part(trust.id, on)),
    ]
    return page(
        "commissioning/organisations/show_home.html", trust=trust, trusts=reached_commissioners(), figures=figures
    )


def _figures(trust_id: int, on: date) -> list[Figure]:
    days = list_days(trust_id)
    without = count_practices_without_group(trust_id, on=on)
    return [
        _figure("locality", "localities", len(list_localities(trust_id, on=on)), "organisations.list_localities"),
        _figure("PbC group", "PbC groups", len(list_groups(trust_id, on=on)), "organisations.list_groups"),
        Figure(
            label="practices",
            value=str(len(list_practices(trust_id, on=on))),
            href=url_for("organisations.list_practices"),
            note=f"{without} in no group" if without else "each in a group",
        ),
        _figure("provider", "providers", len(list_providers(trust_id, on=on)), "organisations.list_providers"),
        Figure(
            label="day with recorded populations" if len(days) == 1 else "days with recorded populations",
            value=str(len(days)),
            href=url_for("organisations.list_populations"),
            note=f"the latest is {days[0][0].day} {days[0][0]:%B %Y}" if days else "",
        ),
    ]


def _figure(one: str, many: str, count: int, endpoint: str) -> Figure:
    return Figure(label=one if count == 1 else many, value=str(count), href=url_for(endpoint))


def _home_part(by: Actor, on: date) -> list[ToDo | Figure]:
    """Practices in no group need whoever maintains organisations."""
    if not by.may(Permission.MAINTAIN_ORGANISATIONS) or not by.reaches(by.organisation_id):
        return []
    without = count_practices_without_group(by.organisation_id, on=on)
    if not without:
        return []
    what = "1 practice belongs to no PbC group" if without == 1 else f"{without} practices belong to no PbC group"
    return [
        ToDo(
            what=what,
            href=url_for("organisations.list_practices", group="none"),
            detail="Their patients count in no group's budget.",
        )
    ]


add_home_part("organisations", _home_part)


def may_maintain() -> bool:
    """Whether the reader may change the organisations in view."""
    return current_actor().may(Permission.MAINTAIN_ORGANISATIONS)
