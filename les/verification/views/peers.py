"""Practices compared by what they claim per 1,000 patients: a reason to ask, never proof."""

from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, request, url_for
from werkzeug.wrappers import Response

from commissioning.activity.presented.seeing.practices import Compared
from core.charts.svg import as_svg
from core.permissions import Permission, Role
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.web import address_with, current_actor, page, requires
from les.schemes.models.schemes import Scheme
from les.schemes.queries.schemes import list_schemes
from les.schemes.rules.quarters import Quarter
from les.verification.charts import NARROW, WIDE, peers_figure
from les.verification.forms import PeersFilter
from les.verification.presented.peers import beyond_list, own_sentence, peers_of, peers_table, without_list
from les.verification.queries.peers import Claimed, claimed_in, quarters_claimed
from les.verification.views.blueprint import crumbs_to_list, views


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    scheme: Scheme
    quarter: Quarter
    claimed: Claimed
    held: Compared

    @property
    def what(self) -> str:
        return f"Items claimed, {self.scheme.name}, {self.quarter}"


@views.get("/peers")
@requires(Permission.SEE_CLAIMS)
def compare_peers() -> tuple[str, int]:
    """Show practices compared; a practice itself alone."""
    asked, form = _asked(), _form()
    if asked is None:
        return page("les/verification/compare_peers.html", asked=None, asked_form=form, crumbs=crumbs_to_list())
    told: dict[str, Any] = {"asked": asked, "asked_form": form, "crumbs": crumbs_to_list(), "what": asked.what}
    if current_actor().role is Role.PRACTICE_MANAGER:
        own = own_sentence(asked.held, current_actor().organisation_id)
        return page("les/verification/compare_own.html", own=own, **told)
    return page(
        "les/verification/compare_peers.html",
        figure=peers_figure(asked.held, what=asked.what),
        shown=peers_table(asked.held),
        beyond=beyond_list(asked.claimed, hide_up_to=_hide_up_to()),
        without=without_list(asked.claimed),
        hides=asked.held.counted.hides_something,
        chart=address_with({}, url_for(".draw_peers")),
        narrow=address_with({"width": "narrow"}, url_for(".draw_peers")),
        **told,
    )


@views.get("/peers.svg")
@requires(Permission.SEE_CLAIMS)
def draw_peers() -> Response:
    """Draw the funnel plot."""
    asked = _whole()
    width = NARROW if request.args.get("width") == "narrow" else WIDE
    return Response(as_svg(peers_figure(asked.held, what=asked.what, width=width)), mimetype="image/svg+xml")


@views.get("/peers.csv")
@requires(Permission.SEE_CLAIMS)
def download_peers_csv() -> Response:
    """Give the comparison as CSV."""
    asked = _whole()
    return send(table_as_csv(peers_table(asked.held)), "csv", asked.what)


@views.get("/peers.xlsx")
@requires(Permission.SEE_CLAIMS)
def download_peers_xlsx() -> Response:
    """Give the comparison as XLSX."""
    asked = _whole()
    return send(tables_as_xlsx([peers_table(asked.held)]), "xlsx", asked.what)


def _whole() -> _Asked:
    """What is asked, for those who see other practices than their own."""
    asked = _asked()
    if asked is None or current_actor().role is Role.PRACTICE_MANAGER:
        abort(404)
    return asked


def _asked() -> _Asked | None:
    """The scheme and quarter of the address, else the first and newest; None where nothing was claimed."""
    actor = current_actor()
    schemes = {str(each.id): each for each in list_schemes(actor)}
    quarters = {_code(each): each for each in quarters_claimed(actor.commissioner_ids)}
    if not schemes or not quarters:
        return None
    scheme = schemes.get(request.args.get("scheme", ""), next(iter(schemes.values())))
    quarter = quarters.get(request.args.get("quarter", ""), next(iter(quarters.values())))
    claimed = claimed_in(scheme.commissioner_id, scheme.id, quarter)
    held = peers_of(claimed, hide_up_to=_hide_up_to())
    return _Asked(scheme=scheme, quarter=quarter, claimed=claimed, held=held)


def _hide_up_to() -> int | None:
    """Who approves claims sees each of them anyway; for everybody else small counts are hidden."""
    if current_actor().may(Permission.VERIFY_CLAIMS) or current_actor().role is Role.PRACTICE_MANAGER:
        return None
    setting: int = current_app.config["SMALL_NUMBERS_UP_TO"]
    return setting


def _form() -> PeersFilter:
    actor = current_actor()
    quarters = [
        (_code(each), str(each)[0].upper() + str(each)[1:]) for each in quarters_claimed(actor.commissioner_ids)
    ]
    return PeersFilter(schemes=[(each.id, each.called) for each in list_schemes(actor)], quarters=quarters)


def _code(quarter: Quarter) -> str:
    return f"{quarter.year}-{quarter.number}".replace("/", "-")
