"""The register of contracts: filtered, sorted and paged in SQL, so that a page costs the same with 5,000 of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, selectinload

from contracts.agreements.models.contracts import Contract, CoveredGroup
from contracts.agreements.models.issues import ISSUE_SUBJECT, EndDecided, Issue, IssueSigner, Recall
from contracts.agreements.queries.contracts import concerning
from contracts.agreements.queries.money import budgets_at_hand, committed_by_line
from contracts.agreements.rules.forms import ContractType, LegalForm
from contracts.agreements.rules.particulars import next_review
from contracts.agreements.rules.states import Stage, State
from core.db import db
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.permissions import Actor
from core.signatures.models import Signature

SORTS: Mapping[str, tuple[InstrumentedAttribute[object] | ColumnElement[object], ...]] = {
    "reference": (Contract.reference,),
    "provider": (Party.name, Contract.reference),
    "value": (Contract.year_value, Contract.reference),
    "whole": (Contract.whole_value, Contract.reference),
    "end": (Contract.ends_on, Contract.reference),
    "notice": (Contract.notice_by_on, Contract.reference),
}
NOTICE_WITHIN_DAYS = 90
MOST_WARNED = 20

counters_of_open_variations: list[Callable[[Sequence[int]], Mapping[int, int]]] = []
"""Who counts the open variations of contracts, by contract; the part of this room that has variations adds itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the reader asks of the register; blank: everything."""

    text: str = ""
    state: str = ""
    kind: str = ""
    form: str = ""
    group: str = ""
    year: str = ""
    sort: str = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A contract as the register shows it. `needed` of the parties must sign, `signed` have; `assented` of `asked`."""

    contract: Contract
    state: State
    groups: list[str]
    needed: int
    signed: int
    asked: int
    assented: int
    open_variations: int
    next_review: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyWithout:
    """A service line with money that no contract commits (all of), in pence."""

    code: str
    name: str
    holds: int
    committed: int

    @property
    def without(self) -> int:
        """What no contract commits."""
        return self.holds - self.committed


def in_state(state: State, *, on: date) -> ColumnElement[bool]:
    """The contracts in a state on a day: the same as `rules.states.state_of`."""
    if state in (State.DRAFT, State.ISSUED, State.DISCARDED):
        return Contract.stage == Stage(state.value)
    signed = Contract.stage == Stage.SIGNED
    ended = and_(Contract.terminated_on.is_not(None), Contract.terminated_on <= on)
    if state is State.TERMINATED:
        return and_(signed, ended)
    running = and_(signed, not_(ended))
    by_day = {
        State.SIGNED: Contract.starts_on > on,
        State.IN_FORCE: and_(Contract.starts_on <= on, Contract.ends_on >= on),
        State.EXPIRED: Contract.ends_on < on,
    }
    return and_(running, by_day[state])


def select_register(asked: Asked, *, by: Actor, on: date) -> Select[Contract]:
    """The contracts the reader may see, as asked, in order. Discarded ones only where they are asked for."""
    rows = select(Contract).join(Contract.provider).options(contains_eager(Contract.provider))
    rows = rows.options(
        joinedload(Contract.commissioner), selectinload(Contract.covered).joinedload(CoveredGroup.group)
    )
    rows = rows.where(concerning(by), *_filters(asked, on))
    columns = SORTS.get(asked.sort.lstrip("-"), SORTS["end"])
    first = columns[0].desc() if asked.sort.startswith("-") else columns[0]
    return rows.order_by(first, *columns[1:], Contract.id)


def list_register(asked: Asked, *, by: Actor, on: date) -> list[Contract]:
    """The same as a list: all of them, for a file."""
    return list(db.session.scalars(select_register(asked, by=by, on=on)).unique())


