"""Open queries by age, with who waits for whom; filtered, and as files."""

from collections.abc import Sequence

from flask import Response, abort, request, url_for
from wtforms import SelectField

from commissioning.activity.presented.open_queries import AGES, age_figures, age_of, queries_table
from commissioning.activity.queries import open_queries as queries
from commissioning.activity.queries.expectations import list_expectations
from commissioning.activity.queries.open_queries import OpenQuery
from commissioning.activity.views.blueprint import sees_figures, views
from core import clock
from core.forms import Filter, options
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.web import current_actor, page, requires

_WAITS = (("provider", "The provider, for an answer"), ("commissioner", "The commissioner, to accept or ask on"))


class QueryFilter(Filter):
    """What the list of open queries is searched for."""

    provider = SelectField("Provider", validate_choice=False)
    waits = SelectField("Who has to do something", validate_choice=False)
    age = SelectField("Age", validate_choice=False)

    def __init__(self, rows: Sequence[OpenQuery]) -> None:
        super().__init__()
        providers = {row.expectation.provider.code: row.expectation.provider.name for row in rows}
        self.provider.choices = options([("", "All providers"), *sorted(providers.items(), key=lambda each: each[1])])
        self.waits.choices = options([("", "Anybody"), *_WAITS])
        self.age.choices = options([("", "Any age"), *((name, label) for name, label, _, _ in AGES)])


@views.get("/queries")
@requires(Permission.SEE_ACTIVITY)
def list_open_queries() -> tuple[str, int]:
    """List the queries nobody has settled, the oldest first, and whose turn it is."""
    every = _every()
    rows = [row for row in every if _fits(row)]
    count = len(rows)
    return page(
        "commissioning/activity/list_open_queries.html",
        queries=queries_table(
            rows,
            caption=f"{count:,} open {'query' if count == 1 else 'queries'}",
            sees_words=_sees_words,
            address_of=_address_of,
        ),
        figures=age_figures(every, lambda age: url_for("activity.list_open_queries", age=age)),
        filter=QueryFilter(every),
        is_any=bool(every),
        is_filtered=any(request.args.get(name) for name in ("provider", "waits", "age")),
        files=_files(),
    )


@views.get("/queries/<string:kind>")
@requires(Permission.SEE_ACTIVITY)
def download_open_queries(kind: str) -> Response:
    """Give the open queries as CSV or XLSX, filtered and in order as they are shown."""
    if kind not in ("csv", "xlsx"):
        abort(404)
    shown = queries_table([row for row in _every() if _fits(row)], caption="", sees_words=_sees_words)
    content = table_as_csv(shown) if kind == "csv" else tables_as_xlsx([shown])
    return send(content, kind, current_actor().organisation_name, "open-queries")


def _every() -> list[OpenQuery]:
    """The open queries that concern the reader."""
    actor = current_actor()
    if actor.may(Permission.SUBMIT_ACTIVITY):
        expectations = list_expectations(provider_id=actor.organisation_id)
    else:
        expectations = [e for trust in sorted(actor.commissioner_ids) for e in list_expectations(commissioner_id=trust)]
    return queries.list_open_queries(expectations, on=clock.today())


def _fits(row: OpenQuery) -> bool:
    given = request.args
    waits = "provider" if row.waits_for_provider else "commissioner"
    return (
        given.get("provider", "") in ("", row.expectation.provider.code)
        and given.get("waits", "") in ("", waits)
        and given.get("age", "") in ("", age_of(row))
    )


def _files() -> dict[str, str]:
    """The filter, for the links to the files."""
    return {name: request.args[name] for name in ("provider", "waits", "age") if request.args.get(name)}


def _sees_words(row: OpenQuery) -> bool:
    return sees_figures(row.expectation)


def _address_of(row: OpenQuery) -> str:
    actor = current_actor()
    if actor.may(Permission.ACCEPT_ACTIVITY) and actor.organisation_id == row.expectation.commissioner_id:
        return url_for("activity.ask_on", query_id=row.query.id)
    return url_for("activity.show_return", expectation_id=row.expectation.id, month=row.query.submission.period)
