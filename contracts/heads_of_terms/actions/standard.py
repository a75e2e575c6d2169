"""Wording standard terms: a commissioner's own, which heads drafted from then on begin with."""

from contracts.heads_of_terms.models import OwnStandardTerm
from contracts.heads_of_terms.queries.standard import find_own_term, shipped_terms
from contracts.heads_of_terms.rules.terms import check_has_words, check_title
from core import audit
from core.db import db
from core.errors import Refusal
from core.markdown import check_text
from core.permissions import Actor, Permission, check_may


def word_standard_term(
    *, commissioner_id: int, code: str, title: str, text: str, is_left_out: bool, by: Actor
) -> OwnStandardTerm:
    """Word a standard term for one's own trust, or leave it out of new heads. Heads drafted before keep theirs."""
    check_may(by, Permission.DRAFT_CONTRACTS, commissioner_id=commissioner_id)
    if code not in {term.code for term in shipped_terms()}:
        raise Refusal(f"There is no standard term {code}. A term of your own is added to a draft.")
    check_title(title)
    check_has_words(title, text)
    check_text(text)
    own = find_own_term(commissioner_id, code)
    old = {"title": own.title, "text": own.text} if own else None
    if own is None:
        own = OwnStandardTerm(commissioner_id=commissioner_id, code=code)
        db.session.add(own)
    own.title, own.text, own.is_left_out = title.strip(), text.strip(), is_left_out
    db.session.flush()
    audit.record(
        db.session(),
        by=by,
        act="heads_of_terms.leave_out_standard_term" if is_left_out else "heads_of_terms.word_standard_term",
        subject="standard_term",
        subject_id=own.id,
        old=old,
        new={"code": code, "title": own.title, "text": own.text},
        commissioner_id=commissioner_id,
    )
    return own
