"""The sentence by which an organisation signs a variation."""

from contracts.agreements.rules.forms import Signer
from contracts.variations.rules.content import Text
from core.signatures.rules import capacity_in_words
from core.wording import in_full


def sentence_to_sign(text: Text, signer: Signer) -> str:
    """The sentence an organisation signs."""
    said = "agrees to" if signer.is_needed else "assents to"
    until = f" to {in_full(text.effective_to)}" if text.effective_to else ""
    return (
        f"{signer.party.name} {said} variation {text.number} of contract {text.reference}, {text.title}, with effect "
        f"from {in_full(text.effective_from)}{until}, signing {capacity_in_words(signer.capacity)}."
    )
