"""What heads of terms put on the home page: what is to be signed, terms to settle, figures that drifted."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from contracts.heads_of_terms.models import HeadsOfTerms
from contracts.heads_of_terms.queries.content import drift_of, signers_in
from contracts.heads_of_terms.queries.heads import list_heads
from contracts.heads_of_terms.rules.signing import Signer, waiting_for
from contracts.heads_of_terms.rules.states import State
from contracts.heads_of_terms.rules.terms import TermState
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission
from core.wording import listed

_MOST_COMPARED = 20


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """The part of heads of terms on the home page of one who reads."""
    del on
    if not (actor.may(Permission.SIGN_CONTRACTS) or actor.may(Permission.DRAFT_CONTRACTS)):
        return []
    found = list_heads(actor, states=(State.DRAFT, State.ISSUED))
    signers = signers_in(found)
    to_dos = [to_do for heads in found for to_do in _to_sign(actor, heads, signers[heads.id])]
    if actor.may(Permission.DRAFT_CONTRACTS):
        to_dos += [to_do for heads in found[:_MOST_COMPARED] for to_do in _to_draft(heads, signers[heads.id])]
    return to_dos


def _to_sign(actor: Actor, heads: HeadsOfTerms, signers: Sequence[Signer]) -> Iterator[ToDo]:
    asked = any(each.party_id == actor.organisation_id and not each.has_signed for each in signers)
    if heads.state is State.ISSUED and asked and actor.may(Permission.SIGN_CONTRACTS):
        yield ToDo(
            what=f"Sign the heads of terms “{heads.title}”",
            href=url_for("heads_of_terms.sign_heads", heads_id=heads.id),
            by=heads.proposal.deadline,
            detail=f"{heads.reference} with {heads.provider.name}. You may record a reservation.",
        )


def _to_draft(heads: HeadsOfTerms, signers: Sequence[Signer]) -> Iterator[ToDo]:
    here = url_for("heads_of_terms.show_heads", heads_id=heads.id)
    still_open = [term.title for term in heads.terms if term.state is TermState.OPEN]
    if heads.state is State.DRAFT and still_open:
        count = "1 open term" if len(still_open) == 1 else f"{len(still_open)} open terms"
        detail = f"{listed(still_open[:3])}{' and others' if len(still_open) > 3 else ''}."
        yield ToDo(what=f"Settle {count} of “{heads.title}”", href=f"{here}#open-terms", detail=detail)
    if heads.state is State.ISSUED and (names := waiting_for(signers)):
        what = f"“{heads.title}” waits for {len(names)} signature{'' if len(names) == 1 else 's'}"
        yield ToDo(what=what, href=here, detail=f"Of {listed(names)}.", coming_up=True)
    if drift_of(heads).is_any:
        detail = f"The round has other figures now than {heads.reference}. See before and now."
        yield ToDo(what=f"Look at the figures of “{heads.title}” that drifted", href=f"{here}#drift", detail=detail)
