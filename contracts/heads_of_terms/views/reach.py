"""Finding the heads and the term of an address: none, or those of others, are not found for the one who asks."""

from dataclasses import dataclass

from flask import abort, url_for
from sqlalchemy.exc import NoResultFound

from contracts.heads_of_terms.models import HeadsOfTerms, HeadsTerm
from contracts.heads_of_terms.queries.heads import get_heads, get_term, may_see_heads
from core.web import current_actor

Crumbs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TermInHeads:
    """A term as a form changes it: the audit trail tells of its heads, its own version says whether it was changed."""

    term: HeadsTerm

    @property
    def id(self) -> int:
        """The number of the heads."""
        return self.term.heads_id

    @property
    def version(self) -> int:
        """The version of the term."""
        return self.term.version


def reached_heads(heads_id: int) -> HeadsOfTerms:
    """The version, if the reader is concerned: of the commissioner, or of a party that it names."""
    try:
        heads = get_heads(heads_id)
    except NoResultFound:
        abort(404)
    if not may_see_heads(current_actor(), heads):
        abort(404)
    return heads


def reached_term(heads_id: int, code: str) -> tuple[HeadsOfTerms, HeadsTerm]:
    """The version and its term of that code."""
    heads = reached_heads(heads_id)
    try:
        return heads, get_term(heads.id, code)
    except NoResultFound:
        abort(404)


def address_of(heads_id: int, anchor: str | None = None) -> str:
    """The page of a version."""
    return url_for("heads_of_terms.show_heads", heads_id=heads_id, _anchor=anchor)


def crumbs_to_list() -> Crumbs:
    """The way to the list."""
    return [("Heads of terms", url_for("heads_of_terms.list_heads"))]


def crumbs_to(heads: HeadsOfTerms) -> Crumbs:
    """The way to the pages below a version."""
    return [*crumbs_to_list(), (f"{heads.reference}: {heads.title}", address_of(heads.id))]
