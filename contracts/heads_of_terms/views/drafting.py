"""Pages to draft heads of terms from a proposal, to change what they are about, and to draw their figures anew."""

import json
from datetime import date
from typing import Any

from flask import abort, flash
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.proposals import get_proposal, list_current_proposals
from contracts.heads_of_terms.actions import drafting as actions
from contracts.heads_of_terms.actions.drafting import Wanted
from contracts.heads_of_terms.forms import Offered, ParticularsForm, particulars_form, standing_of
from contracts.heads_of_terms.models import SUBJECT
from contracts.heads_of_terms.queries.drawing import calculation_at_hand
from contracts.heads_of_terms.queries.heads import groups_to_name
from contracts.heads_of_terms.views.blueprint import views
from contracts.heads_of_terms.views.reach import address_of, crumbs_to, crumbs_to_list, reached_heads
from core import clock
from core.one_use import Editing, press, submit
from core.parties.queries import list_parties
from core.parties.rules import PartyKind
from core.periods import FinancialYear
from core.permissions import Permission
from core.web import current_actor, page, requires
from core.wording import listed


@views.get("/draft")
@requires(Permission.DRAFT_CONTRACTS)
def choose_proposal() -> tuple[str, int]:
    """Choose the round from whose proposal heads are drafted."""
    return page(
        "contracts/heads_of_terms/choose_proposal.html",
        crumbs=crumbs_to_list(),
        proposals=list_current_proposals(current_actor().commissioner_ids),
    )


@views.route("/draft/<int:proposal_id>", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def draft_heads(proposal_id: int) -> Response | tuple[str, int]:
    """Draft heads of terms from a proposal."""
    proposal = _reached_proposal(proposal_id)
    offered = _offered(proposal)
    form = particulars_form(offered, _usual(proposal, offered), {})

    def act() -> str:
        heads = actions.draft_heads(proposal_id=proposal_id, wanted=_wanted(form), by=current_actor(), at=clock.now())
        flash(f"{heads.reference} is drafted with the standard terms. Read each term and agree it, or change it.")
        return address_of(heads.id)

    if answer := submit(form, act):
        return answer
    return page("contracts/heads_of_terms/draft_heads.html", form, proposal=proposal, crumbs=crumbs_to_list())


@views.route("/<int:heads_id>/change", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def change_heads(heads_id: int) -> Response | tuple[str, int]:
    """Change what a draft is about; its figures follow."""
    heads = reached_heads(heads_id)
    standing = standing_of(
        title=heads.title,
        provider_id=heads.provider_id,
        starts_on=heads.starts_on,
        ends_on=heads.ends_on,
        lines=json.loads(heads.lines),
    )
    attendees = {group.code: group.attendees for group in heads.groups}
    form = particulars_form(_offered(heads.proposal), {**standing, "groups": list(attendees)}, attendees)

    def act() -> str:
        opened = actions.change_particulars(heads_id=heads_id, wanted=_wanted(form), by=current_actor(), at=clock.now())
        flash(f"{heads.reference} is changed.{told_of_opened(opened)}")
        return address_of(heads_id)

    if answer := submit(form, act, editing=Editing(record=heads, subject=SUBJECT)):
        return answer
    return page("contracts/heads_of_terms/change_heads.html", form, heads=heads, crumbs=crumbs_to(heads))


@views.post("/<int:heads_id>/redraw")
@requires(Permission.DRAFT_CONTRACTS)
def redraw_figures(heads_id: int) -> Response:
    """Take the figures of the newest proposal, or of what was signed off."""
    heads = reached_heads(heads_id)

    def act() -> str:
        opened = actions.redraw_figures(heads_id=heads_id, by=current_actor(), at=clock.now())
        flash(f"The figures of {heads.reference} are drawn anew.{told_of_opened(opened)}")
        return address_of(heads_id)

    return press(act, address_of(heads_id))


def told_of_opened(titles: list[str]) -> str:
    """Which agreed terms are open again because their figures moved; blank for none."""
    return f" Open again, since their figures moved: {listed(titles)}." if titles else ""


def _reached_proposal(proposal_id: int) -> Proposal:
    try:
        proposal = get_proposal(proposal_id)
    except NoResultFound:
        abort(404)
    if not current_actor().reaches(proposal.round.commissioner_id):
        abort(404)
    return proposal


def _offered(proposal: Proposal) -> Offered:
    calculation, commissioner_id = calculation_at_hand(proposal), proposal.round.commissioner_id
    providers = list_parties(kind=PartyKind.PROVIDER, commissioner_id=commissioner_id, open_on=clock.today())
    groups = groups_to_name(commissioner_id, [group.code for group in calculation.groups])
    return Offered(
        providers=sorted(((each.id, each.name) for each in providers), key=lambda pair: pair[1]),
        lines=[(line.code, line.name) for line in calculation.lines],
        groups=[(group.code, group.name) for group in groups],
    )


def _usual(proposal: Proposal, offered: Offered) -> dict[str, Any]:
    """What is usual: the whole year of the round, and all its groups."""
    year = FinancialYear.named(proposal.round.year)
    last_day: date = year.last_day
    return {"starts_on": year.first_day, "ends_on": last_day, "groups": [code for code, _ in offered.groups]}


def _wanted(form: ParticularsForm) -> Wanted:
    return Wanted(
        title=str(form.title.data or ""),
        provider_id=form.provider_id,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        lines=list(form.lines.data or ()),
        attendees=form.attendees,
    )
