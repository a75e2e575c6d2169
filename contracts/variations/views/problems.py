"""What stands in the way of proposing a draft, in sentences for its page."""

from datetime import date

from contracts.variations.actions.proposing import check_may_be_proposed
from contracts.variations.models import Variation
from contracts.variations.queries.content import Base
from contracts.variations.rules.content import Text
from core.errors import Refusal
from core.web import current_actor


def problems_of(variation: Variation, text: Text, base: Base, *, on: date) -> list[str]:
    """Why a draft cannot be proposed on a day; none: it can."""
    try:
        check_may_be_proposed(variation, text, base, by=current_actor(), on=on)
    except Refusal as refusal:
        return [str(refusal)]
    return []
