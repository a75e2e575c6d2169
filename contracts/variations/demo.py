"""The variations of the demo year: two that both parties signed, and one that the provider disputes.

All words and figures are illustrative.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.agreements.queries.contracts import list_named
from contracts.variations.actions.drafting import Details, start_variation
from contracts.variations.actions.money import write_money
from contracts.variations.actions.proposing import dispute_variation, propose_variation
from contracts.variations.actions.signing import sign_variation
from contracts.variations.actions.writing import write_part
from contracts.variations.queries.content import base_of, text_of
from contracts.variations.queries.variations import get_variation
from contracts.variations.rules.composition import VariationKind
from contracts.variations.rules.content import canonical
from core.canonical import hash_of
from core.permissions import Actor

REFERENCE = "WH/2008/01"
WEEKENDS = Details(
    kind=VariationKind.SERVICE,
    title="Urgent first visits at weekends",
    reason="The leads asked for it in March: patients who are sent home on a Friday wait until Monday.",
    effective_from=date(2008, 4, 1),
    effective_to=None,
    response_due_on=date(2008, 3, 28),
)
LATER_START = Details(
    kind=VariationKind.PRICE,
    title="One community matron starts later",
    reason="The post could not be filled. What is not spent stays with the groups until it is.",
    effective_from=date(2008, 10, 1),
    effective_to=date(2008, 12, 31),
    response_due_on=date(2008, 3, 28),
)
WITHHOLDING = Details(
    kind=VariationKind.SERVICE,
    title="Two per cent withheld for late returns",
    reason="Returns of the year before came up to three months late.",
    effective_from=date(2008, 7, 1),
    effective_to=None,
    response_due_on=date(2008, 4, 14),
)
LESS = {"DAC": -12_000_00, "WAT": -9_000_00}
PENALTY = "There are no penalties in the first year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Who acts for the commissioner and for the provider."""

    commissioner: Actor
    provider: Actor


def seed_demo_variations(*, sides: Sides, at: datetime, address_of: Callable[[int, int], str]) -> None:
    """Two variations of the community contract that both parties signed, and one disputed; the first begins at `at`."""
    (contract,) = list_named(REFERENCE)
    first = start_variation(contract_id=contract.id, details=WEEKENDS, by=sides.provider, at=at).id
    quality = _quality(first)
    weekends = quality.replace("of an urgent referral.", "of an urgent referral, at weekends and bank holidays too.")
    write_part(variation_id=first, key="quality-1", title="Quality requirements", text=weekends, by=sides.provider)
    _agree(first, sides.provider, [sides.provider, sides.commissioner], at, address_of)

    at += timedelta(minutes=40)
    second = start_variation(contract_id=contract.id, details=LATER_START, by=sides.commissioner, at=at).id
    write_money(variation_id=second, line="COMM-MAT", amounts=LESS, by=sides.commissioner)
    _agree(second, sides.commissioner, [sides.commissioner, sides.provider], at, address_of)

    at += timedelta(minutes=40)
    third = start_variation(contract_id=contract.id, details=WITHHOLDING, by=sides.commissioner, at=at).id
    withheld = _quality(third).replace(PENALTY, "Two per cent of a month’s payment is withheld for a late return")
    write_part(variation_id=third, key="quality-1", title="Quality requirements", text=withheld, by=sides.commissioner)
    _propose(third, sides.commissioner, at, address_of)
    said = at + timedelta(minutes=20)
    dispute_variation(
        variation_id=third,
        reason="The leads agreed on no penalties in the first year. Help us with the system that makes the returns.",
        by=sides.provider,
        at=said,
        on=said.date(),
        href=_href(third, address_of),
    )


def _agree(
    variation_id: int, by: Actor, signers: Sequence[Actor], at: datetime, address_of: Callable[[int, int], str]
) -> None:
    _propose(variation_id, by, at, address_of)
    proposal = get_variation(variation_id).proposal
    if proposal is None:
        raise LookupError(f"variation {variation_id} was proposed without a text")
    for turn, signer in enumerate(signers, start=1):
        signed = at + timedelta(minutes=10 + 5 * turn)
        sign_variation(
            variation_id=variation_id,
            seen_hash=proposal.content_hash,
            by=signer,
            at=signed,
            on=signed.date(),
            href=_href(variation_id, address_of),
        )


def _propose(variation_id: int, by: Actor, at: datetime, address_of: Callable[[int, int], str]) -> None:
    variation = get_variation(variation_id)
    seen = hash_of(canonical(text_of(variation, base_of(variation.contract))))
    proposed = at + timedelta(minutes=10)
    propose_variation(
        variation_id=variation_id,
        seen_hash=seen,
        by=by,
        at=proposed,
        on=proposed.date(),
        href=_href(variation_id, address_of),
    )


def _quality(variation_id: int) -> str:
    """What the schedule on quality says on the first day of the variation."""
    variation = get_variation(variation_id)
    standing = base_of(variation.contract).standing_on(variation.effective_from)
    return next(piece.text for piece in standing if piece.key == "quality-1")


def _href(variation_id: int, address_of: Callable[[int, int], str]) -> str:
    variation = get_variation(variation_id)
    return address_of(variation.contract_id, variation.number)
