"""The heads of terms of the demo year: intermediate care, broad, signed by commissioner, provider and four groups.

One group signs with a reservation, the fifth has not signed. The words are illustrative.
"""

from collections.abc import Callable
from datetime import date, datetime

from contracts.heads_of_terms.actions.drafting import Wanted, draft_heads
from contracts.heads_of_terms.actions.standing import issue_heads, sign_heads
from contracts.heads_of_terms.actions.talking import comment_on_term
from contracts.heads_of_terms.actions.terms import add_term, settle_term
from contracts.heads_of_terms.models import HeadsOfTerms
from contracts.heads_of_terms.queries.content import content_hash_of
from contracts.heads_of_terms.queries.heads import get_heads
from contracts.heads_of_terms.rules.figures import FigureKind
from contracts.heads_of_terms.rules.terms import TermState
from core.permissions import Actor

RESERVATION = (
    "We assent to the total. Our word on the split of the beds is held back until the bed days of our practices have "
    "been checked with the provider."
)
STILL_OPEN = ("SICKNESS", "AVAILABILITY", "TUPE")
_ATTENDEES = {
    "DAC": "PbC lead and one practice manager",
    "WAT": "PbC lead and the group’s intermediate care lead",
    "STA": "PbC lead",
    "HER": "PbC lead and one practice nurse",
    "RED": "",
}
_INFECTION_CONTROL = (
    "More beds need more infection control and clinical audit. The provider names an infection control nurse for the "
    "additional beds before the first of them opens, and reports each quarter:\n\n"
    "- audits made and what came of them\n"
    "- beds closed because of an outbreak, and for how many days"
)
_COMMENT = "We would like to see the sickness figures of the last two years before we agree a threshold."
_ANSWER = "They will be with the papers of the first review. Until then the term stays open."


def draft_demo_heads(*, proposal_id: int, provider: Actor, lead: Actor, by: Actor, at: datetime) -> int:
    """Draft the heads from a proposal, add a term, talk about one, agree most; the id of the heads."""
    heads = draft_heads(
        proposal_id=proposal_id,
        wanted=Wanted(
            title="Intermediate care 2008/09",
            provider_id=provider.organisation_id,
            starts_on=date(2008, 4, 1),
            ends_on=date(2009, 3, 31),
            lines=("IC-HOME", "IC-BEDS", "MD-ICBEDS"),
            attendees=_ATTENDEES,
        ),
        by=by,
        at=at,
    )
    add_term(
        heads_id=heads.id,
        code="INFECTION-CONTROL",
        title="Infection control and clinical audit",
        text=_INFECTION_CONTROL,
        draws=FigureKind.NONE,
        place=14,
        by=by,
    )
    comment_on_term(heads_id=heads.id, code="SICKNESS", words=_COMMENT, by=lead, at=at)
    comment_on_term(heads_id=heads.id, code="SICKNESS", words=_ANSWER, by=provider, at=at)
    for term in list(heads.terms):
        if term.code not in STILL_OPEN:
            settle_term(heads_id=heads.id, code=term.code, to=TermState.AGREED, by=by)
    return heads.id


def issue_demo_heads(*, heads_id: int, by: Actor, at: datetime, address_of: Callable[[int], str]) -> HeadsOfTerms:
    """Issue them as broad heads of terms."""
    heads = get_heads(heads_id)
    issue_heads(
        heads_id=heads_id,
        is_broad=True,
        seen_hash=content_hash_of(heads),
        by=by,
        at=at,
        on=at.date(),
        href=address_of(heads_id),
    )
    return heads


def sign_demo_heads(
    *, heads_id: int, by: Actor, at: datetime, address_of: Callable[[int], str], reservation: str = ""
) -> None:
    """Sign them for one of the parties."""
    sign_heads(
        heads_id=heads_id,
        seen_hash=content_hash_of(get_heads(heads_id)),
        reservation=reservation,
        by=by,
        at=at,
        on=at.date(),
        href=address_of(heads_id),
    )
