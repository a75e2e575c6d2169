"""Pages of positions: everything a group is asked, and one item with every change of mind. Answering: `taking`."""

from typing import Any

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState

from budgets.agreement.presented import positions as presented
from budgets.agreement.presented.proposals import reply_in_words
from budgets.agreement.presented.stances import OUTCOME_TAGS, STANCE_TAGS
from budgets.agreement.presented.what_if import Offered, what_if_in_words, what_if_table
from budgets.agreement.queries.positions import list_positions_of_round, outcomes_of
from budgets.agreement.queries.what_if import line_by_every_method
from budgets.agreement.rules.items import SPLIT, TOTAL, ItemKind
from budgets.agreement.rules.offers import Offer
from budgets.agreement.rules.outcomes import OUTCOME_NAMES
from budgets.agreement.rules.stances import REASON_NAMES, STANCE_NAMES
from budgets.agreement.views import positions_taking, positions_words
from budgets.agreement.views.positions_asked import Asking, asking
from budgets.agreement.views.reach import links_of
from budgets.method.what_if import Tried
from budgets.method.words import in_words
from budgets.rounds.presented.links import NO_LINKS
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import address_with, page, requires, restricted

views = Blueprint("positions", __name__, url_prefix="/budgets/proposals/<int:proposal_id>")
positions_taking.add_to(views)


@views.record_once
def make_known(_: BlueprintSetupState) -> None:
    """Tell the audit trail what acts on positions are called."""
    positions_words.make_known()


@views.get("/positions")
@requires(Permission.SEE_PROPOSALS)
def list_positions(proposal_id: int) -> tuple[str, int]:
    """Show what a group is asked and what it says to each item: one's own group, or the one of `?group=`."""
    found = asking(proposal_id)
    asked = presented.asked_from(request.args)
    every = found.rows()
    chief = [row for row in every if row.offer.item in (TOTAL, SPLIT)]
    rows = presented.chosen([row for row in every if row not in chief], asked)
    totals = found.calculation.totals.by_group[found.party.code]
    return page(
        "budgets/agreement/list_positions.html",
        asking=found,
        reply=reply_in_words(found.proposal.reply_by, on=found.on),
        asked=asked,
        shows=[(show.value, name, address_with({"show": show.value})) for show, name in presented.SHOW_NAMES.items()],
        chief=chief,
        stance_names=STANCE_NAMES,
        stance_tags=STANCE_TAGS,
        totals=totals,
        change=presented.change_in_words(totals),
        shown=len(rows),
        count=len(every) - len(chief),
        positions=_table(found, rows, asked, is_page=True),
    )


@views.get("/positions/<string:item>")
@requires(Permission.SEE_PROPOSALS)
@restricted
def show_position(proposal_id: int, item: str) -> tuple[str, int]:
    """Show one item: what it offers, what the group says to it, what other methods would give, every change of mind."""
    found = asking(proposal_id)
    offer = found.offer(item)
    kept = list_positions_of_round(found.proposal.round_id, party_id=found.party.id, item=offer.item)
    here = next((each for each in kept if each.proposal_id == proposal_id), None)
    return page(
        "budgets/agreement/show_position.html",
        asking=found,
        offer=offer,
        said=found.said(here, offer.item),
        here=here,
        kept=[each for each in kept if each.proposal.number <= found.proposal.number],
        outcomes=outcomes_of([each.id for each in kept]),
        share=presented.share_of(offer),
        method=in_words(offer.line.method_used, found.group_names) if offer.line else "",
        line_href=links_of(found.proposal).line(offer.item.code) if offer.line else "",
        names={"stance": STANCE_NAMES, "reason": REASON_NAMES, "outcome": OUTCOME_NAMES},
        tags={"stance": STANCE_TAGS, "outcome": OUTCOME_TAGS},
        in_words=lambda method: in_words(method, found.group_names),
        **_what_if(found, offer),
    )


@views.get("/positions.csv")
@requires(Permission.SEE_PROPOSALS)
def download_positions_csv(proposal_id: int) -> Response:
    """Give the positions of a group as CSV, as they are shown."""
    found, shown = _shown(proposal_id)
    return _file(found, table_as_csv(shown), "csv")


@views.get("/positions.xlsx")
@requires(Permission.SEE_PROPOSALS)
def download_positions_xlsx(proposal_id: int) -> Response:
    """Give the positions of a group as XLSX, as they are shown."""
    found, shown = _shown(proposal_id)
    return _file(found, tables_as_xlsx([shown]), "xlsx")


def _what_if(found: Asking, offer: Offer) -> dict[str, Any]:
    """What other methods would give, for a line and for those who see the calculation; nothing for all else."""
    tried: tuple[Tried, ...] = ()
    if offer.item.kind is ItemKind.LINE and found.sees_figures:
        tried = line_by_every_method(found.proposal.calculation, offer.item.code)
    if not tried or offer.line is None:
        return {"what_if": None, "what_if_said": ""}
    offered = Offered(line=offer.line, group=found.party.code, names=found.group_names)
    return {"what_if": what_if_table(offered, tried), "what_if_said": what_if_in_words(offered, tried)}


def _shown(proposal_id: int) -> tuple[Asking, Table]:
    found, asked = asking(proposal_id), presented.asked_from(request.args)
    return found, _table(found, presented.chosen(found.rows(), asked), asked)


def _table(found: Asking, rows: list[presented.Row], asked: presented.Asked, *, is_page: bool = False) -> Table:
    """The items as a table; on the page its figures lead somewhere and its columns can be sorted by."""
    orders = ("item", "amount") if is_page else ()
    return presented.positions_table(
        rows,
        caption=f"Positions of {found.party.name} on proposal {found.proposal.number}",
        asked=asked,
        group=found.party.code,
        calculation=found.calculation,
        carried_from=found.earlier,
        href=(lambda item: found.address("show_position", item=item)) if is_page else "".format,
        heads={order: address_with({"sort": order if asked.order != order else ""}) for order in orders},
        links=links_of(found.proposal) if is_page else NO_LINKS,
    )


def _file(found: Asking, content: bytes, kind: str) -> Response:
    proposal, whose = found.proposal, found.party.name
    named = (proposal.round.commissioner.name, proposal.round.year, f"proposal {proposal.number}", "positions", whose)
    return send(content, kind, *named)
