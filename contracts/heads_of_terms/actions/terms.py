"""Acts on the terms of a draft: add, change, move, take out, agree and open again."""

from collections.abc import Sequence

from contracts.heads_of_terms.actions.recording import draft_held, record
from contracts.heads_of_terms.models import HeadsOfTerms, HeadsTerm
from contracts.heads_of_terms.queries.drawing import drawn_from, particulars_of
from contracts.heads_of_terms.queries.heads import get_term
from contracts.heads_of_terms.rules import terms as rules
from contracts.heads_of_terms.rules.drawing import draw
from contracts.heads_of_terms.rules.figures import FigureKind, figures_kept
from contracts.heads_of_terms.rules.terms import TermState
from core.comparing import rewording_of
from core.db import db
from core.errors import Refusal
from core.markdown import check_text
from core.permissions import Actor


def add_term(*, heads_id: int, code: str, title: str, text: str, draws: FigureKind, place: int, by: Actor) -> HeadsTerm:
    """Add a term of one's own to a draft, at a place counted from 1. Its code stays for good."""
    heads = draft_held(heads_id, by=by)
    rules.check_code(code, taken=[term.code for term in heads.terms])
    rules.check_title(title)
    check_text(text)
    term = HeadsTerm(
        place=len(heads.terms) + 1,
        code=code,
        title=title.strip(),
        text=text.strip(),
        draws=draws,
        figures=_drawn(heads, draws),
        state=TermState.OPEN,
    )
    heads.terms.append(term)
    _put_in_order(heads, rules.moved_to([each.code for each in heads.terms], code, place))
    record(heads, "add_term", by=by, new={"code": code, "title": term.title})
    db.session.flush()
    return term


def change_term(*, heads_id: int, code: str, title: str, text: str, draws: FigureKind, place: int, by: Actor) -> bool:
    """Change a term of a draft; one that was agreed is open again where its words changed: whether it is."""
    heads = draft_held(heads_id, by=by)
    term = get_term(heads_id, code)
    rules.check_title(title)
    check_text(text)
    before = (term.title, term.text, term.draws)
    old = {"title": term.title, "text": term.text}
    summary = rewording_of((term.title, title.strip()), (term.text, text.strip()))
    term.title, term.text = title.strip(), text.strip()
    if draws is not term.draws:
        term.draws, term.figures = draws, _drawn(heads, draws)
    has_changed = before != (term.title, term.text, term.draws)
    is_opened = has_changed and term.state is TermState.AGREED
    if is_opened:
        term.state = TermState.OPEN
    _put_in_order(heads, rules.moved_to([each.code for each in heads.terms], code, place))
    new = {"code": code, "title": term.title, "text": term.text, "summary": summary}
    record(heads, "change_term", by=by, old=old, new=new)
    db.session.flush()
    return is_opened


def remove_term(*, heads_id: int, code: str, by: Actor) -> None:
    """Take a term out of a draft. What was said to it stays with the draft."""
    heads = draft_held(heads_id, by=by)
    term = get_term(heads_id, code)
    if len(heads.terms) == 1:
        raise Refusal("This is the only term. Heads of terms have at least one.")
    heads.terms.remove(term)
    db.session.flush()
    _put_in_order(heads, [each.code for each in heads.terms])
    record(heads, "remove_term", by=by, old={"text": term.text}, new={"code": code, "title": term.title})
    db.session.flush()


def settle_term(*, heads_id: int, code: str, to: TermState, by: Actor) -> HeadsTerm:
    """Record that a term of a draft is agreed, or open again."""
    heads = draft_held(heads_id, by=by)
    term = get_term(heads_id, code)
    rules.check_may_be_settled(term.title, is_state=term.state, to=to)
    if to is TermState.AGREED:
        rules.check_has_words(term.title, term.text)
    term.state = to
    record(
        heads, "agree_term" if to is TermState.AGREED else "open_term", by=by, new={"code": code, "title": term.title}
    )
    db.session.flush()
    return term


def _drawn(heads: HeadsOfTerms, draws: FigureKind) -> str:
    return figures_kept(draw(draws, particulars_of(heads), drawn_from(heads.proposal, heads)))


def _put_in_order(heads: HeadsOfTerms, codes: Sequence[str]) -> None:
    places = {code: place for place, code in enumerate(codes, start=1)}
    for term in heads.terms:
        term.place = places[term.code]
    heads.terms.sort(key=lambda each: each.place)
