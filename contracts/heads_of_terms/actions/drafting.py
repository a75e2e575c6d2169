"""Drafting heads of terms: begun from a proposal of a round, their particulars, new figures, a version that follows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.proposals import get_proposal
from budgets.rounds.queries import hold_commissioner
from contracts.heads_of_terms.actions.recording import draft_held, draw_figures, record
from contracts.heads_of_terms.models import HeadsGroup, HeadsOfTerms, HeadsTerm
from contracts.heads_of_terms.queries.content import content_of, drift_of
from contracts.heads_of_terms.queries.drawing import calculation_at_hand, find_newest_source
from contracts.heads_of_terms.queries.heads import find_draft_of, get_heads, groups_to_name, list_versions, next_number
from contracts.heads_of_terms.queries.standard import standard_terms
from contracts.heads_of_terms.rules import states as rules
from contracts.heads_of_terms.rules.figures import figures_kept
from contracts.heads_of_terms.rules.states import State
from contracts.heads_of_terms.rules.terms import TermState
from core.db import db
from core.errors import Refusal
from core.parties.queries import get_party
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may
from core.wording import in_full, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a commissioner says heads are to be about. `attendees`: the groups named, by code, with whom they send."""

    title: str
    provider_id: int | None
    starts_on: date | None
    ends_on: date | None
    lines: Sequence[str]
    attendees: Mapping[str, str]


def draft_heads(*, proposal_id: int, wanted: Wanted, by: Actor, at: datetime) -> HeadsOfTerms:
    """Begin heads of terms from a proposal: the standard terms, with figures drawn from its calculation."""
    proposal = get_proposal(proposal_id)
    commissioner_id = proposal.round.commissioner_id
    check_may(by, Permission.DRAFT_CONTRACTS, commissioner_id=commissioner_id)
    if proposal.withdrawal is not None:
        raise Refusal(f"Proposal {proposal.number} was withdrawn. Draft from the one that stands.")
    starts_on, ends_on, provider_id = _checked(wanted, proposal)
    hold_commissioner(commissioner_id)
    heads = HeadsOfTerms(
        commissioner=get_party(commissioner_id),
        number=next_number(commissioner_id),
        edition=1,
        reason="",
        title=wanted.title.strip(),
        provider=get_party(provider_id),
        proposal=proposal,
        starts_on=starts_on,
        ends_on=ends_on,
        lines=json.dumps(list(wanted.lines)),
        is_broad=False,
        state=State.DRAFT,
        drafted_by_id=by.person_id,
        drafted_at=at,
        drawn_at=at,
        groups=_named(commissioner_id, wanted.attendees),
        terms=_standard(commissioner_id),
    )
    db.session.add(heads)
    db.session.flush()
    draw_figures(heads, proposal, at=at)
    record(heads, "draft_heads", by=by, new={"title": heads.title, "provider": heads.provider.name})
    db.session.flush()
    return heads


def change_particulars(*, heads_id: int, wanted: Wanted, by: Actor, at: datetime) -> list[str]:
    """Change what a draft is about; figures follow, from the same proposal. The titles of terms that are open again."""
    heads = draft_held(heads_id, by=by)
    starts_on, ends_on, provider_id = _checked(wanted, heads.proposal)
    before = _said(heads)
    heads.title, heads.starts_on, heads.ends_on = wanted.title.strip(), starts_on, ends_on
    heads.provider, heads.lines = get_party(provider_id), json.dumps(list(wanted.lines))
    heads.groups.clear()
    db.session.flush()
    heads.groups.extend(_named(heads.commissioner_id, wanted.attendees))
    heads.groups.sort(key=lambda each: each.code)
    db.session.flush()
    opened = draw_figures(heads, heads.proposal, at=at)
    after = _said(heads)
    old, new = ({name: said[name] for name in after if before[name] != after[name]} for said in (before, after))
    record(heads, "change_particulars", by=by, old=old, new={**new, "title": heads.title})
    db.session.flush()
    return opened


def _said(heads: HeadsOfTerms) -> dict[str, str]:
    """What heads of terms are about, as their history tells it."""
    return {
        "title": heads.title,
        "provider": heads.provider.name,
        "first day": in_full(heads.starts_on),
        "last day": in_full(heads.ends_on),
        "groups": listed([each.name for each in heads.groups]) or "none",
        "lines": ", ".join(json.loads(heads.lines)) or "all",
    }


