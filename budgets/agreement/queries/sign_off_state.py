"""Where the sign-off of a round stands on a day: what would be signed now, what is in the way, who has yet to sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.models.sign_off import SUBJECT, Decision, Lock, SignOff
from budgets.agreement.models.unlocking import Unlocking
from budgets.agreement.queries.proposals import groups_by_code, list_proposals
from budgets.agreement.queries.sign_off import find_lock, find_lock_of, list_decisions, list_sign_offs
from budgets.agreement.queries.sign_off_content import content_now, said_by_groups
from budgets.agreement.queries.unlocking import find_unanswered
from budgets.agreement.rules import sign_off as rules
from budgets.agreement.rules.sign_off import Dissent, GroupSaid, Obstacle, Where
from budgets.agreement.rules.sign_off_content import (
    SignedContent,
    canonical,
    changes_since,
    content_from,
    dissent_from,
)
from budgets.agreement.rules.sign_off_signing import Signer
from budgets.rounds.models import Round
from budgets.rounds.rules import hash_of
from core.clock import day_in_words, in_london
from core.parties.models import Party
from core.periods import FinancialYear
from core.signatures.models import Signature
from core.signatures.queries import signatures_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffState:
    """Where the sign-off of a round stands.

    `proposal`: the newest, withdrawn or not. `said`: what every group says to it now, words and all. `content`: what
    is or would be signed: once the round is locked, what was. `open`: what is open for signature; an earlier one that
    is neither open nor locked is void. `signers`: who has to sign what is open or was locked.
    """

    round: Round
    proposal: Proposal
    said: tuple[GroupSaid, ...]
    content: SignedContent
    decision: Decision | None
    obstacles: tuple[Obstacle, ...]
    sign_offs: tuple[SignOff, ...]
    open: SignOff | None
    lock: Lock | None
    signers: tuple[Signer, ...]
    signatures: Mapping[int, list[Signature]]
    unlocking: Unlocking | None

    @property
    def decided(self) -> tuple[Dissent, ...]:
        """The dissent that the newest decision was taken over."""
        return dissent_from(self.decision.dissent) if self.decision else ()

    @property
    def dissent(self) -> tuple[Dissent, ...]:
        """Who dissents from what now, words and all."""
        return rules.dissent_in(self.said)

    @property
    def undecided(self) -> tuple[Dissent, ...]:
        """The dissent no decision covers."""
        return rules.not_covered(self.dissent, decided=self.decided)

    @property
    def current(self) -> SignOff | None:
        """What was locked, or is open for signature."""
        return self.lock.sign_off if self.lock else self.open

    @property
    def is_unlocked(self) -> bool:
        """Whether the newest proposal was signed off and the round unlocked since: it is not signed again."""
        return self.lock is None and any(each.lock and each.proposal_id == self.proposal.id for each in self.sign_offs)

    @property
    def given(self) -> list[Signature]:
        """The signatures to what was locked or is open, first signed first."""
        return self.signatures[self.current.id] if self.current else []


def find_state(found: Round, *, on: date) -> SignOffState | None:
    """Where the sign-off of a round stands on a day; None before anything was put to the groups."""
    proposals = list_proposals(found.id)
    return _state_of(found, proposals[0], on=on) if proposals else None


def why_void(sign_off: SignOff, state: SignOffState) -> list[str]:
    """Why what was opened for signature is void: what happened since, a sentence each; nothing while it stands.

    Of an earlier proposal only that another followed it, or that it was withdrawn.
    """
    if state.current is not None and sign_off.id == state.current.id:
        return []
    if sign_off.lock is not None:
        return ["It was signed by all, and two people unlocked the round since."]
    proposal, newest = sign_off.proposal, state.proposal
    if proposal.withdrawal is not None:
        return [f"Proposal {proposal.number} was withdrawn on {day_in_words(proposal.withdrawal.withdrawn_at)}."]
    if proposal.id != newest.id:
        return [f"Proposal {newest.number} was put to the groups on {day_in_words(newest.issued_at)}."]
    return changes_since(content_from(sign_off.content), state.content)


def content_hash_of(content: SignedContent) -> str:
    """What people sign: the SHA-256 of the content's text."""
    return hash_of(canonical(content))


