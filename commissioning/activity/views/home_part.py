"""What activity puts on a provider's home page: what is to be sent, certified, answered, sent again."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from commissioning.activity.queries.releases import list_releases_to_confirm
from commissioning.activity.queries.returns import Return, list_returns
from commissioning.activity.queries.waiting import answer_by, list_open_requests, list_queries_of
from commissioning.activity.rules.months import month_after, month_of
from commissioning.activity.rules.states import Standing
from commissioning.activity.views.blueprint import address_of
from core.four_eyes import is_one_with
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission

MONTHS_BACK = 12
_TO_SEND = {Standing.DUE: "", Standing.LATE: "Late", Standing.MISSING: "Missing, past its freeze day"}


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """The part of activity on the home page of one who submits, on a day."""
    if not actor.may(Permission.SUBMIT_ACTIVITY):
        return []
    since = month_after(month_of(on), -MONTHS_BACK)
    returns = list_returns(on=on, provider_id=actor.organisation_id, since=since)
    return [*(to_do for found in returns for to_do in _to_dos(found, actor)), *_releases(actor)]


def _to_dos(found: Return, actor: Actor) -> Iterator[ToDo]:
    name, href = f"{found.expectation.name} for {found.due.period}", address_of(found)
    if found.facts.is_frozen:
        return
    if found.state in _TO_SEND:
        yield ToDo(what=f"Send {name}", href=href, by=found.due.due_on, detail=_TO_SEND[found.state])
    latest = found.latest
    if latest is not None and not latest.is_certified and not is_one_with(actor, latest.prepared_by_id):
        detail = f"Number {latest.number}, prepared by {latest.prepared_by.name}"
        yield ToDo(what=f"Certify {name}", href=href, by=found.due.due_on, detail=detail)
    if found.facts.is_asked_again:
        by = min((each.due_on for each in list_open_requests(found)), default=None)
        yield ToDo(what=f"Send services of {name} again", href=href, by=by)
    if found.facts.open_queries:
        count = found.facts.open_queries
        asked = "1 query" if count == 1 else f"{count:,} queries"
        by = answer_by(list_queries_of(found))
        yield ToDo(what=f"Answer {asked} about {name}", href=f"{href}#queries", by=by)
    if found.facts.owed_rows:
        rows = "1 row" if found.facts.owed_rows == 1 else f"{found.facts.owed_rows:,} rows"
        yield ToDo(what=f"Send the {rows} you owe of {name}", href=href, by=found.due.flex_on)


def _releases(actor: Actor) -> Iterator[ToDo]:
    waiting = [
        each for each in list_releases_to_confirm(actor.organisation_id) if not is_one_with(actor, each.proposed_by_id)
    ]
    if waiting:
        cells = "a cell" if len(waiting) == 1 else f"{len(waiting):,} cells"
        yield ToDo(what=f"Look at {cells} said to hold no patient’s number", href=url_for("activity.list_releases"))
