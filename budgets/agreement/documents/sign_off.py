"""How a round was signed off, as its documents print it."""

from collections.abc import Sequence
from datetime import date

from budgets.agreement.models.sign_off import Lock
from budgets.agreement.rules.sign_off import Said
from budgets.agreement.rules.sign_off_content import SignedContent, SignedDecision, content_from
from budgets.agreement.rules.stances import REASON_NAMES, STANCE_NAMES
from budgets.rounds.documents.heading import StatementHeading
from budgets.rounds.documents.signed import SignedOff
from core.clock import in_london
from core.pdf.signatures import Given
from core.signatures.models import Signature
from core.signatures.rules import Capacity
from core.wording import in_full


def signed_off(lock: Lock, signatures: Sequence[Signature], *, audit_head: str) -> SignedOff:
    """Positions, decision and signatures of a round that was locked, all as they were signed."""
    content = content_from(lock.sign_off.content)
    return SignedOff(
        on=day_of(lock),
        proposal=content.proposal,
        adopted_without=content.adopted_without,
        positions=[
            (group.said.name, in_words(group.said.total), in_words(group.said.split)) for group in content.groups
        ],
        decision=decided_in_words(content.decision) if content.decision else "",
        reasons=content.decision.reasons if content.decision else "",
        signatures=[_given(each) for each in in_order(signatures)],
        signed_hash=lock.sign_off.content_hash,
        audit_head=audit_head,
    )


def heading_of(lock: Lock, *, superseded: str = "") -> StatementHeading:
    """What identifies the documents of a round that was locked. `superseded`: by what, where it was unlocked since."""
    content = content_from(lock.sign_off.content)
    state = f"Signed off on {in_full(day_of(lock))}"
    return StatementHeading(
        commissioner=content.commissioner,
        year=content.year,
        dated=day_of(lock),
        content_hash=content.calculation_hash,
        calculation_number=content.calculation,
        state=f"{state}; {superseded}" if superseded else state,
        adopted_without=content.adopted_without,
        is_signed=True,
    )


def in_words(said: Said) -> str:
    """What a group said, by whom and when, and its words where they are shared.

    >>> from budgets.agreement.rules.stances import Stance
    >>> in_words(Said(stance=Stance.AGREED, by="PbC lead of DacCom", role="PbC lead", on=date(2008, 3, 20)))
    'Agreed by PbC lead of DacCom on 20 March 2008'
    >>> in_words(Said(stance=Stance.NO_RESPONSE))
    'No response'
    """
    reason = f" ({REASON_NAMES[said.reason].lower()})" if said.reason else ""
    by = f" by {said.by} on {in_full(said.on)}" if said.on else ""
    quoted = f": “{said.words}”" if said.words else ""
    return f"{STANCE_NAMES[said.stance]}{reason}{by}{quoted}"


def decided_in_words(decision: SignedDecision) -> str:
    """Who decided over dissent, and when."""
    return f"Decided by {decision.by} ({decision.role}) on {in_full(decision.on)}:"


def content_of(lock: Lock) -> SignedContent:
    """What was signed."""
    return content_from(lock.sign_off.content)


def in_order(signatures: Sequence[Signature]) -> list[Signature]:
    """The commissioner's signature first, then those of the groups as they came."""
    return sorted(signatures, key=lambda each: each.capacity is not Capacity.FOR_COMMISSIONER)


def day_of(lock: Lock) -> date:
    """The day in London on which a round was locked."""
    return in_london(lock.locked_at).date()


def _given(signature: Signature) -> Given:
    return Given(
        name=signature.name,
        role=signature.role,
        organisation=signature.organisation,
        capacity=signature.capacity_name,
        statement=signature.statement,
        content_hash=signature.content_hash,
        signed_on=signature.signed_on,
    )
