"""What a version says (the draft as it stands, or the exact text that was issued), how far it drifted, who signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from budgets.agreement.models.proposals import Proposal
from contracts.heads_of_terms.models import SUBJECT, HeadsOfTerms, HeadsReservation
from contracts.heads_of_terms.queries.drawing import drawn_from, find_newest_source, particulars_of, source_of
from contracts.heads_of_terms.rules.content import HeadsContent, TermContent, content_from, hash_of
from contracts.heads_of_terms.rules.drawing import draw, lines_gone
from contracts.heads_of_terms.rules.drift import Drift, drift_between
from contracts.heads_of_terms.rules.figures import FigureKind, figures_from
from contracts.heads_of_terms.rules.signing import Side, Signer
from contracts.heads_of_terms.rules.states import State
from core.db import db
from core.signatures.models import Signature
from core.signatures.queries import signatures_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifted:
    """How far heads drifted from the round. `newest`: what figures would be drawn from now; None where nothing stands.

    `by_term`: what moved, by the code of the term; terms without any drift are left out. `gone`: lines that the round
    has no more. `is_older`: whether the heads were drawn from another proposal than that.
    """

    newest: Proposal | None
    by_term: Mapping[str, tuple[Drift, ...]]
    gone: Sequence[str]
    is_older: bool

    @property
    def is_any(self) -> bool:
        """Whether any figure drifted."""
        return bool(self.by_term)


def content_of(heads: HeadsOfTerms) -> HeadsContent:
    """What a version says: the exact text once it was issued, else the draft as it stands now."""
    return content_from(heads.issue.content) if heads.issue else _draft_of(heads)


def content_hash_of(heads: HeadsOfTerms) -> str:
    """The hash of what a version says."""
    return heads.issue.content_hash if heads.issue else hash_of(_draft_of(heads))


def drift_of(heads: HeadsOfTerms) -> Drifted:
    """What moved in the round since the figures were drawn; of heads that stand no more, nothing is compared."""
    newest = find_newest_source(heads.proposal.round_id)
    if newest is None or heads.state in {State.SUPERSEDED, State.WITHDRAWN}:
        return Drifted(newest=newest, by_term={}, gone=(), is_older=False)
    particulars, drawn = particulars_of(heads), drawn_from(newest, heads)
    found = {
        term.code: drift_between(term.figures, draw(term.draws, particulars, drawn)) for term in content_of(heads).terms
    }
    return Drifted(
        newest=newest,
        by_term={code: moved for code, moved in found.items() if moved},
        gone=lines_gone(particulars, drawn.calculation),
        is_older=newest.id != heads.proposal_id,
    )


def signers_of(heads: HeadsOfTerms) -> list[Signer]:
    """Who signs a version and who has: commissioner, provider, then the groups by their code."""
    return signers_in([heads])[heads.id]


def signers_in(many: Sequence[HeadsOfTerms]) -> dict[int, list[Signer]]:
    """The same of many versions, by version. Two queries however many they are."""
    ids = [heads.id for heads in many]
    signatures, reserved = signatures_of(SUBJECT, ids), _reservations_of(ids)
    return {heads.id: _with_signatures(_parties_to(heads), signatures[heads.id], reserved) for heads in many}


def list_reservations(heads_id: int) -> dict[int, str]:
    """The reservations of a version, by signature."""
    return _reservations_of([heads_id])


def _parties_to(heads: HeadsOfTerms) -> list[Signer]:
    commissioner, provider = heads.commissioner, heads.provider
    return [
        Signer(party_id=commissioner.id, code=commissioner.code, name=commissioner.name, side=Side.COMMISSIONER),
        Signer(party_id=provider.id, code=provider.code, name=provider.name, side=Side.PROVIDER),
        *(Signer(party_id=each.party_id, code=each.code, name=each.name, side=Side.GROUP) for each in heads.groups),
    ]


def _with_signatures(
    signers: Sequence[Signer], signatures: Sequence[Signature], reserved: Mapping[int, str]
) -> list[Signer]:
    by_party = {each.organisation_id: each for each in signatures}
    found = []
    for signer in signers:
        given = by_party.get(signer.party_id)
        reservation = reserved.get(given.id, "") if given else ""
        found.append(replace(signer, given=given.given, reservation=reservation) if given else signer)
    return found


def _reservations_of(heads_ids: Sequence[int]) -> dict[int, str]:
    rows = select(HeadsReservation).where(HeadsReservation.heads_id.in_(heads_ids))
    return {each.signature_id: each.words for each in db.session.scalars(rows)}


def _draft_of(heads: HeadsOfTerms) -> HeadsContent:
    earlier = heads.replaces
    return HeadsContent(
        number=heads.number,
        edition=heads.edition,
        title=heads.title,
        is_broad=heads.is_broad,
        particulars=particulars_of(heads),
        source=source_of(heads.proposal),
        replaces=(earlier.reference, earlier.issue.content_hash) if earlier and earlier.issue else None,
        terms=tuple(
            TermContent(
                code=term.code,
                title=term.title,
                text=term.text,
                state=term.state,
                draws=term.draws,
                figures=figures_from(term.figures) if term.draws is not FigureKind.NONE else (),
            )
            for term in heads.terms
        ),
    )
