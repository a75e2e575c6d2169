"""What schemes come to against their budgets in a year, as pages, a chart and files.

A practice sees its own alone; people of a group see their locality, all its practices together.
"""

from collections.abc import Callable, Sequence

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from commissioning.organisations.queries.localities import find_place, list_localities
from core import clock
from core.charts.svg import as_svg
from core.money import as_pence
from core.periods import FinancialYear
from core.permissions import Permission, Role
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import address_with, asked_number, current_actor, page, page_of, requires
from core.wording import sterling
from les.claims.models.dues import Due
from les.claims.queries.paying import paid_by_due
from les.payments.charts import NARROW, SPEND_ALT, WIDE, finding_of, spend_figure
from les.payments.forms.payments import SpendFilter
from les.payments.presented.spend import (
    budget_in_words,
    by_practice_table,
    by_quarter_table,
    dues_table,
    forecast_table,
    own_spend_table,
    spend_table,
)
from les.payments.queries.runs import sees_all
from les.payments.queries.spend import SpendAsked, SpendLine, spend_in, years_with_spend
from les.payments.queries.spend_dues import names_of, select_dues
from les.payments.rules.spending import standing_in_words
from les.payments.views.blueprint import views
from les.schemes.models.schemes import Scheme
from les.schemes.rules.kinds import SchemeKind
from les.schemes.views.blueprint import reached_scheme

_OF_A_GROUP = (Role.PBC_LEAD, Role.PBC_MEMBER)


@views.get("/spend")
@requires(Permission.SEE_SPEND)
def list_spend() -> tuple[str, int]:
    """Show what each scheme comes to against its budget; to a practice what it claimed and was paid."""
    asked = _asked()
    lines = spend_in(asked)
    return page(
        "les/payments/list_spend.html",
        asked=_filter(),
        year=asked.year,
        own=asked.practice_id is not None,
        in_one_place=asked.locality_id is not None,
        of_a_group=current_actor().role in _OF_A_GROUP,
        is_filtered=any(request.args.get(each) for each in ("locality", "kind")),
        lines=lines,
        shown=_table(asked, lines, on_page=True),
        finding=finding_of(lines, in_one_place=asked.locality_id is not None) if lines else "",
        alt=SPEND_ALT,
        chart=address_with({}, url_for(".draw_spend")),
        narrow=address_with({"width": "narrow"}, url_for(".draw_spend")),
        on=asked.on,
    )


@views.get("/spend.svg")
@requires(Permission.SEE_SPEND)
def draw_spend() -> Response:
    """Draw the forecast of each scheme beside its budget."""
    asked = _asked()
    if asked.practice_id is not None:
        abort(404)
    width = NARROW if request.args.get("width") == "narrow" else WIDE
    return Response(as_svg(spend_figure(spend_in(asked), width=width)), mimetype="image/svg+xml")


@views.get("/spend.csv")
@requires(Permission.SEE_SPEND)
def download_spend_csv() -> Response:
    """Give the table as it is shown as CSV."""
    asked = _asked()
    return send(table_as_csv(_table(asked, spend_in(asked), on_page=False)), "csv", "spend", asked.year)


@views.get("/spend.xlsx")
@requires(Permission.SEE_SPEND)
def download_spend_xlsx() -> Response:
    """Give the table as it is shown as XLSX."""
    asked = _asked()
    return send(tables_as_xlsx([_table(asked, spend_in(asked), on_page=False)]), "xlsx", "spend", asked.year)


@views.get("/spend/<int:scheme_id>")
@requires(Permission.SEE_CLAIMS)
def show_spend(scheme_id: int) -> tuple[str, int]:
    """Show of what the figures of a scheme are made: quarters, practices, the forecast, every sum approved."""
    scheme, asked = reached_scheme(scheme_id), _asked(scheme_id)
    lines = spend_in(asked)
    facts = [fact for line in lines for fact in line.facts]
    dues = page_of(select_dues(scheme_id, asked.year, practice_id=asked.practice_id))
    own = asked.practice_id is not None
    return page(
        "les/payments/show_spend.html",
        scheme=scheme,
        year=asked.year,
        own=own,
        facts=_facts(lines),
        quarters=by_quarter_table(facts),
        forecasts=_forecasts(lines),
        practices=None if own else by_practice_table(facts, names_of(facts), _claims_of(scheme)),
        dues=dues,
        shown=dues_table(dues.rows, paid_by_due([each.id for each in dues.rows]), with_practice=not own, link=_source),
        crumbs=[("Spend", url_for(".list_spend", year=asked.year))],
    )


