"""The heads of terms that contracts follow, what became of each of their terms, and what stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.heads import FollowedHeads, TermTrace
from contracts.agreements.models.money import ContractLine
from contracts.agreements.rules.states import Stage
from contracts.agreements.rules.trace import FATE_NAMES, UNDECIDED, Fate, problems_in_trace
from contracts.heads_of_terms.models import HeadsOfTerms
from contracts.heads_of_terms.queries.content import content_of, signers_in
from contracts.heads_of_terms.queries.heads import list_standing_with
from contracts.heads_of_terms.rules.content import TermContent
from contracts.heads_of_terms.rules.signing import yet_to_bind
from contracts.heads_of_terms.rules.states import State
from core.db import db
from core.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedTerm:
    """A term of the heads and what became of it. `version` counts how often that was decided; 0: not yet.

    `part`: the title of the part of the contract where it stands, blank for none named; `is_lost`: that the part which
    was named has been taken out.
    """

    number: int
    term: TermContent
    fate: Fate | None
    why: str
    part_key: str
    part: str
    is_lost: bool
    version: int

    @property
    def fate_name(self) -> str:
        """What became of it, as people say it."""
        return FATE_NAMES[self.fate] if self.fate else UNDECIDED


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsTrace:
    """Heads that a contract follows, with their terms in order."""

    heads: HeadsOfTerms
    terms: Sequence[TracedTerm]

    @property
    def undecided(self) -> list[TracedTerm]:
        """The terms about which nothing is decided."""
        return [each for each in self.terms if each.fate is None]

    @property
    def lost(self) -> list[TracedTerm]:
        """The terms that are said to stand in a part that was taken out."""
        return [each for each in self.terms if each.is_lost]


def list_followed(contract_id: int) -> list[FollowedHeads]:
    """The heads that a contract follows, by number, with what became of their terms."""
    rows = (
        select(FollowedHeads)
        .join(FollowedHeads.heads)
        .where(FollowedHeads.contract_id == contract_id)
        .options(
            joinedload(FollowedHeads.heads).options(
                joinedload(HeadsOfTerms.issue),
                joinedload(HeadsOfTerms.provider),
                joinedload(HeadsOfTerms.supersession),
                selectinload(HeadsOfTerms.groups),
            ),
            selectinload(FollowedHeads.traces),
        )
        .order_by(HeadsOfTerms.number)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(rows).unique())


def find_followed(contract_id: int, heads_id: int) -> FollowedHeads | None:
    """That a contract follows those heads, if it does."""
    return next((each for each in list_followed(contract_id) if each.heads_id == heads_id), None)


def traces_of(followed: Sequence[FollowedHeads], parts: Mapping[str, str]) -> list[HeadsTrace]:
    """What became of each term of the heads. `parts`: the titles of the parts of the contract, by key."""
    return [_trace(each, parts) for each in followed]


def heads_to_follow(contract: Contract) -> list[HeadsOfTerms]:
    """The heads that a contract may follow, besides those it follows already.

    They are of its commissioner, with its provider, signed by both of these, and stand; those whose place another
    contract has taken may be followed too, for one contract may hold one of their services, and another the next.
    """
    own = {each.heads_id for each in list_followed(contract.id)}
    found = list_standing_with(commissioner_id=contract.commissioner_id, provider_id=contract.provider_id)
    signers = signers_in(found)
    return [each for each in found if each.id not in own and not yet_to_bind(signers[each.id])]


def list_following(heads_id: int) -> list[Contract]:
    """The contracts that follow heads, but those discarded, by reference."""
    rows = (
        select(Contract)
        .join(FollowedHeads, FollowedHeads.contract_id == Contract.id)
        .where(FollowedHeads.heads_id == heads_id, Contract.stage != Stage.DISCARDED)
        .order_by(Contract.reference)
    )
    return list(db.session.scalars(rows))


def problems_in_heads(contract: Contract, parts: Mapping[str, str]) -> list[str]:
    """Why the heads that a draft follows stand in the way of issuing it, in sentences."""
    followed = list_followed(contract.id)
    found = []
    for trace in traces_of(followed, parts):
        found += _problems_in_standing(trace.heads, contract)
        found += problems_in_trace(
            trace.heads.reference,
            count=len(trace.terms),
            undecided=[each.term.title for each in trace.undecided],
            lost=[each.term.title for each in trace.lost],
        )
        found += _problems_in_services(trace.heads, contract)
    return found


def _problems_in_standing(heads: HeadsOfTerms, contract: Contract) -> list[str]:
    reference = heads.reference
    if heads.provider_id != contract.provider_id:
        own = contract.provider.name
        return [f"{reference} is with {heads.provider.name}, and the contract with {own}. Follow it no more."]
    if heads.state is State.WITHDRAWN:
        return [f"{reference} was withdrawn. Follow it no more."]
    if heads.state is State.SUPERSEDED and heads.supersession is not None and not heads.supersession.is_contract:
        return [f"{reference} is superseded by {heads.supersession.by_what}. Follow that version once it is signed."]
    return []


def _problems_in_services(heads: HeadsOfTerms, contract: Contract) -> list[str]:
    """One service of the heads goes into one contract: the lines that another contract which follows them commits."""
    own = select(ContractLine.line_code).where(
        ContractLine.contract_id == contract.id, ContractLine.amount > Decimal(0)
    )
    rows = (
        select(Contract.reference, ContractLine.line_name)
        .join(ContractLine, ContractLine.contract_id == Contract.id)
        .join(FollowedHeads, FollowedHeads.contract_id == Contract.id)
        .where(
            FollowedHeads.heads_id == heads.id,
            Contract.id != contract.id,
            Contract.stage.in_((Stage.ISSUED, Stage.SIGNED)),
            Contract.terminated_on.is_(None),
            ContractLine.amount > Decimal(0),
            ContractLine.line_code.in_(own),
        )
        .distinct()
        .order_by(Contract.reference, ContractLine.line_name)
    )
    by_contract: dict[str, list[str]] = {}
    for reference, line in db.session.execute(rows):
        by_contract.setdefault(reference, []).append(line)
    return [
        f"Contract {reference} follows {heads.reference} too and commits {listed(lines)}. "
        "A service of heads of terms goes into one of the contracts that follow them."
        for reference, lines in by_contract.items()
    ]


def _trace(followed: FollowedHeads, parts: Mapping[str, str]) -> HeadsTrace:
    kept = {each.code: each for each in followed.traces}
    return HeadsTrace(
        heads=followed.heads,
        terms=[
            _traced(number, term, kept.get(term.code), parts)
            for number, term in enumerate(content_of(followed.heads).terms, start=1)
        ],
    )


def _traced(number: int, term: TermContent, kept: TermTrace | None, parts: Mapping[str, str]) -> TracedTerm:
    part_key = kept.part_key if kept else ""
    return TracedTerm(
        number=number,
        term=term,
        fate=kept.fate if kept else None,
        why=kept.why if kept else "",
        part_key=part_key,
        part=parts.get(part_key, ""),
        is_lost=bool(part_key) and part_key not in parts,
        version=kept.version if kept else 0,
    )
