"""How old what is not paid is, and how long payment took, as a page, charts and files; a practice sees its own."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from core import clock
from core.charts.figure import Figure
from core.charts.svg import as_svg
from core.permissions import Permission, Role
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import address_with, asked_number, current_actor, page, requires
from les.payments.charts import AGES_ALT, DAYS_ALT, NARROW, WIDE, ages_figure, days_figure
from les.payments.forms.payments import AgeingFilter
from les.payments.presented.ageing import bands_table, days_finding, days_table, waits_finding
from les.payments.queries.ageing import AgeingAsked, names_of_practices, names_of_schemes, took_of, waits_of
from les.payments.queries.runs import sees_all
from les.payments.rules.ageing import days_to_pay
from les.payments.views.blueprint import views


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """The tables of the page; practices only for those who see more than one."""

    schemes: Table
    practices: Table | None
    days: Table

    @property
    def all(self) -> list[Table]:
        return [each for each in (self.schemes, self.practices, self.days) if each is not None]


@views.get("/ageing")
@requires(Permission.SEE_CLAIMS)
def list_ageing() -> tuple[str, int]:
    """Show how old what is not paid is, by scheme and practice, and how many days payment took by quarter."""
    asked = _asked()
    waits, found = waits_of(asked), days_to_pay(took_of(asked))
    schemes = names_of_schemes(asked.commissioner_ids)
    return page(
        "les/payments/list_ageing.html",
        asked=AgeingFilter(schemes=list(schemes.items())),
        own=asked.practice_id is not None,
        shown=_shown(asked, on_page=True),
        waits=waits_finding(waits),
        days=days_finding(found),
        drawn=[_addresses("payments.draw_ageing", AGES_ALT), _addresses("payments.draw_days_to_pay", DAYS_ALT)],
        on=asked.on,
        crumbs=[("Spend", url_for("payments.list_spend"))],
    )


@views.get("/ageing.svg")
@requires(Permission.SEE_CLAIMS)
def draw_ageing() -> Response:
    """Draw what is not paid, by age."""
    return _drawing(lambda width: ages_figure(waits_of(_asked()), width=width))


@views.get("/days-to-pay.svg")
@requires(Permission.SEE_CLAIMS)
def draw_days_to_pay() -> Response:
    """Draw the mean days to payment, by quarter."""
    return _drawing(lambda width: days_figure(days_to_pay(took_of(_asked())), width=width))


@views.get("/ageing.csv")
@requires(Permission.SEE_CLAIMS)
def download_ageing_csv() -> Response:
    """Give what is not paid by scheme, or for who sees all by practice, as CSV."""
    shown = _shown(_asked(), on_page=False)
    return send(table_as_csv(shown.practices or shown.schemes), "csv", "ageing")


@views.get("/ageing.xlsx")
@requires(Permission.SEE_CLAIMS)
def download_ageing_xlsx() -> Response:
    """Give all tables of the page as XLSX, a sheet each."""
    return send(tables_as_xlsx(_shown(_asked(), on_page=False).all), "xlsx", "ageing")


def _asked() -> AgeingAsked:
    actor = current_actor()
    own = actor.organisation_id if actor.role is Role.PRACTICE_MANAGER else None
    if own is None and not sees_all(actor):
        abort(404)
    return AgeingAsked(
        commissioner_ids=actor.commissioner_ids,
        on=clock.today(),
        practice_id=own,
        scheme_id=asked_number("scheme"),
    )


def _shown(asked: AgeingAsked, *, on_page: bool) -> _Shown:
    waits, took = waits_of(asked), took_of(asked)
    own = asked.practice_id is not None
    known = names_of_practices({each.practice_id for each in waits})
    names = {key: f"{name} ({code})" for key, (code, name) in sorted(known.items(), key=lambda each: each[1])}
    to_scheme = (lambda key: url_for("claims.list_claims", scheme=key)) if on_page else (lambda _: "")
    to_practice = (lambda key: url_for("claims.list_claims", practice=key)) if on_page else (lambda _: "")
    return _Shown(
        schemes=bands_table(waits, names_of_schemes(asked.commissioner_ids), of="Scheme", link=to_scheme),
        practices=None if own else bands_table(waits, names, of="Practice", link=to_practice),
        days=days_table(days_to_pay(took)),
    )


def _addresses(endpoint: str, alt: str) -> dict[str, str]:
    wide, narrow = address_with({}, url_for(endpoint)), address_with({"width": "narrow"}, url_for(endpoint))
    return {"wide": wide, "narrow": narrow, "alt": alt}


def _drawing(draw: Callable[[float], Figure]) -> Response:
    width = NARROW if request.args.get("width") == "narrow" else WIDE
    return Response(as_svg(draw(width)), mimetype="image/svg+xml")
