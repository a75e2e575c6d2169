"""A variation, and a contract as at a date, as their documents need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.issues import ISSUE_SUBJECT
from contracts.variations.models import SUBJECT, Variation
from contracts.variations.queries.content import Base, base_of, text_of
from contracts.variations.queries.variations import list_answers, list_of_contract
from contracts.variations.rules.composition import VariationKind
from contracts.variations.rules.content import AsAt, Text, canonical
from contracts.variations.rules.kinds import KIND_NAMES
from contracts.variations.rules.states import STATE_NAMES, Stage, State
from core.canonical import hash_of
from core.signatures.models import Signature
from core.signatures.queries import list_signatures
from core.wording import in_full, sterling


@dataclass(frozen=True, slots=True, kw_only=True)
class VariationPaper:
    """A variation to be written as a document. `is_draft`: not signed by both parties, so that it bears DRAFT."""

    commissioner: str
    provider: str
    year: str
    text: Text
    content_hash: str
    state: State
    is_draft: bool
    is_retrospective: bool
    signatures: Sequence[Signature]
    answers: Sequence[str]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What identifies the variation on its first page."""
        text = self.text
        until = in_full(text.effective_to) if text.effective_to else "the end of the contract"
        late = ", retrospectively" if self.is_retrospective else ""
        return [
            ("Contract", f"{text.reference}, {text.contract}"),
            ("Kind", KIND_NAMES[VariationKind(text.kind)]),
            ("Commissioner", self.commissioner),
            ("Provider", self.provider),
            ("Proposed by", text.proposer),
            ("State", STATE_NAMES[self.state]),
            ("Takes effect on", f"{in_full(text.effective_from)}{late}"),
            ("Holds until", until),
            ("Effect in a full year", _pounds(text.effect.full_year)),
            (f"Effect in {self.year}", _pounds(text.effect.part_year)),
        ]

    @property
    def unsigned(self) -> list[str]:
        """The organisations asked to sign that have not."""
        given = {each.organisation for each in self.signatures}
        return [each.name for each in self.text.signatures if each.name not in given]


@dataclass(frozen=True, slots=True, kw_only=True)
class AsAtPaper:
    """A contract as at a date to be written as a document, with the variations that hold on it."""

    base: Base
    found: AsAt
    on: date
    in_effect: Sequence[Variation]
    signatures: Sequence[Signature]


def _pounds(pence: int) -> str:
    """An amount with its sign in front of the pound, a minus as in the tables of the document."""
    return sterling(pence).replace("-", "\u2212")


def variation_paper(variation: Variation, *, on: date) -> VariationPaper:
    """The variation as it is written down on a day."""
    base = base_of(variation.contract)
    text = text_of(variation, base)
    proposal = variation.proposal
    return VariationPaper(
        commissioner=variation.contract.commissioner.name,
        provider=variation.contract.provider.name,
        year=variation.contract.year,
        text=text,
        content_hash=proposal.content_hash if proposal else hash_of(canonical(text)),
        state=variation.state_on(on),
        is_draft=variation.stage is not Stage.SIGNED,
        is_retrospective=variation.is_retrospective,
        signatures=list_signatures(SUBJECT, variation.id),
        answers=[
            f"{each.answer_name} by {each.name}, {each.organisation.name}: {each.reason}"
            for each in list_answers(variation.id)
        ],
    )


def as_at_paper(contract: Contract, *, on: date) -> AsAtPaper:
    """A signed contract as it stands on a day. LookupError for one that was never issued."""
    base = base_of(contract)
    found = base.as_at(on)
    numbers = set(found.composition.numbers)
    return AsAtPaper(
        base=base,
        found=found,
        on=on,
        in_effect=[each for each in list_of_contract(contract.id) if each.number in numbers],
        signatures=list_signatures(ISSUE_SUBJECT, base.issue.id),
    )
