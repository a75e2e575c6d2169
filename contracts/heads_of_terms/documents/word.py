"""Heads of terms as a Word document, for those who must redline outside. The same input gives the same bytes.

An edited copy comes back as an attached document; it never changes the heads.
"""

from contracts.heads_of_terms.documents.said import NO_BINDING, Said, figure_rows, in_pounds, totals_in
from contracts.heads_of_terms.rules.content import TermContent
from contracts.heads_of_terms.rules.terms import TERM_STATE_NAMES
from core import prose
from core.markdown import as_blocks
from core.signatures.documents import signatures_in_prose
from core.word import document


def heads_docx(said: Said) -> bytes:
    """The document; says on every page that it is a draft until all parties have signed."""
    content = said.content
    contents = [prose.paragraph_of(f"{number}. {title} ({state.lower()})") for number, title, state in said.contents]
    return document(
        title=f"Heads of terms: {content.title}",
        facts=[*said.facts, ("Figures from", content.source.in_words), ("Content hash", said.content_hash)],
        sections=[
            ("", "", [prose.paragraph_of(text) for text in (said.in_one_sentence, said.open_in_words, NO_BINDING)]),
            ("", "Contents", contents),
            *(("", _heading(place, term), _clause(place, term)) for place, term in enumerate(content.terms, start=1)),
            ("", "Signatures", _signatures(said)),
        ],
        footer=f"Content hash {said.content_hash}",
        is_draft=said.is_draft,
        organisation=content.particulars.commissioner.name,
    )


def _heading(number: int, term: TermContent) -> str:
    mark = f" ({TERM_STATE_NAMES[term.state].lower()})" if term.is_open else ""
    return f"{number}. {term.title}{mark}"


def _clause(number: int, term: TermContent) -> list[prose.Block]:
    blocks = list(as_blocks(term.text, caption=f"Table {number}"))
    if term.figures:
        head = ("What", "Amount £" if in_pounds(term.figures) else "Figure")
        rows, totals = figure_rows(term.figures), totals_in(term.figures)
        blocks.append(prose.table_of(f"{term.title}: figures", head, rows, right_from=1, totals=totals))
    return blocks


def _signatures(said: Said) -> list[prose.Block]:
    reserved = [f"Reservation of {organisation}: {words}" for organisation, words in said.reserved]
    told = [*reserved, *([said.waiting_in_words] if said.waiting else [])]
    return [*signatures_in_prose(said.signatures), *(prose.paragraph_of(text) for text in told)]
