"""Signing a proposed variation: with the last party's signature it is agreed, and holds from its first day."""

from collections.abc import Sequence
from datetime import date, datetime

from contracts.agreements.actions.expecting_returns import Reworded, move_returns_of, retell_returns_of
from contracts.agreements.actions.issuing import signers_of_issue
from contracts.agreements.actions.money import hold_budgets
from contracts.agreements.actions.standing import take_up
from contracts.agreements.models.issues import Issue
from contracts.agreements.rules.forms import Signer
from contracts.agreements.rules.issuing import check_seen, signer_for
from contracts.variations.actions.money import check_proposed_money
from contracts.variations.actions.recording import held_variation, record_on, standing_issue
from contracts.variations.models import SUBJECT, ProposedText, Variation
from contracts.variations.queries.content import base_of
from contracts.variations.queries.variations import list_money_proposed, texts_of
from contracts.variations.rules.checks import check_last_day, check_variation, new_last_day
from contracts.variations.rules.conflicts import check_conflicts
from contracts.variations.rules.content import Text, text_from
from contracts.variations.rules.pieces import PieceKind
from contracts.variations.rules.signing import sentence_to_sign
from contracts.variations.rules.states import Stage, check_may_be_signed
from core.canonical import hash_of
from core.db import db
from core.errors import Refusal
from core.four_eyes import counts_as
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission
from core.signatures.actions import sign
from core.signatures.models import Signature
from core.signatures.queries import list_signatures
from core.wording import in_full


def sign_variation(*, variation_id: int, seen_hash: str, by: Actor, at: datetime, on: date, href: str) -> Signature:
    """Sign a proposed variation for the organisation of the grant. With the last party's signature it is agreed.

    `seen_hash`: of the text the person read.
    """
    variation = held_variation(variation_id, by=by, permission=Permission.SIGN_CONTRACTS)
    check_may_be_signed(variation.stage, name=variation.named)
    proposal, text = _proposed(variation)
    check_seen(seen=seen_hash, current=proposal.content_hash, reference=variation.named, act="sign it")
    given, issue = list_signatures(SUBJECT, variation.id), standing_issue(variation)
    signer = _signer(text, issue, given, by=by)
    if variation.stage is Stage.PROPOSED:
        _check_still_fits(variation, text, by=by)
    signature = sign(
        subject=SUBJECT,
        subject_id=variation.id,
        content_hash=proposal.content_hash,
        statement=sentence_to_sign(text, signer),
        capacity=signer.capacity,
        by=by,
        on=on,
        at=at,
        commissioner_id=variation.contract.commissioner_id,
    )
    signed = {*(each.organisation_id for each in given), by.organisation_id}
    new = {"organisation": by.organisation_name, "content_hash": proposal.content_hash}
    if variation.stage is Stage.SIGNED or not _is_agreed_by(signed, issue):
        record_on(variation, "sign_variation", by=by, new=new)
        return signature
    _agree(variation, text, by=by, at=at, on=on)
    record_on(variation, "sign_variation_last", by=by, new=new)
    _tell_it_is_agreed(variation, text, issue, at=at, on=on, href=href)
    return signature


def _signer(text: Text, issue: Issue, given: Sequence[Signature], *, by: Actor) -> Signer:
    return signer_for(
        signers_of_issue(issue),
        party_id=by.organisation_id,
        organisation=by.organisation_name,
        reference=text.name,
        signed_by={each.person_id: each.organisation for each in given},
        person_id=counts_as(by, *(each.person_id for each in given)),
    )


def _is_agreed_by(signed: set[int], issue: Issue) -> bool:
    """Whether every party has signed; groups only assent."""
    return all(each.party_id in signed for each in issue.signers if each.is_needed)


def _tell_it_is_agreed(variation: Variation, text: Text, issue: Issue, *, at: datetime, on: date, href: str) -> None:
    notify(
        key=f"variations.signed/{variation.id}",
        person_ids=people_at([each.party_id for each in issue.signers], on=on, permission=Permission.SEE_CONTRACTS),
        subject=f"{text.name} is agreed",
        words=f"{variation.title}. Both parties have signed; it holds from {in_full(variation.effective_from)}.",
        href=href,
        at=at,
    )


def _proposed(variation: Variation) -> tuple[ProposedText, Text]:
    proposal = variation.proposal
    if proposal is None:
        raise LookupError(f"variation {variation.id} is {variation.stage} without a text")
    written = texts_of([variation])[variation.id]
    if hash_of(written) != proposal.content_hash:
        raise Refusal(f"The kept text of {variation.named} is damaged. Tell an administrator; do not sign it.")
    return proposal, text_from(written)


def _check_still_fits(variation: Variation, text: Text, *, by: Actor) -> None:
    """Refuse what was signed or ended since: a rival change, another wording, an earlier end, money that is gone."""
    base, value = base_of(variation.contract), text.as_signed(None)
    check_conflicts(value, base.signed)
    check_variation(value, base=base.pieces, signed=base.signed, term=base.term)
    if (last := new_last_day(text.changes)) is not None:
        check_last_day(last, first=text.effective_from, signed=base.signed, term=base.term)
    if list_money_proposed(variation.id):
        check_proposed_money(variation, hold_budgets(variation.contract), by=by)


def _agree(variation: Variation, text: Text, *, by: Actor, at: datetime, on: date) -> None:
    variation.stage, variation.signed_on = Stage.SIGNED, on
    contract = variation.contract
    told = contract.ends_on
    take_up(
        contract,
        ends_on=new_last_day(text.changes) or contract.ends_on,
        year_value=text.effect.part_year,
        whole_value=text.effect.whole_life,
    )
    db.session.flush()
    move_returns_of(contract, told=told, source=text.name, by=by, on=on)
    if text.effective_to is None:
        retell_returns_of(
            contract, _reworded(text), effective_from=text.effective_from, source=text.name, by=by, at=at, on=on
        )


def _reworded(text: Text) -> list[Reworded]:
    """The schedules that a variation words anew, adds or takes out."""
    return [
        Reworded(
            key=each.key,
            before=each.before.text if each.before else "",
            after=each.after.text if each.after else "",
        )
        for each in text.changes
        if any(piece is not None and piece.kind is PieceKind.SCHEDULE for piece in (each.before, each.after))
    ]