def redraw_figures(*, heads_id: int, by: Actor, at: datetime) -> list[str]:
    """Take the figures of the newest proposal, or of what was signed off. The titles of terms that are open again."""
    heads = draft_held(heads_id, by=by)
    newest = find_newest_source(heads.proposal.round_id)
    if newest is None:
        raise Refusal("No proposal of the round stands, so there is nothing to draw figures from.")
    drifted = drift_of(heads)
    if not drifted.is_any and not drifted.is_older:
        raise Refusal(f"The figures are as proposal {newest.number} has them. There is nothing new to draw.")
    if drifted.gone:
        raise Refusal(
            f"Proposal {newest.number} has no line {', '.join(drifted.gone)} any more. Change what the heads "
            "cover first."
        )
    before = heads.proposal.number
    opened = draw_figures(heads, newest, at=at)
    record(heads, "redraw_figures", by=by, old={"proposal": before}, new={"proposal": newest.number})
    db.session.flush()
    return opened


def draft_new_version(*, heads_id: int, reason: str, by: Actor, at: datetime) -> HeadsOfTerms:
    """Begin a new numbered version of what was issued or signed; it names the one whose place it is to take."""
    earlier = get_heads(heads_id, for_change=True)
    check_may(by, Permission.DRAFT_CONTRACTS, commissioner_id=earlier.commissioner_id)
    drafted = find_draft_of(earlier)
    rules.check_may_be_followed(
        earlier.state, reference=earlier.reference, drafted=drafted.reference if drafted else ""
    )
    rules.check_words(reason, what="The reason")
    newest = list_versions(earlier)[0]
    heads = HeadsOfTerms(
        commissioner=earlier.commissioner,
        number=earlier.number,
        edition=newest.edition + 1,
        replaces=earlier,
        reason=reason.strip(),
        title=earlier.title,
        provider=earlier.provider,
        proposal=earlier.proposal,
        starts_on=earlier.starts_on,
        ends_on=earlier.ends_on,
        lines=earlier.lines,
        is_broad=earlier.is_broad,
        state=State.DRAFT,
        drafted_by_id=by.person_id,
        drafted_at=at,
        drawn_at=earlier.drawn_at,
        groups=[_copied_group(each) for each in earlier.groups],
        terms=_copied_terms(earlier),
    )
    db.session.add(heads)
    db.session.flush()
    record(heads, "draft_new_version", by=by, new={"earlier": earlier.reference, "reason": heads.reason})
    return heads


def _checked(wanted: Wanted, proposal: Proposal) -> tuple[date, date, int]:
    """First day, last day and provider of what is wanted, checked against the round."""
    rules.check_particulars(title=wanted.title, starts_on=wanted.starts_on, ends_on=wanted.ends_on, lines=wanted.lines)
    if wanted.provider_id is None:
        raise Refusal("Choose the provider with whom the terms are agreed.")
    provider = get_party(wanted.provider_id)
    if provider.kind is not PartyKind.PROVIDER or provider.commissioner_id != proposal.round.commissioner_id:
        raise Refusal(f"{provider.name} is no provider of {proposal.round.commissioner.name}.")
    known = {line.code for line in calculation_at_hand(proposal).lines}
    if unknown := [code for code in wanted.lines if code not in known]:
        raise Refusal(f"Proposal {proposal.number} has no line {', '.join(unknown)}.")
    if wanted.starts_on is None or wanted.ends_on is None:
        raise Refusal("Say from which day until which day the terms are to hold.")
    return wanted.starts_on, wanted.ends_on, provider.id


def _named(commissioner_id: int, attendees: Mapping[str, str]) -> list[HeadsGroup]:
    groups = groups_to_name(commissioner_id, list(attendees))
    if missing := set(attendees) - {group.code for group in groups}:
        raise Refusal(f"There is no PbC group {', '.join(sorted(missing))}.")
    for group in groups:
        rules.check_attendees(group.name, attendees[group.code])
    return [
        HeadsGroup(party_id=group.id, code=group.code, name=group.name, attendees=attendees[group.code].strip())
        for group in groups
    ]


def _standard(commissioner_id: int) -> list[HeadsTerm]:
    return [
        HeadsTerm(
            place=place,
            code=term.code,
            title=term.title,
            text=term.text,
            draws=term.draws,
            figures="[]",
            state=TermState.OPEN,
        )
        for place, term in enumerate(standard_terms(commissioner_id), start=1)
    ]


def _copied_group(group: HeadsGroup) -> HeadsGroup:
    return HeadsGroup(party_id=group.party_id, code=group.code, name=group.name, attendees=group.attendees)


def _copied_terms(earlier: HeadsOfTerms) -> list[HeadsTerm]:
    """The terms of the earlier version exactly as they were issued."""
    return [
        HeadsTerm(
            place=place,
            code=term.code,
            title=term.title,
            text=term.text,
            draws=term.draws,
            figures=figures_kept(term.figures),
            state=term.state,
        )
        for place, term in enumerate(content_of(earlier).terms, start=1)
    ]
