"""How a change is kept in a draft: the piece before and after, once for each key."""

import json

from contracts.variations.actions.recording import touch
from contracts.variations.models import ChangeDrafted, Variation
from contracts.variations.queries.content import change_of
from contracts.variations.queries.variations import list_changes
from contracts.variations.rules.pieces import Piece
from contracts.variations.rules.written import piece_values
from core.db import db
from core.errors import Refusal


def keep_change(
    variation: Variation, key: str, *, before: Piece | None, after: Piece | None, follows: str = ""
) -> None:
    """Keep what a draft makes of a piece, instead of what it made of it before. Refused where nothing changes."""
    if before == after:
        raise Refusal("Nothing was changed: this is what the contract says already.")
    row = next((each for each in list_changes(variation.id) if each.key == key), None)
    row = row or ChangeDrafted(variation_id=variation.id, key=key, follows=follows)
    row.before = _written(before)
    row.after = _written(after)
    db.session.add(row)
    touch(variation)
    db.session.flush()


def drafted_of(variation_id: int, key: str) -> Piece | None:
    """What a draft makes of a piece so far; None where it leaves it as it stands, or takes it out."""
    row = next((each for each in list_changes(variation_id) if each.key == key), None)
    return change_of(row).after if row else None


def _written(piece: Piece | None) -> str | None:
    return json.dumps(piece_values(piece), ensure_ascii=False, sort_keys=True) if piece else None
