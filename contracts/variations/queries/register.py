"""The register of all variations across contracts: filtered, sorted and paged in SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.issues import Issue, IssueSigner, Recall
from contracts.agreements.queries.contracts import concerning
from contracts.variations.models import SUBJECT, Variation
from contracts.variations.queries.variations import seen_by
from contracts.variations.rules.composition import VariationKind
from contracts.variations.rules.states import Stage, State
from core.db import db
from core.parties.models import Party
from core.permissions import Actor
from core.signatures.models import Signature

SORTS: Mapping[str, tuple[InstrumentedAttribute[object] | ColumnElement[object], ...]] = {
    "contract": (Contract.reference, Variation.number, Variation.id),
    "from": (Variation.effective_from, Variation.id),
    "due": (Variation.response_due_on, Variation.id),
}
MOST_TO_DO = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the reader asks of the register; blank: everything."""

    text: str = ""
    state: str = ""
    kind: str = ""
    year: str = ""
    sort: str = "-from"


def select_variations(asked: Asked, *, by: Actor, on: date) -> Select[Variation]:
    """The variations of contracts that concern the reader, as asked, in order. Drafts of others are not among them."""
    contract = joinedload(Variation.contract, innerjoin=True).joinedload(Contract.provider, innerjoin=True)
    rows = select(Variation).options(contract, joinedload(Variation.proposal), joinedload(Variation.proposer))
    rows = rows.where(_of_contracts(*_of_contract(asked, by)), seen_by(by), *_filters(asked, by, on))
    columns = SORTS.get(asked.sort.lstrip("-"), SORTS["from"])
    if columns is SORTS["contract"]:
        rows = rows.join(Variation.contract)
    return rows.order_by(*(each.desc() if asked.sort.startswith("-") else each for each in columns))


def select_ids(asked: Asked, *, by: Actor, on: date) -> Select[int]:
    """The ids of the same variations in no order, to be counted: contracts first, then an index of what is seen."""
    rows = select(Variation.id).join(Variation.contract)
    return rows.where(*_of_contract(asked, by), seen_by(by), *_filters(asked, by, on))


def list_variations(asked: Asked, *, by: Actor, on: date) -> list[Variation]:
    """The same as a list: all of them, for a file."""
    return list(db.session.scalars(select_variations(asked, by=by, on=on)).unique())


def in_state(state: State, *, on: date) -> ColumnElement[bool]:
    """The variations in a state on a day: the same as `rules.states.state_of`."""
    if state.value in list(Stage):
        return Variation.stage == Stage(state.value)
    signed = Variation.stage == Stage.SIGNED
    if state is State.AGREED:
        return and_(signed, Variation.effective_from > on)
    ended = and_(Variation.effective_to.is_not(None), Variation.effective_to < on)
    return and_(signed, Variation.effective_from <= on, ended if state is State.ENDED else ~ended)


def _of_contracts(*asked: ColumnElement[bool]) -> ColumnElement[bool]:
    """The variations of contracts that fit, asked of each by itself: so the index of the order is followed as far as
    the page, and not all that fits sorted.
    """
    return exists().where(Contract.id == Variation.contract_id, *asked).correlate(Variation)


def _of_contract(asked: Asked, by: Actor) -> list[ColumnElement[bool]]:
    return [concerning(by), *([Contract.year == asked.year] if asked.year else [])]


def _filters(asked: Asked, by: Actor, on: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.state in list(State):
        found.append(in_state(State(asked.state), on=on))
    if wanted := asked.text.strip():
        texts = [text.icontains(wanted, autoescape=True) for text in (Contract.reference, Contract.title)]
        providers = select(Party.id).where(Party.name.icontains(wanted, autoescape=True))
        of_contract = _of_contracts(concerning(by), or_(*texts, Contract.provider_id.in_(providers)))
        found.append(or_(Variation.title.icontains(wanted, autoescape=True), of_contract))
    if asked.kind in list(VariationKind):
        found.append(Variation.kind == VariationKind(asked.kind))
    return found


def list_years(*, by: Actor) -> list[str]:
    """The years of the contracts that concern the reader, newest first."""
    rows = select(Contract.year).where(concerning(by)).distinct().order_by(Contract.year.desc())
    return list(db.session.scalars(rows))


def list_to_answer(*, by: Actor) -> list[Variation]:
    """The proposed variations that wait for the answer of the reader's organisation; the soonest due first."""
    signed = exists().where(
        Signature.subject == SUBJECT,
        Signature.subject_id == Variation.id,
        Signature.organisation_id == by.organisation_id,
    )
    asked = exists().where(
        Issue.contract_id == Contract.id,
        IssueSigner.issue_id == Issue.id,
        IssueSigner.party_id == by.organisation_id,
        ~exists().where(Recall.issue_id == Issue.id),
    )
    rows = (
        select(Variation)
        .join(Variation.contract)
        .options(contains_eager(Variation.contract))
        .where(concerning(by), Variation.stage == Stage.PROPOSED, asked, ~signed)
    )
    return list(db.session.scalars(rows.order_by(Variation.response_due_on, Variation.id).limit(MOST_TO_DO)))
