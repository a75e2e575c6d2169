"""Pages on the heads of terms that a contract follows: choosing them, the trace of their terms, deciding about each."""

from dataclasses import dataclass

from flask import Response as FileSent
from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from contracts.agreements.actions import following, tracing
from contracts.agreements.forms.heads import FateForm, FollowForm
from contracts.agreements.models.contracts import SUBJECT, Contract
from contracts.agreements.presented import trace as presented
from contracts.agreements.queries.content import content_now
from contracts.agreements.queries.followed_part import titles_of
from contracts.agreements.queries.heads import HeadsTrace, TracedTerm, heads_to_follow, list_followed, traces_of
from contracts.agreements.rules.trace import Fate
from contracts.agreements.views.blueprint import (
    contract_in_view,
    crumbs_to,
    draft_in_view,
    may_draft,
    views,
)
from contracts.heads_of_terms.models import HeadsOfTerms
from contracts.heads_of_terms.presented.figures import figures_table
from contracts.heads_of_terms.queries.heads import may_see_heads
from core.markdown import as_html
from core.one_use import Editing, press, submit
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import current_actor, page, requires, restricted


@dataclass(frozen=True, slots=True, kw_only=True)
class TermInTrace:
    """A term as a form decides about it: the audit trail tells of its contract, its own count says who came first."""

    id: int
    version: int


@views.route("/<int:contract_id>/heads-of-terms", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def follow_heads(contract_id: int) -> Response | tuple[str, int]:
    """Choose signed heads of terms that the draft follows."""
    contract = draft_in_view(contract_id)
    choices = [(each.id, f"{each.reference}, {each.title}") for each in heads_to_follow(contract)]
    form = FollowForm(choices)

    def act() -> str:
        followed = following.follow_heads(
            contract_id=contract_id, heads_id=int(form.heads.data or 0), by=current_actor()
        )
        flash("The heads are followed. Now decide what becomes of each term.")
        return f"{_address(contract_id)}#heads-{followed.heads_id}"

    if answer := submit(form, act):
        return answer
    return page(
        "contracts/agreements/follow_heads.html",
        form,
        contract=contract,
        choices=choices,
        followed=list_followed(contract.id),
        crumbs=crumbs_to(contract),
    )


@views.post("/<int:contract_id>/heads-of-terms/<int:heads_id>/take-out")
@requires(Permission.DRAFT_CONTRACTS)
def stop_following(contract_id: int, heads_id: int) -> Response:
    """Follow heads no more."""
    draft_in_view(contract_id)

    def act() -> str:
        following.stop_following(contract_id=contract_id, heads_id=heads_id, by=current_actor())
        flash("The contract does not follow these heads any more.")
        return _address(contract_id)

    return press(act, _address(contract_id))


@views.get("/<int:contract_id>/trace")
@requires(Permission.SEE_CONTRACTS)
@restricted
def show_trace(contract_id: int) -> tuple[str, int]:
    """Show every term of the heads the contract follows, and what became of it."""
    contract = contract_in_view(contract_id)
    actor, traces = current_actor(), _traces(contract)
    return page(
        "contracts/agreements/show_trace.html",
        contract=contract,
        traces=[presented.trace_shown(each, is_open_to=may_see_heads(actor, each.heads)) for each in traces],
        withheld=presented.WITHHELD,
        may_change=may_draft(contract) and contract.is_draft,
        crumbs=crumbs_to(contract),
        as_html=as_html,
    )


@views.get("/<int:contract_id>/trace.csv")
@requires(Permission.SEE_CONTRACTS)
def download_trace_csv(contract_id: int) -> FileSent:
    """Give the trace as CSV."""
    contract = contract_in_view(contract_id)
    return send(table_as_csv(_table(contract)), "csv", "trace", contract.reference)


@views.get("/<int:contract_id>/trace.xlsx")
@requires(Permission.SEE_CONTRACTS)
def download_trace_xlsx(contract_id: int) -> FileSent:
    """Give the trace as XLSX."""
    contract = contract_in_view(contract_id)
    return send(tables_as_xlsx([_table(contract)]), "xlsx", "trace", contract.reference)


@views.route("/<int:contract_id>/trace/<int:heads_id>/<string:term_code>", methods=["GET", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def decide_term(contract_id: int, heads_id: int, term_code: str) -> Response | tuple[str, int]:
    """Decide what becomes of a term in the draft."""
    contract = draft_in_view(contract_id)
    heads, traced = _term(contract, heads_id, term_code)
    standing = {"fate": traced.fate.value, "why": traced.why, "part": traced.part_key} if traced.fate else {}
    form = FateForm(list(_parts(contract).items()), **standing)

    def act() -> str:
        tracing.decide_term(
            contract_id=contract_id,
            heads_id=heads_id,
            code=term_code,
            fate=form.chosen,
            why=str(form.why.data or ""),
            part_key=str(form.part.data or ""),
            by=current_actor(),
        )
        flash(f"“{traced.term.title}” is {form.chosen.value}.")
        return _address_of_term(contract_id, heads_id, term_code)

    editing = Editing(record=TermInTrace(id=contract.id, version=traced.version), subject=SUBJECT)
    if answer := submit(form, act, editing=editing):
        return answer
    return page(
        "contracts/agreements/decide_term.html",
        form,
        contract=contract,
        heads=heads,
        traced=traced,
        figures=figures_table(traced.term),
        crumbs=[*crumbs_to(contract), ("Trace", _address(contract_id))],
        as_html=as_html,
    )


@views.post("/<int:contract_id>/trace/<int:heads_id>/<string:term_code>/keep")
@requires(Permission.DRAFT_CONTRACTS)
def keep_term(contract_id: int, heads_id: int, term_code: str) -> Response:
    """Decide in one press that a term is kept."""
    draft_in_view(contract_id)

    def act() -> str:
        tracing.decide_term(
            contract_id=contract_id,
            heads_id=heads_id,
            code=term_code,
            fate=Fate.KEPT,
            why="",
            part_key="",
            by=current_actor(),
        )
        return _address_of_term(contract_id, heads_id, term_code)

    return press(act, _address(contract_id))


def _traces(contract: Contract) -> list[HeadsTrace]:
    return traces_of(list_followed(contract.id), _parts(contract))


def _parts(contract: Contract) -> dict[str, str]:
    return titles_of(content_now(contract).parts)


def _term(contract: Contract, heads_id: int, code: str) -> tuple[HeadsOfTerms, TracedTerm]:
    terms = ((trace.heads, each) for trace in _traces(contract) if trace.heads.id == heads_id for each in trace.terms)
    found = next(((heads, each) for heads, each in terms if each.term.code == code), None)
    if found is None:
        abort(404)
    return found


def _table(contract: Contract) -> Table:
    actor = current_actor()
    return presented.trace_table(
        _traces(contract),
        may_read=lambda heads: may_see_heads(actor, heads),
        caption=f"Heads of terms followed by {contract.reference}",
    )


def _address(contract_id: int) -> str:
    return url_for("contracts.show_trace", contract_id=contract_id)


def _address_of_term(contract_id: int, heads_id: int, code: str) -> str:
    return f"{_address(contract_id)}#term-{heads_id}-{code.lower()}"
