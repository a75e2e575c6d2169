"""The one event each act leaves behind, the draft an act may change, and drawing its figures."""

from datetime import datetime

from budgets.agreement.models.proposals import Proposal
from contracts.heads_of_terms.models import SUBJECT, HeadsOfTerms
from contracts.heads_of_terms.queries.drawing import drawn_from, particulars_of
from contracts.heads_of_terms.queries.heads import get_heads
from contracts.heads_of_terms.rules.drawing import draw
from contracts.heads_of_terms.rules.drift import drift_between
from contracts.heads_of_terms.rules.figures import figures_from, figures_kept
from contracts.heads_of_terms.rules.states import check_is_draft
from contracts.heads_of_terms.rules.terms import TermState
from core import audit
from core.db import db
from core.permissions import Actor, Permission, check_may


def record(heads: HeadsOfTerms, act: str, *, by: Actor, new: audit.Values, old: audit.Values | None = None) -> None:
    """Note an act on a version."""
    audit.record(
        db.session(),
        by=by,
        act=f"{SUBJECT}.{act}",
        subject=SUBJECT,
        subject_id=heads.id,
        old=old,
        new={"reference": heads.reference, **new},
        commissioner_id=heads.commissioner_id,
    )


def draft_held(heads_id: int, *, by: Actor) -> HeadsOfTerms:
    """The draft of that id, held until the act is over; refused to whoever may not draft, and for what is no draft."""
    heads = get_heads(heads_id, for_change=True)
    check_may(by, Permission.DRAFT_CONTRACTS, commissioner_id=heads.commissioner_id)
    check_is_draft(heads.state, reference=heads.reference)
    return heads


def draw_figures(heads: HeadsOfTerms, proposal: Proposal, *, at: datetime) -> list[str]:
    """Draw the figures of all terms from a proposal; the titles of agreed terms that are open again, for they moved."""
    particulars, drawn = particulars_of(heads), drawn_from(proposal, heads)
    opened = []
    for term in heads.terms:
        before, now = figures_from(term.figures), draw(term.draws, particulars, drawn)
        if drift_between(before, now) and term.state is TermState.AGREED:
            term.state = TermState.OPEN
            opened.append(term.title)
        term.figures = figures_kept(now)
    heads.proposal, heads.drawn_at = proposal, at
    return opened
