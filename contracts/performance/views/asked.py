"""What the reader asks of the dashboard, and the KPIs that answer it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import request

from commissioning.activity.rules.months import Period, month_after, month_of
from commissioning.activity.views.seeing.reading import small_up_to
from contracts.performance.models.kpis import Kpi
from contracts.performance.presented.dashboard import sort_lines
from contracts.performance.queries.board import Line, as_seen, lines_of
from contracts.performance.queries.kpis import Chosen, list_in_use
from contracts.performance.queries.moved import moved_since
from contracts.performance.rules.kinds import STATUS_NAMES, Status
from core.identifiers import masked
from core.web import asked_number, current_actor

USUAL_MONTHS = 6
_MONTHS = ("12", "24", "36")
_LOOKED_BACK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which KPIs, in which colour, over how many months, in which order."""

    chosen: Chosen
    status: str
    months: int
    sort: str

    @property
    def is_filtered(self) -> bool:
        """Whether any KPI may be left out."""
        return self.chosen != Chosen() or bool(self.status)


def asked_of_request() -> Asked:
    """What the address asks for."""
    given = request.args
    known = {"off", *(status.value for status in Status)}
    months = given.get("months", "")
    return Asked(
        chosen=Chosen(
            provider_id=_id("provider"),
            contract_id=_id("contract"),
            service_id=_id("service"),
            text=given.get("text", ""),
        ),
        status=given.get("status", "") if given.get("status") in known else "",
        months=int(months) if months in _MONTHS else USUAL_MONTHS,
        sort=given.get("sort", "status"),
    )


def _id(name: str) -> int:
    return asked_number(name, 0)


def last_month(on: date) -> str:
    """The last month that is over."""
    return month_after(month_of(on), -1)


def lines_asked(asked: Asked, *, on: date) -> tuple[list[Line], list[Line]]:
    """All KPIs of the choice, and those of them in the colour asked for, in order."""
    last = last_month(on)
    first = month_after(last, 1 - max(asked.months, _LOOKED_BACK))
    lines = lines_seen(list_in_use(current_actor(), asked.chosen), first, last)
    lines = [line for line in lines if line.assessed or not line.kpi.retired_month]
    shown = [line for line in lines if _fits(line, asked.status)]
    return lines, sort_lines(shown, asked.sort)


def lines_seen(kpis: Sequence[Kpi], first_month: str, last_month: str) -> list[Line]:
    """These KPIs over these months, as the reader may see them."""
    lines = lines_of(kpis, first_month=first_month, last_month=last_month)
    return as_seen(lines, current_actor(), small_up_to=small_up_to())


def moved_as_all_know(asked: Sequence[tuple[int, date]], on: date) -> list[str]:
    """Whether KPIs moved since a day each, as everybody may know it: for logs and packs that all sides read."""
    return moved_since(asked, on, small_up_to=small_up_to())


def _fits(line: Line, status: str) -> bool:
    if not status:
        return True
    return line.is_off_track if status == "off" else line.status.value == status


def filter_choices(kpis: Sequence[Kpi]) -> dict[str, list[tuple[object, str]]]:
    """The providers, contracts and services of KPIs, by name."""
    providers = {kpi.provider_id: kpi.provider.name for kpi in kpis}
    contracts = {kpi.contract_id: kpi.contract.reference for kpi in kpis if kpi.contract}
    services = {kpi.service_id: kpi.service.name for kpi in kpis if kpi.service}
    return {
        "providers": _sorted(providers),
        "contracts": _sorted(contracts),
        "services": _sorted(services),
    }


def asked_words(asked: Asked, kpis: Sequence[Kpi], last: str) -> str:
    """What the reader asked for, in words: `Off track (red or amber); Provider services; to February 2008`."""
    chosen, said = asked.chosen, []
    if asked.status:
        said.append("Off track (red or amber)" if asked.status == "off" else STATUS_NAMES[Status(asked.status)])
    choices = filter_choices(kpis)
    for kind, wanted in (
        ("providers", chosen.provider_id),
        ("contracts", chosen.contract_id),
        ("services", chosen.service_id),
    ):
        said += [name for key, name in choices[kind] if wanted and key == wanted]
    if chosen.text.strip():
        said.append(f"with “{masked(chosen.text.strip()[:60])}” in ID or name")
    return "; ".join([*(said or ["All KPIs"]), f"to {Period(last)}"])


def _sorted(names: dict[int, str] | dict[int | None, str]) -> list[tuple[object, str]]:
    return sorted(((key, name) for key, name in names.items()), key=lambda pair: pair[1])