def signers_of(content: SignedContent, parties: Mapping[str, Party], commissioner: Party) -> list[Signer]:
    """Who has to sign: the commissioner, and every consenting group."""
    signers = [Signer(party_id=commissioner.id, name=commissioner.name, code=commissioner.code, is_commissioner=True)]
    for group in content.consenting:
        party = parties[group.said.code]
        signers.append(Signer(party_id=party.id, name=group.said.name, code=group.said.code, is_commissioner=False))
    return signers


def _state_of(found: Round, proposal: Proposal, *, on: date) -> SignOffState:
    parties = groups_by_code(proposal)
    said = said_by_groups(proposal, on=on)
    decisions = list_decisions(proposal.id)
    decision = decisions[0] if decisions else None
    sign_offs = list_sign_offs(found.id)
    lock = find_lock(found.id)
    content = content_from(lock.sign_off.content) if lock else content_now(proposal, said, decision)
    opened = None if lock or proposal.withdrawal else _still_open(sign_offs, proposal, content)
    signatures = signatures_of(SUBJECT, [each.id for each in sign_offs])
    current = lock.sign_off if lock else opened
    given = {each.organisation_id: each.given for each in signatures[current.id]} if current else {}
    signers = signers_of(content, parties, found.commissioner) if current else []
    return SignOffState(
        round=found,
        proposal=proposal,
        said=said,
        content=content,
        decision=decision,
        obstacles=() if current else _obstacles(proposal, said, decision, parties, on=on),
        sign_offs=tuple(sign_offs),
        open=opened,
        lock=lock,
        signers=tuple(replace(each, given=given.get(each.party_id, "")) for each in signers),
        signatures=signatures,
        unlocking=find_unanswered(found.id) if lock else None,
    )


def _still_open(sign_offs: Sequence[SignOff], proposal: Proposal, content: SignedContent) -> SignOff | None:
    """What was opened and still says what is so; what was locked once is not signed again."""
    content_hash = content_hash_of(content)
    return next(
        (
            each
            for each in sign_offs
            if each.proposal_id == proposal.id and each.content_hash == content_hash and each.lock is None
        ),
        None,
    )


def _obstacles(
    proposal: Proposal,
    said: Sequence[GroupSaid],
    decision: Decision | None,
    parties: Mapping[str, Party],
    *,
    on: date,
) -> tuple[Obstacle, ...]:
    first_day = max(FinancialYear.named(proposal.round.year).first_day, on)
    known = [parties[each.code] for each in said if each.code in parties]
    return (
        *_obstacles_in_proposal(proposal),
        *rules.obstacles_in_groups(
            unknown=[each.name for each in said if each.code not in parties],
            closed={party.name: day for party in known if (day := party.closed_on) and day <= first_day},
            on=on,
            number=proposal.number,
        ),
        *rules.obstacles_in_positions(
            rules.dissent_in(said),
            decided=dissent_from(decision.dissent) if decision else None,
            decided_on=in_london(decision.decided_at).date() if decision else None,
            reply_by=proposal.reply_by,
        ),
    )


def _obstacles_in_proposal(proposal: Proposal) -> list[Obstacle]:
    found = []
    if proposal.withdrawal is not None:
        day = day_in_words(proposal.withdrawal.withdrawn_at)
        words = f"Proposal {proposal.number} was withdrawn on {day}: put a new proposal to the groups."
        found.append(Obstacle(words=words, where=Where.PROPOSALS))
    signed = find_lock_of(proposal.id)
    if signed is not None:
        words = (
            f"Proposal {proposal.number} was signed off on {day_in_words(signed.locked_at)} and the round "
            "was unlocked since: put a new proposal to the groups."
        )
        found.append(Obstacle(words=words, where=Where.PROPOSALS))
    return found
