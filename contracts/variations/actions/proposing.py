"""Putting a variation to the other party, and what becomes of it besides signing: withdrawn, disputed, settled."""

from datetime import date, datetime

from contracts.agreements.models.issues import Issue
from contracts.agreements.rules.issuing import check_seen
from contracts.variations.actions.money import check_money_of_draft
from contracts.variations.actions.recording import held_draft, held_variation, is_party, record_on, standing_issue
from contracts.variations.models import SUBJECT, AnswerGiven, MoneyProposed, ProposedText, Variation
from contracts.variations.queries.content import Base, base_of, days_of, full_years, text_now
from contracts.variations.queries.variations import list_answers, list_money
from contracts.variations.rules.checks import check_variation, new_last_day
from contracts.variations.rules.conflicts import check_conflicts
from contracts.variations.rules.content import Text, canonical
from contracts.variations.rules.figures import check_figures
from contracts.variations.rules.money import check_life_value, part_years
from contracts.variations.rules.states import Answer, Stage, check_dispute, check_settlement, check_withdrawal
from core.canonical import hash_of
from core.db import db
from core.errors import NotAllowed, Refusal
from core.money import as_decimal, as_pence
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission
from core.signatures.queries import list_signatures
from core.wording import in_full


def check_may_be_proposed(variation: Variation, text: Text, base: Base, *, by: Actor, on: date) -> None:
    """Refuse to propose a draft with all that is wrong with it: days, changes, figures, conflicts, money."""
    value = text.as_signed(None)
    check_variation(value, base=base.pieces, signed=base.signed, term=base.term)
    check_figures(value, base=base.content, signed=base.signed)
    check_conflicts(value, base.put)
    if variation.response_due_on < on:
        raise Refusal(
            f"The answer would be due by {in_full(variation.response_due_on)}, which is past. Give a later day."
        )
    check_money_of_draft(variation, base, by=by)
    check_life_value(
        as_pence(variation.life_value),
        moves_last_day=new_last_day(value.changes) is not None,
        whole_value=as_pence(base.contract.whole_value) + text.effect.whole_life,
        year_value=as_pence(base.contract.year_value) + text.effect.part_year,
    )


def propose_variation(*, variation_id: int, seen_hash: str, by: Actor, at: datetime, on: date, href: str) -> Variation:
    """Freeze the text of a draft with its hash and put it to all who sign the contract; their answer is due by a day.

    `seen_hash`: of the text the person read.
    """
    variation = held_draft(variation_id, by=by)
    base = base_of(variation.contract)
    text = text_now(variation, base)
    check_may_be_proposed(variation, text, base, by=by, on=on)
    written = canonical(text)
    check_seen(seen=seen_hash, current=hash_of(written), reference=variation.named, act="propose it")
    variation.proposal = ProposedText(
        content=written,
        content_hash=hash_of(written),
        full_year=as_decimal(text.effect.full_year),
        part_year=as_decimal(text.effect.part_year),
        whole_life=as_decimal(text.effect.whole_life),
        proposed_by_id=by.person_id,
        name=by.name,
        proposed_at=at,
    )
    _keep_money(variation, base)
    variation.stage = Stage.PROPOSED
    db.session.flush()
    record_on(variation, "propose_variation", by=by, new={"content_hash": variation.proposal.content_hash})
    _tell(
        variation,
        "propose",
        permission=Permission.SIGN_CONTRACTS,
        subject=f"{text.name} is proposed",
        words=f"{variation.title}. An answer is due by {in_full(variation.response_due_on)}.",
        at=at,
        on=on,
        href=href,
    )
    return variation


def withdraw_variation(*, variation_id: int, reason: str, by: Actor, at: datetime, on: date, href: str) -> Variation:
    """Withdraw a variation of one's own organisation before it is signed by both. It is kept, with the reason."""
    variation = held_variation(variation_id, by=by, permission=Permission.PROPOSE_VARIATIONS)
    is_proposer = variation.proposer_id == by.organisation_id
    check_withdrawal(variation.stage, name=variation.named, reason=reason, is_proposer=is_proposer)
    was_put = variation.stage is not Stage.DRAFT
    variation.stage = Stage.WITHDRAWN
    _answer(variation, Answer.WITHDRAWN, reason, by=by, at=at)
    record_on(variation, "withdraw_variation", by=by, new={"reason": reason.strip()})
    if was_put:
        _tell_answer(variation, "withdrawn", reason, at=at, on=on, href=href)
    return variation