def _asked(scheme_id: int | None = None) -> SpendAsked:
    """What the address asks, as far as the reader may: a year that is none is the one of today."""
    actor, on = current_actor(), clock.today()
    own = actor.organisation_id if actor.role is Role.PRACTICE_MANAGER else None
    place = _own_place() if actor.role in _OF_A_GROUP else asked_number("locality")
    if own is None and actor.role not in _OF_A_GROUP and not sees_all(actor):
        abort(404)
    kind = request.args.get("kind", "")
    return SpendAsked(
        commissioner_ids=actor.commissioner_ids,
        year=_year(),
        on=on,
        practice_id=own,
        locality_id=place if own is None and scheme_id is None else None,
        kind=SchemeKind(kind) if kind in set(SchemeKind) and scheme_id is None else None,
        scheme_id=scheme_id,
    )


def _own_place() -> int:
    """The locality in which the reader’s group lies: people of a group see what practices there come to together."""
    found = find_place(current_actor().organisation_id)
    return found.locality_id if found else abort(404)


def _year() -> str:
    try:
        return str(FinancialYear.named(request.args.get("year", "")))
    except ValueError:
        return str(FinancialYear.of(clock.today()))


def _filter() -> SpendFilter:
    actor, this = current_actor(), str(FinancialYear.of(clock.today()))
    years = sorted({this, _year(), *years_with_spend(actor.commissioner_ids)}, reverse=True)
    places = [each for one in sorted(actor.commissioner_ids) for each in list_localities(one, on=clock.today())]
    own = actor.role in (Role.PRACTICE_MANAGER, *_OF_A_GROUP)
    form = SpendFilter(years=years, localities=None if own else [(each.id, each.name) for each in places])
    form.year.data = _year()
    return form


def _table(asked: SpendAsked, lines: Sequence[SpendLine], *, on_page: bool) -> Table:
    make = spend_table if asked.practice_id is None else own_spend_table
    if not on_page or current_actor().role in _OF_A_GROUP:
        return make(lines, year=asked.year)
    return make(lines, year=asked.year, link=lambda scheme, part: _at(scheme, part, asked.year))


def _at(scheme: Scheme, part: str, year: str) -> str:
    return url_for("payments.show_spend", scheme_id=scheme.id, year=year, _anchor=part or None)


def _facts(lines: Sequence[SpendLine]) -> list[tuple[str, str]]:
    """The budget of each place, where it comes from and how it holds."""
    found = []
    for each in lines:
        held = each.budget and f"{sterling(as_pence(each.budget.amount))}: {budget_in_words(each.budget)}. "
        found.append((f"Budget, {each.where.lower()}", f"{held or ''}{standing_in_words(each.position)}"))
    return found


def _forecasts(lines: Sequence[SpendLine]) -> list[Table]:
    """The forecast of each place; the first is the one to which figures lead."""
    names = ["forecast", *(f"forecast-{place}" for place in range(2, len(lines) + 1))]
    made = ((each.forecast, each.where, name) for each, name in zip(lines, names, strict=False))
    return [forecast_table(told, where=where, name=name) for told, where, name in made if told]


def _claims_of(scheme: Scheme) -> Callable[[int], str]:
    def address(practice_id: int) -> str:
        return url_for("claims.list_claims", scheme=scheme.id, practice=practice_id)

    return address


def _source(due: Due) -> str:
    """The claim a sum is of; adjustments have a page for those who decide over them."""
    if due.claim_id is not None:
        return url_for("claims.show_claim", claim_id=due.claim_id)
    return ""
