"""Pages on which what a draft changes of terms of payment is written: which service and basis, then its values."""

from functools import partial

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from contracts.agreements.forms.terms import ORDER, TermsFilter, TermsForm, terms_form
from contracts.agreements.queries.figures import services_at_hand
from contracts.agreements.rules.figures import TermsLine
from contracts.agreements.rules.months import spans
from contracts.agreements.rules.payment_terms import PaymentBasis, basis_of
from contracts.agreements.rules.planning import months_of_year
from contracts.agreements.rules.terms_words import BASIS_NAMES, basis_in_words, terms_in_words
from contracts.variations.actions import figures as acts
from contracts.variations.models import Variation
from contracts.variations.presented.figures import services_planned, terms_table
from contracts.variations.queries.figures import FiguresDrafted, LineDrafted, figures_drafted
from contracts.variations.rules.figures import planned_by, terms_by
from contracts.variations.rules.pieces import Piece, PieceKind
from contracts.variations.views.blueprint import (
    address_of,
    crumbs_to_variation,
    editing,
    own_draft_in_view,
    views,
    where,
)
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.get("/<int:contract_id>/variations/<int:number>/terms")
@requires(Permission.PROPOSE_VARIATIONS)
def choose_terms(contract_id: int, number: int) -> tuple[str, int]:
    """Show how each service is paid for and what the draft makes of it, to choose which one changes."""
    variation = own_draft_in_view(contract_id, number)
    drafted = figures_drafted(variation)
    return _chooser(variation, drafted)


@views.route("/<int:contract_id>/variations/<int:number>/terms/write", methods=["GET", "POST"])
@requires(Permission.PROPOSE_VARIATIONS)
def write_terms(contract_id: int, number: int) -> Response | tuple[str, int]:
    """Write how a service is paid for (`?part=prices-1&service=COMM-NUR&basis=block`)."""
    variation = own_draft_in_view(contract_id, number)
    drafted = figures_drafted(variation)
    choose = TermsFilter(_names(variation, drafted))
    (code, name), basis = choose.chosen, choose.basis_chosen
    part = next((each for each in drafted.parts(PieceKind.TERMS) if each.key == request.args.get("part", "")), None)
    if part is None:
        abort(404)
    if not code or basis is None:
        said = "Choose a service, or name another one, and a basis of payment."
        return _chooser(variation, drafted, said=said)
    line = next((each for each in drafted.lines(PieceKind.TERMS, part.key) if _service(each) == code), None)
    form = _form(variation, drafted, code, basis, line)

    def act() -> str:
        terms = form.line(code, name)
        acts.write_terms(variation_id=variation.id, part_key=part.key, line=terms, by=current_actor())
        flash(f"What the variation makes of the terms of {name} is saved: {basis_in_words(terms).lower()}.")
        return f"{address_of(variation)}#changes"

    if answer := submit(form, act, editing=editing(variation)):
        return answer
    return page(
        "contracts/variations/write_terms.html",
        form,
        variation=variation,
        service=name,
        basis=BASIS_NAMES[basis],
        stands=terms_in_words(terms_by(line.stands)) if line and line.stands else "",
        fields=[form[each] for each in ORDER[basis]],
        crumbs=[*crumbs_to_variation(variation), ("Terms of payment", _address(variation))],
    )


def _chooser(variation: Variation, drafted: FiguresDrafted, said: str = "") -> tuple[str, int]:
    return page(
        "contracts/variations/choose_terms.html",
        variation=variation,
        crumbs=crumbs_to_variation(variation),
        here=where(variation),
        parts=[
            (part, lines, terms_table(part, lines, partial(_address_of, variation, part)))
            for part in drafted.parts(PieceKind.TERMS)
            for lines in (drafted.lines(PieceKind.TERMS, part.key),)
        ],
        choose=TermsFilter(_names(variation, drafted)),
        said=said,
    )


def _form(
    variation: Variation, drafted: FiguresDrafted, code: str, basis: PaymentBasis, line: LineDrafted | None
) -> TermsForm:
    """The form of a basis, with what the draft says, or what stands, where that is of the same basis."""
    contract = variation.contract
    standing = terms_by(line.piece) if line and line.piece else None
    return terms_form(
        basis,
        list(spans(contract.starts_on, drafted.last)),
        within=months_of_year(contract.starts_on, drafted.last, year=contract.year),
        standing=standing if standing and basis_of(standing.terms) is basis else None,
        unit=_unit(drafted, code, standing),
    )


def _unit(drafted: FiguresDrafted, code: str, standing: TermsLine | None) -> str:
    if standing and standing.unit:
        return standing.unit
    lines = [planned_by(each.now) for each in drafted.lines(PieceKind.PLAN) if each.now]
    return next((line.unit for line in lines if line.service == code), "")


def _names(variation: Variation, drafted: FiguresDrafted) -> dict[str, str]:
    lines = [*drafted.lines(PieceKind.PLAN), *drafted.lines(PieceKind.TERMS)]
    return services_at_hand(variation.contract) | services_planned(lines)


def _service(line: LineDrafted) -> str:
    return terms_by(line.piece).service if line.piece else ""


def _address_of(variation: Variation, part: Piece, line: TermsLine) -> str:
    basis = basis_of(line.terms).value
    return url_for("variations.write_terms", part=part.key, service=line.service, basis=basis, **where(variation))


def _address(variation: Variation) -> str:
    return url_for("variations.choose_terms", **where(variation))
