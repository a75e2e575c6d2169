"""The kinds of variations as people say them, and what each is for."""

from collections.abc import Mapping

from contracts.variations.rules.composition import VariationKind
from core.errors import Refusal

LONGEST_TITLE = 160

KIND_NAMES: Mapping[VariationKind, str] = {
    VariationKind.ACTIVITY: "Activity",
    VariationKind.PRICE: "Price",
    VariationKind.SERVICE: "Service",
    VariationKind.DURATION: "Duration",
    VariationKind.INFORMATION: "Information",
    VariationKind.NATIONAL: "National",
    VariationKind.CORRECTION: "Correction",
}
KIND_HINTS: Mapping[VariationKind, str] = {
    VariationKind.ACTIVITY: "More or less of a service",
    VariationKind.PRICE: "Prices, terms of payment, money of the lines",
    VariationKind.SERVICE: "What is done, where, by whom; a new version of a specification",
    VariationKind.DURATION: "Another last day",
    VariationKind.INFORMATION: "Returns, reviews, who is told what by when",
    VariationKind.NATIONAL: "What the department changes in all contracts of a kind",
    VariationKind.CORRECTION: "A slip of the pen, put right from the first day",
}


def check_words(*, title: str, reason: str) -> None:
    """Refuse a variation without a title or a reason."""
    if not 1 <= len(title.strip()) <= LONGEST_TITLE:
        raise Refusal(f"Say in a few words what the variation changes, in at most {LONGEST_TITLE} characters.")
    if not reason.strip():
        raise Refusal("Say why the contract is varied. The other party reads this.")