def dispute_variation(*, variation_id: int, reason: str, by: Actor, at: datetime, on: date, href: str) -> Variation:
    """Dispute a variation that the other party proposed: nobody signs it until the dispute is settled."""
    variation = held_variation(variation_id, by=by, permission=Permission.SIGN_CONTRACTS)
    _check_party(standing_issue(variation), by)
    signed = {each.organisation_id for each in list_signatures(SUBJECT, variation.id)}
    check_dispute(
        variation.stage,
        name=variation.named,
        reason=reason,
        is_proposer=variation.proposer_id == by.organisation_id,
        has_signed=by.organisation_id in signed,
    )
    variation.stage = Stage.DISPUTED
    _answer(variation, Answer.DISPUTED, reason, by=by, at=at)
    record_on(
        variation, "dispute_variation", by=by, new={"organisation": by.organisation_name, "reason": reason.strip()}
    )
    _tell_answer(variation, "disputed", reason, at=at, on=on, href=href)
    return variation


def settle_dispute(*, variation_id: int, reason: str, by: Actor, at: datetime, on: date, href: str) -> Variation:
    """Say that a dispute is settled, and how: for the party that raised it. The variation can be signed again."""
    variation = held_variation(variation_id, by=by, permission=Permission.SIGN_CONTRACTS)
    disputes = [each for each in list_answers(variation.id) if each.answer is Answer.DISPUTED]
    here = bool(disputes) and disputes[-1].organisation_id == by.organisation_id
    check_settlement(variation.stage, name=variation.named, reason=reason, disputed_here=here)
    variation.stage = Stage.PROPOSED
    _answer(variation, Answer.SETTLED, reason, by=by, at=at)
    record_on(variation, "settle_dispute", by=by, new={"reason": reason.strip()})
    _tell_answer(variation, "no longer disputed", reason, at=at, on=on, href=href)
    return variation


def _check_party(issue: Issue, by: Actor) -> None:
    if not is_party(issue, by.organisation_id):
        raise NotAllowed(f"{by.organisation_name} is no party to the contract: its parties dispute variations.")


def _keep_money(variation: Variation, base: Base) -> None:
    dealt = part_years(full_years(list_money(variation.id)), days_of(variation, base))
    for (line, group), pence in dealt.items():
        db.session.add(
            MoneyProposed(variation_id=variation.id, line_code=line, group_code=group, part_year=as_decimal(pence))
        )


def _answer(variation: Variation, answer: Answer, reason: str, *, by: Actor, at: datetime) -> None:
    db.session.add(
        AnswerGiven(
            variation_id=variation.id,
            answer=answer,
            reason=reason.strip(),
            organisation_id=by.organisation_id,
            answered_by_id=by.person_id,
            name=by.name,
            answered_at=at,
        )
    )
    db.session.flush()


def _tell_answer(variation: Variation, became: str, reason: str, *, at: datetime, on: date, href: str) -> None:
    _tell(
        variation,
        f"{became}/{len(list_answers(variation.id))}",
        permission=Permission.SEE_CONTRACTS,
        subject=f"Variation {variation.number} of {variation.contract.reference} is {became}",
        words=f"{variation.title}: {reason.strip()}",
        at=at,
        on=on,
        href=href,
    )


def _tell(  # one message
    variation: Variation, what: str, *, permission: Permission, subject: str, words: str, at: datetime, on: date,
    href: str,
) -> None:  # fmt: skip
    parties = [each.party_id for each in standing_issue(variation).signers]
    notify(
        key=f"variations.{what}/{variation.id}",
        person_ids=people_at(parties, on=on, permission=permission),
        subject=subject,
        words=words,
        href=href,
        at=at,
    )
