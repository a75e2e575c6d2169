"""A version as its pages show it: what it says, what drifted, who signed, what the reader may do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.heads_of_terms.models import SUBJECT, HeadsOfTerms
from contracts.heads_of_terms.presented.figures import figures_table
from contracts.heads_of_terms.queries.content import Drifted, content_of, drift_of, signers_of
from contracts.heads_of_terms.rules.content import HeadsContent, TermContent
from contracts.heads_of_terms.rules.drift import Drift
from contracts.heads_of_terms.rules.signing import Signer, waiting_for
from contracts.heads_of_terms.rules.states import State
from core.permissions import Actor, Permission
from core.tables import Table
from core.threads.queries import count_comments
from core.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSeen:
    """A term with its number, its figures as a table, what drifted in it, and how many comments it has."""

    number: int
    term: TermContent
    figures: Table | None
    moved: Sequence[Drift]
    comments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class May:
    """What the reader can do with a version now; the actions ask again."""

    draft: bool
    issue: bool
    sign: bool
    withdraw: bool
    follow: bool
    comment: bool
    attach: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsSeen:
    """A version as a reader sees it."""

    heads: HeadsOfTerms
    content: HeadsContent
    drifted: Drifted
    signers: Sequence[Signer]
    terms: Sequence[TermSeen]
    may: May

    @property
    def who_acts_next(self) -> str:
        """Whose turn it is, in a sentence."""
        return _next_in_words(self.heads, self.content, self.signers)


def seen_heads(heads: HeadsOfTerms, actor: Actor) -> HeadsSeen:
    """All that the page of a version shows."""
    content, drifted, signers = content_of(heads), drift_of(heads), signers_of(heads)
    return HeadsSeen(
        heads=heads,
        content=content,
        drifted=drifted,
        signers=signers,
        terms=terms_seen(content, drifted.by_term, count_comments(SUBJECT, heads.id)),
        may=may_do(actor, heads, signers),
    )


def terms_seen(
    content: HeadsContent,
    moved: Mapping[str, Sequence[Drift]] | None = None,
    comments: Mapping[str, int] | None = None,
) -> list[TermSeen]:
    """The terms in order, each with its figures laid out."""
    return [
        TermSeen(
            number=number,
            term=term,
            figures=figures_table(term, (moved or {}).get(term.code, ())),
            moved=(moved or {}).get(term.code, ()),
            comments=(comments or {}).get(term.code, 0),
        )
        for number, term in enumerate(content.terms, start=1)
    ]


def may_do(actor: Actor, heads: HeadsOfTerms, signers: Sequence[Signer]) -> May:
    """What the reader can do now."""
    drafts = actor.may(Permission.DRAFT_CONTRACTS) and actor.reaches(heads.commissioner_id)
    asked = any(each.party_id == actor.organisation_id and not each.has_signed for each in signers)
    return May(
        draft=drafts and heads.state is State.DRAFT,
        issue=drafts and heads.state is State.DRAFT,
        sign=heads.state is State.ISSUED and asked and actor.may(Permission.SIGN_CONTRACTS),
        withdraw=drafts and heads.state in {State.DRAFT, State.ISSUED},
        follow=drafts and heads.state in {State.ISSUED, State.SIGNED},
        comment=actor.may(Permission.COMMENT),
        attach=actor.may(Permission.COMMENT),
    )


def _next_in_words(heads: HeadsOfTerms, content: HeadsContent, signers: Sequence[Signer]) -> str:
    match heads.state:
        case State.DRAFT:
            count = len(content.still_open)
            if not count:
                return f"All terms are agreed. {heads.commissioner.name} can issue the text for signature."
            said = "1 term is" if count == 1 else f"{count} terms are"
            return f"{said} still open. {heads.commissioner.name} settles them, or issues broad heads of terms."
        case State.ISSUED:
            return f"Waits for the signature of {listed(waiting_for(signers))}."
        case State.SIGNED:
            return "All parties have signed. A contract that names these heads takes their place."
        case State.SUPERSEDED:
            by = heads.supersession.by_what if heads.supersession else ""
            return f"Superseded by {by}. What was signed stays readable."
        case State.WITHDRAWN:
            why = heads.withdrawal.reason if heads.withdrawal else ""
            return f"Withdrawn: {why}"
