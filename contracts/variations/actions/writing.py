"""Writing what a draft changes: a text worded anew, a schedule added or taken out, the last day; and taking it back."""

from dataclasses import replace
from datetime import date

from contracts.agreements.queries.content import term_of
from contracts.agreements.rules.clauses import TERM
from contracts.agreements.rules.schedules import check_title
from contracts.variations.actions.keeping import drafted_of, keep_change
from contracts.variations.actions.recording import held_draft, record_on, touch
from contracts.variations.models import Variation
from contracts.variations.queries.content import Base, base_of, change_of, changeable
from contracts.variations.queries.settings import check_settings_text
from contracts.variations.queries.variations import list_changes
from contracts.variations.rules.checks import check_last_day
from contracts.variations.rules.composition import VariationKind
from contracts.variations.rules.pieces import Piece, PieceKind, fact_key, part_of
from contracts.variations.rules.settings import SETTINGS_PART
from core.comparing import rewording_of
from core.db import db
from core.errors import Refusal
from core.markdown import check_text
from core.permissions import Actor
from core.wording import in_full

_ADDED = "added"


def write_part(*, variation_id: int, key: str, title: str, text: str, by: Actor) -> Variation:
    """Word a clause or a schedule anew, upon what stands on the first day of the variation."""
    variation = held_draft(variation_id, by=by)
    check_text(text)
    check_title(title)
    if key == SETTINGS_PART:
        check_settings_text(text)
    before = _worded(base_of(variation.contract), variation, key)
    after = replace(before or _added(variation, key), title=title.strip(), text=text.strip())
    now = drafted_of(variation.id, key) or before
    keep_change(variation, key, before=before, after=after)
    summary = rewording_of((now.title, after.title), (now.text, after.text)) if now else ""
    old = {"title": now.title, "text": now.text} if now else None
    new = {"title": after.title, "text": after.text, "summary": summary}
    record_on(variation, "write_part", by=by, new=new, old=old)
    return variation


def add_schedule(*, variation_id: int, title: str, text: str, follows: str, by: Actor) -> Variation:
    """Add a schedule behind another part (blank: at the end)."""
    variation = held_draft(variation_id, by=by)
    check_text(text)
    check_title(title)
    base = base_of(variation.contract)
    standing = [piece for piece in base.standing_on(variation.effective_from) if piece.is_worded]
    if follows and follows not in {piece.key for piece in standing}:
        raise Refusal("Choose the part behind which it stands among those of the contract.")
    key = _free_key(variation, [piece.key for piece in standing] + [part.key for part in base.content.parts])
    piece = Piece(key=key, kind=PieceKind.SCHEDULE, title=title.strip(), text=text.strip())
    keep_change(variation, key, before=None, after=piece, follows=follows)
    record_on(variation, "add_schedule", by=by, new={"title": piece.title})
    return variation


def take_out_part(*, variation_id: int, key: str, by: Actor) -> Variation:
    """Take a schedule out, with its lines of figures. One that holds lines of money stays while it holds any."""
    variation = held_draft(variation_id, by=by)
    standing = base_of(variation.contract).standing_on(variation.effective_from)
    part = next((piece for piece in standing if piece.key == key and piece.kind is PieceKind.SCHEDULE), None)
    if part is None:
        raise Refusal("Choose a schedule of the contract. Clauses that follow from its particulars stay.")
    lines = [piece for piece in standing if part_of(piece.key) == key and piece.key != key]
    if any(piece.kind is PieceKind.MONEY and piece.total for piece in lines):
        raise Refusal(f"“{part.name}” commits money of budget lines. Word it anew instead of taking it out.")
    for row in list_changes(variation.id):
        if part_of(row.key) == key and row.before is None:
            db.session.delete(row)
    for piece in (part, *lines):
        keep_change(variation, piece.key, before=piece, after=None)
    record_on(variation, "take_out_part", by=by, new={"title": part.name})
    return variation


def write_last_day(*, variation_id: int, ends_on: date, by: Actor) -> Variation:
    """Change the last day of the contract; the clause on its term is worded anew with it."""
    variation = held_draft(variation_id, by=by)
    contract = variation.contract
    if variation.kind is not VariationKind.DURATION:
        raise Refusal("Only a variation of the kind “Duration” changes the last day. Change its kind first.")
    base = base_of(contract)
    check_last_day(ends_on, first=variation.effective_from, signed=base.signed, term=base.term)
    standing = {piece.key: piece for piece in base.standing_on(variation.effective_from)}
    fact, term = standing[fact_key("ends_on")], standing[TERM]
    if fact.text == ends_on.isoformat():
        raise Refusal(f"The contract ends on {in_full(ends_on)} already.")
    now = drafted_of(variation.id, fact.key) or fact
    keep_change(variation, fact.key, before=fact, after=replace(fact, text=ends_on.isoformat()))
    keep_change(variation, TERM, before=term, after=replace(term, text=term_of(contract, ends_on=ends_on)))
    old = {"ends_on": in_full(date.fromisoformat(now.text))}
    record_on(variation, "write_last_day", by=by, new={"ends_on": in_full(ends_on)}, old=old)
    return variation


def drop_change(*, variation_id: int, key: str, by: Actor) -> Variation:
    """Take a change out of a draft, with those made with it: the lines of a schedule that is added or taken out."""
    variation = held_draft(variation_id, by=by)
    changes = {each.key: change_of(each) for each in list_changes(variation.id)}
    part = changes.get(part_of(key))
    if part is not None and part.after is None:
        key = part.key
    taken = changes.get(key)
    if taken is None:
        raise Refusal("The draft does not change that any more.")
    gone = {TERM, fact_key("ends_on")} if key in (TERM, fact_key("ends_on")) else {key}
    if None in (taken.before, taken.after):
        gone |= {each for each in changes if part_of(each) == key}
    for each in list_changes(variation.id):
        if each.key in gone:
            db.session.delete(each)
    touch(variation)
    db.session.flush()
    record_on(variation, "drop_change", by=by, new={"title": taken.name})
    return variation


def _worded(base: Base, variation: Variation, key: str) -> Piece | None:
    """The text of that key as it stands on the first day; None for one that this draft adds."""
    if any(each.key == key and each.after is None for each in list_changes(variation.id)):
        raise Refusal("The draft takes that out. Take this change back first.")
    found = next((each for each in changeable(base.standing_on(variation.effective_from)) if each.key == key), None)
    if found is None and not key.startswith(_ADDED):
        raise Refusal("Choose a clause or a schedule of the contract.")
    return found


def _added(variation: Variation, key: str) -> Piece:
    if not any(each.key == key for each in list_changes(variation.id)):
        raise Refusal("Choose a clause or a schedule of the contract.")
    return Piece(key=key, kind=PieceKind.SCHEDULE, title=key)


def _free_key(variation: Variation, taken: list[str]) -> str:
    """The key of a part that a variation adds: by its number, so that no two variations give the same."""
    taken = [*taken, *(each.key for each in list_changes(variation.id))]
    return next(key for turn in range(1, len(taken) + 2) if (key := f"{_ADDED}-{variation.number}-{turn}") not in taken)
