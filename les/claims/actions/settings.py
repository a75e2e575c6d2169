"""Setting the rules by which claims are approved, from a day on: proposed by one, decided by a second person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core import audit
from core.db import db
from core.errors import Refusal
from core.four_eyes import decides_own
from core.money import as_decimal
from core.permissions import Actor, Permission, check_may
from core.wording import in_full
from les.claims.models.settings import ClaimBand, ClaimRules, ClaimRulesDecision
from les.claims.queries.settings import get_rules, rules_of
from les.claims.rules.bands import Band, check_bands, in_words
from les.claims.rules.budget_check import BudgetCheck
from les.schemes.actions.recording import words_to_keep
from les.schemes.rules.deciding import check_may_decide
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict

SUBJECT = "claim_rules"
MOST_MONTHS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Rules as somebody proposes them."""

    valid_from: date
    bands: Sequence[Band]
    budget_check: BudgetCheck
    evidence_months: int
    source: str


def propose_rules(*, commissioner_id: int, wanted: Wanted, by: Actor, at: datetime) -> ClaimRules:
    """Propose rules of approval from a day on, with their source. They hold once a second person approved them."""
    check_may(by, Permission.SET_CLAIM_RULES, commissioner_id=commissioner_id)
    check_bands(wanted.bands)
    if not 1 <= wanted.evidence_months <= MOST_MONTHS:
        raise Refusal(f"Evidence is kept for between 1 and {MOST_MONTHS} months.")
    rules = ClaimRules(
        commissioner_id=commissioner_id,
        valid_from=wanted.valid_from,
        budget_check=wanted.budget_check,
        evidence_months=wanted.evidence_months,
        source=words_to_keep(wanted.source, what="Where the rules come from"),
        proposed_by_id=by.person_id,
        proposed_at=at,
        bands=[ClaimBand(at_least=as_decimal(band.at_least), releasers=band.releasers) for band in wanted.bands],
    )
    db.session.add(rules)
    db.session.flush()
    _record(rules, "propose_rules", by, source=rules.source)
    return rules


def decide_rules(*, rules_id: int, verdict: Verdict, reason: str, by: Actor, at: datetime, on: date) -> ClaimRules:
    """Approve or decline rules as a second person, or withdraw one’s own. They never hold for a day that is over."""
    check_may(by, Permission.SET_CLAIM_RULES, commissioner_id=get_rules(rules_id).commissioner_id)
    rules = get_rules(rules_id)
    check_may_decide(
        decided=rules.decision.verdict if rules.decision else None,
        verdict=verdict,
        is_own=decides_own(by, rules.proposed_by_id, withdraws=verdict is Verdict.WITHDRAWN),
    )
    if verdict is Verdict.APPROVED and rules.valid_from < on:
        raise Refusal(f"These rules were to hold from {in_full(rules.valid_from)}, which is over. Propose them anew.")
    kept = words_to_keep(reason, what="The reason", is_needed=verdict is not Verdict.APPROVED)
    decision = ClaimRulesDecision(
        rules=rules,
        verdict=verdict,
        reason=kept,
        proposed_by_id=rules.proposed_by_id,
        decided_by_id=by.person_id,
        decided_at=at,
    )
    db.session.add(decision)
    db.session.flush()
    _record(rules, "decide_rules", by, verdict=VERDICT_NAMES[verdict].lower(), reason=kept)
    return rules


def _record(rules: ClaimRules, act: str, by: Actor, **new: str) -> None:
    values: audit.Values = {
        "valid_from": in_full(rules.valid_from),
        "rules": f"{in_words(rules_of(rules).bands)}; budget check: {rules.budget_check.value}",
        "evidence_months": rules.evidence_months,
        **new,
    }
    audit.record(
        db.session(),
        by=by,
        act=f"claims.{act}",
        subject=SUBJECT,
        subject_id=rules.id,
        new=values,
        commissioner_id=rules.commissioner_id,
    )