def _filters(asked: Asked, on: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    state = next((each for each in State if each.value == asked.state), None)
    found.append(in_state(state, on=on) if state else Contract.stage != Stage.DISCARDED)
    if wanted := asked.text.strip():
        texts = (Contract.reference, Contract.title, Party.name, Party.code)
        found.append(or_(*(text.icontains(wanted, autoescape=True) for text in texts)))
    if asked.kind in list(ContractType):
        found.append(Contract.kind == ContractType(asked.kind))
    if asked.form in list(LegalForm):
        found.append(Contract.form == LegalForm(asked.form))
    if asked.year:
        found.append(Contract.year == asked.year)
    if asked.group:
        own = select(CoveredGroup.contract_id).join(CoveredGroup.group).where(Party.code == asked.group)
        found.append(Contract.id.in_(own))
    return found


def rows_of(contracts: Sequence[Contract], *, on: date) -> list[Row]:
    """The rows of these contracts; one query however many, besides that for open variations."""
    ids = [contract.id for contract in contracts]
    signers = _signers(ids)
    variations = open_variations(ids)
    return [_row(each, signers.get(each.id, []), variations.get(each.id, 0), on) for each in contracts]


def open_variations(contract_ids: Sequence[int]) -> dict[int, int]:
    """How many variations of each contract are open, as those who keep variations count them."""
    found: dict[int, int] = {}
    for count in counters_of_open_variations:
        found |= count(contract_ids)
    return found


def _row(contract: Contract, signers: Sequence[tuple[bool, bool]], open_variations: int, on: date) -> Row:
    """`signers`: of each organisation that is asked to sign, whether it is needed and whether it has."""
    needed = [signed for is_needed, signed in signers if is_needed]
    asked = [signed for is_needed, signed in signers if not is_needed]
    return Row(
        contract=contract,
        state=contract.state_on(on),
        groups=[covered.group.name for covered in sorted(contract.covered, key=lambda each: each.group.code)],
        needed=len(needed),
        signed=sum(needed),
        asked=len(asked),
        assented=sum(asked),
        open_variations=open_variations,
        next_review=review_of(contract, on=on),
    )


def review_of(contract: Contract, *, on: date) -> date | None:
    """The next review of a contract that is signed and has not ended; None where none is due."""
    if contract.state_on(on) not in (State.SIGNED, State.IN_FORCE):
        return None
    return next_review(starts_on=contract.starts_on, ends_on=contract.ends_on, every=contract.review_months, on=on)


def _signers(contract_ids: Sequence[int]) -> dict[int, list[tuple[bool, bool]]]:
    """Of the standing issue of each contract, for each who is asked: whether needed, and whether it signed."""
    given = and_(
        Signature.subject == ISSUE_SUBJECT,
        Signature.subject_id == Issue.id,
        Signature.organisation_id == IssueSigner.party_id,
        Signature.content_hash == Issue.content_hash,
    )
    rows = (
        select(Issue.contract_id, IssueSigner.is_needed, Signature.id)
        .join(IssueSigner, IssueSigner.issue_id == Issue.id)
        .outerjoin(Signature, given)
        .where(Issue.contract_id.in_(contract_ids), ~exists().where(Recall.issue_id == Issue.id))
    )
    found: dict[int, list[tuple[bool, bool]]] = {}
    for contract_id, is_needed, signature_id in db.session.execute(rows):
        found.setdefault(contract_id, []).append((is_needed, signature_id is not None))
    return found


def count_by_year_and_state(*, by: Actor, on: date) -> dict[str, dict[State, int]]:
    """How many contracts the reader sees of each year in each state, newest year first, in one query."""
    states = [each for each in State if each is not State.DISCARDED]
    counts = [func.count(Contract.id).filter(in_state(state, on=on)) for state in states]
    rows = select(Contract.year, *counts).where(concerning(by)).group_by(Contract.year).order_by(Contract.year.desc())
    return {row[0]: dict(zip(states, row[1:], strict=True)) for row in db.session.execute(rows)}


def count_by_state(counts: Mapping[str, Mapping[State, int]]) -> dict[State, int]:
    """The same over all years; states without any are left out."""
    total = {state: sum(by_state.get(state, 0) for by_state in counts.values()) for state in State}
    return {state: count for state, count in total.items() if count}


def list_groups_covered(*, by: Actor) -> list[tuple[str, str]]:
    """Codes and names of the groups that contracts the reader sees cover."""
    covers = exists().where(CoveredGroup.group_id == Party.id, CoveredGroup.contract_id == Contract.id, concerning(by))
    rows = select(Party.code, Party.name).where(Party.kind == PartyKind.PBC_GROUP, covers).order_by(Party.code)
    return [(code, name) for code, name in db.session.execute(rows)]


def list_undecided(*, by: Actor, on: date) -> list[Contract]:
    """Contracts in force whose notice-by date is near or past, about whose end nothing is decided; soonest first."""
    rows = select(Contract).join(Contract.provider).options(contains_eager(Contract.provider))
    decided = exists().where(EndDecided.contract_id == Contract.id)
    rows = rows.where(
        concerning(by),
        or_(in_state(State.IN_FORCE, on=on), in_state(State.SIGNED, on=on)),
        Contract.terminated_on.is_(None),
        Contract.notice_by_on <= on + timedelta(days=NOTICE_WITHIN_DAYS),
        ~decided,
    )
    return list(db.session.scalars(rows.order_by(Contract.notice_by_on, Contract.reference).limit(MOST_WARNED)))


def lines_without_contract(commissioner_id: int, year: str) -> list[MoneyWithout]:
    """Service lines and must-dos of a year with money that no contract commits any of, largest first."""
    budgets = budgets_at_hand(commissioner_id, year)
    if budgets is None:
        return []
    committed = committed_by_line(commissioner_id, year)
    found = [
        MoneyWithout(
            code=line.code, name=line.name, holds=sum(line.holds.values()), committed=committed.get(line.code, 0)
        )
        for line in budgets.lines.values()
    ]
    return sorted((each for each in found if not each.committed), key=lambda each: (-each.without, each.code))


def list_to_sign(*, by: Actor) -> list[Contract]:
    """The contracts that wait for the signature of the reader’s organisation, or its assent; soonest start first."""
    signed = exists().where(
        Signature.subject == ISSUE_SUBJECT,
        Signature.subject_id == Issue.id,
        Signature.organisation_id == by.organisation_id,
    )
    rows = (
        select(Contract)
        .join(Issue, Issue.contract_id == Contract.id)
        .join(IssueSigner, IssueSigner.issue_id == Issue.id)
        .join(Contract.provider)
        .options(contains_eager(Contract.provider))
        .where(
            concerning(by),
            Contract.stage.in_((Stage.ISSUED, Stage.SIGNED)),
            IssueSigner.party_id == by.organisation_id,
            ~exists().where(Recall.issue_id == Issue.id),
            ~signed,
        )
    )
    return list(db.session.scalars(rows.order_by(Contract.starts_on, Contract.reference).limit(MOST_WARNED)))
