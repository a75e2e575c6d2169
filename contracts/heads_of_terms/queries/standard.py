"""The standard terms that new heads begin with: those shipped, as a commissioner words them for itself."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from sqlalchemy import select

from contracts.heads_of_terms.models import OwnStandardTerm
from contracts.heads_of_terms.rules.terms import StandardTerm, terms_from
from core.db import db

_FILE = Path(__file__).resolve().parents[1] / "standard_terms.toml"


@cache
def shipped_terms() -> tuple[StandardTerm, ...]:
    """The standard terms as they come with the system, in order."""
    return terms_from(_FILE.read_text(encoding="utf-8"))


def find_own_term(commissioner_id: int, code: str) -> OwnStandardTerm | None:
    """A commissioner's own wording of a standard term."""
    return own_terms(commissioner_id).get(code)


def own_terms(commissioner_id: int) -> dict[str, OwnStandardTerm]:
    """A commissioner's own wordings, by code."""
    rows = select(OwnStandardTerm).where(OwnStandardTerm.commissioner_id == commissioner_id)
    return {own.code: own for own in db.session.scalars(rows)}


def standard_terms(commissioner_id: int) -> list[StandardTerm]:
    """The terms that new heads of a commissioner begin with, in order; those it leaves out are not among them."""
    own = own_terms(commissioner_id)
    worded = [(term, own.get(term.code)) for term in shipped_terms()]
    return [
        replace(term, title=mine.title, text=mine.text) if mine else term
        for term, mine in worded
        if mine is None or not mine.is_left_out
    ]
