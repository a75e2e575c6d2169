"""Sums that are no line of a claim: proposed by one, decided by a second person; what is approved is due."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.clock import in_london
from core.db import db
from core.errors import Refusal
from core.four_eyes import counts_as, decides_own
from core.money import as_decimal, as_pence
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.parties.models import Party
from core.permissions import Actor, Permission
from core.wording import in_full, sterling
from les.claims.actions.adjustment_checks import check_sum, check_taken_back, practice_and_quarter
from les.claims.actions.deciding import (
    APPROVERS,
    Asked,
    check_no_interest,
    exception_within_budget,
    held_for_one_of,
    note,
)
from les.claims.models.approvals import AdjustmentApproval, Instalment
from les.claims.models.decisions import Adjustment, AdjustmentDecision
from les.claims.models.dues import Due
from les.claims.queries.adjustments import (
    Part,
    approvals_of,
    find_asked_by,
    get_adjustment,
    parts_of,
    quarter_of,
    scheme_id_of,
)
from les.claims.queries.settings import rules_in_force
from les.claims.rules.adjusting import check_instalments, check_may_approve, instalments
from les.claims.rules.bands import releasers_needed
from les.claims.rules.kinds import ADJUSTMENT_NAMES, AdjustmentKind
from les.schemes.actions.recording import words_to_keep
from les.schemes.models.schemes import Scheme
from les.schemes.rules.deciding import check_may_decide
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict
from les.schemes.rules.quarters import Quarter

SUBJECT = "adjustment"
MOST_OF_WHAT = 300


def propose_adjustment(
    *,
    scheme_id: int,
    practice_id: int,
    year: str,
    quarter: int,
    kind: AdjustmentKind,
    amount: Decimal,
    what: str,
    line_id: int | None = None,
    source: str | None = None,
    source_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Adjustment:
    """Propose a sum to be paid, or below nothing taken back, under a scheme. A second person decides over it.

    `what`: for what it is, as the practice reads it. `line_id`: the line of a claim that it corrects. `source` and
    `source_id`: the record of a higher room that asks for it, once each.
    """
    scheme = held_for_one_of(scheme_id, by)
    practice, of = practice_and_quarter(scheme, practice_id=practice_id, year=year, quarter=quarter, by=by)
    if source is not None and source_id is not None and (before := find_asked_by(source, source_id)):
        raise Refusal(f"This was proposed already, as {before.number}. Decide over that one.")
    on = in_london(at).date()
    check_sum(scheme, practice, of, kind=kind, pence=as_pence(amount), line_id=line_id, on=on)
    row = _row(scheme, practice, of, kind=kind, what=what, line_id=line_id, by=by, at=at)
    adjustment = Adjustment(**row, amount=amount, source=source, source_id=source_id)
    db.session.add(adjustment)
    db.session.flush()
    _note(adjustment, "propose_adjustment", by, as_pence(amount))
    return adjustment


def propose_instalments(
    *,
    scheme_id: int,
    practice_id: int,
    year: str,
    quarter: int,
    kind: AdjustmentKind,
    amount: Decimal,
    what: str,
    days: Sequence[date],
    line_id: int | None = None,
    by: Actor,
    at: datetime,
) -> list[Adjustment]:
    """Propose a sum in parts that are due on these days, to the penny. One decision is over all of them."""
    scheme = held_for_one_of(scheme_id, by)
    practice, of = practice_and_quarter(scheme, practice_id=practice_id, year=year, quarter=quarter, by=by)
    pence, on = as_pence(amount), in_london(at).date()
    check_sum(scheme, practice, of, kind=kind, pence=pence, line_id=line_id, on=on)
    check_instalments(pence, days, on=on)
    row = _row(scheme, practice, of, kind=kind, what=what, line_id=line_id, by=by, at=at)
    parts: list[Adjustment] = []
    for number, (part, day) in enumerate(zip(instalments(pence, len(days)), days, strict=True), start=1):
        parts.append(Adjustment(**row, amount=as_decimal(part)))
        db.session.add(parts[-1])
        db.session.flush()
        plan = Instalment(adjustment=parts[-1], first=parts[0], number=number, parts=len(days), due_on=day)
        db.session.add(plan)
    db.session.flush()
    _note(parts[0], "propose_instalments", by, pence, parts=len(parts))
    return parts


def _row(
    scheme: Scheme,
    practice: Party,
    of: Quarter,
    *,
    kind: AdjustmentKind,
    what: str,
    line_id: int | None,
    by: Actor,
    at: datetime,
) -> dict[str, Any]:
    """What all parts of a sum that is proposed have in common."""
    return {
        "scheme": scheme,
        "practice": practice,
        "year": str(of.year),
        "quarter": of.number,
        "kind": kind,
        "what": words_to_keep(what, what="What it is for", most=MOST_OF_WHAT),
        "line_id": line_id,
        "proposed_by_id": by.person_id,
        "proposed_at": at,
    }


def decide_adjustment(
    *,
    adjustment_id: int,
    verdict: Verdict,
    words: str,
    exception: str = "",
    by: Actor,
    at: datetime,
    href: str = "",
) -> Adjustment:
    """Approve or decline an adjustment as a second person of finance, or withdraw one’s own.

    Instalments are decided together. What is approved is due, once each, and the practice is told; `href`: the page
    the message leads to. A sum in a band that needs more people is due with the last of them. `words` are needed but
    for approving; `exception`: why it is paid although the budget does not hold it.
    """
    withdraws = verdict is Verdict.WITHDRAWN
    held_for_one_of(scheme_id_of(adjustment_id), by, APPROVERS if withdraws else APPROVERS[1:])
    adjustment = get_adjustment(adjustment_id)
    check_may_decide(
        decided=adjustment.decision.verdict if adjustment.decision else None,
        verdict=verdict,
        is_own=decides_own(by, adjustment.proposed_by_id, withdraws=withdraws),
    )
    if not withdraws:
        check_no_interest(adjustment.practice, by, since=quarter_of(adjustment).first_day)
    kept = words_to_keep(words, what="The reason", is_needed=verdict is not Verdict.APPROVED)
    told = _Told(verdict=verdict, words=kept, by=by, at=at)
    parts = parts_of(adjustment)
    if verdict is Verdict.APPROVED:
        _approve(adjustment, parts, told, exception)
        if adjustment.decision is not None:
            _tell(adjustment, parts, at, href or f"/les/approvals/adjustments/{adjustment.id}")
    else:
        _decide_all(parts, told)
        _note_decision(adjustment, "decide_adjustment", parts, told)
    return adjustment


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What somebody decided, as it is kept."""

    verdict: Verdict
    words: str
    exception: str = ""
    by: Actor
    at: datetime


def _approve(adjustment: Adjustment, parts: Sequence[Part], told: _Told, exception: str) -> None:
    """Approve all parts, or note the approval where the band needs more people yet."""
    scheme, pence, on = adjustment.scheme, _sum_of(parts), in_london(told.at).date()
    rules = rules_in_force(scheme.commissioner_id, on)
    before = approvals_of(adjustment.id)
    earlier = [each.person_id for each in before]
    check_may_approve(before=earlier, person_id=counts_as(told.by, *earlier))
    if pence < 0:
        practice_id, line_id = adjustment.practice_id, adjustment.line_id
        check_taken_back(scheme, practice_id=practice_id, year=adjustment.year, pence=0, line_id=line_id)
    asked = Asked(scheme=scheme, practice_id=adjustment.practice_id, year=adjustment.year, pence=pence)
    kept = words_to_keep(exception, what="The exception", is_needed=False)
    told = replace(told, exception=exception_within_budget(asked, rules=rules, exception=kept, by=told.by, on=on))
    if len(before) + 1 < releasers_needed(rules.bands, pence):
        db.session.add(
            AdjustmentApproval(
                adjustment_id=adjustment.id,
                person_id=told.by.person_id,
                words=told.words,
                exception=told.exception,
                approved_at=told.at,
            )
        )
        db.session.flush()
        _note_decision(adjustment, "approve_adjustment_first", parts, told)
        return
    _decide_all(parts, told)
    db.session.add_all(_due(part, plan, told.at) for part, plan in parts)
    db.session.flush()
    _note_decision(adjustment, "decide_adjustment", parts, told)


def _decide_all(parts: Sequence[Part], told: _Told) -> None:
    db.session.add_all(
        AdjustmentDecision(
            adjustment=adjustment,
            verdict=told.verdict,
            words=told.words,
            exception=told.exception,
            proposed_by_id=adjustment.proposed_by_id,
            decided_by_id=told.by.person_id,
            decided_at=told.at,
        )
        for adjustment, _ in parts
    )
    db.session.flush()


def _sum_of(parts: Sequence[Part]) -> int:
    return sum(as_pence(part.amount) for part, _ in parts)


def _due(adjustment: Adjustment, plan: Instalment | None, at: datetime) -> Due:
    on = in_london(at).date()
    part = f", part {plan.number} of {plan.parts}" if plan else ""
    return Due(
        commissioner_id=adjustment.scheme.commissioner_id,
        scheme_id=adjustment.scheme_id,
        practice_id=adjustment.practice_id,
        adjustment=adjustment,
        year=adjustment.year,
        quarter=adjustment.quarter,
        amount=adjustment.amount,
        what=f"{ADJUSTMENT_NAMES[adjustment.kind]}{part}: {adjustment.what}",
        due_on=max(plan.due_on, on) if plan else on,
        approved_at=at,
    )


def _tell(adjustment: Adjustment, parts: Sequence[Part], at: datetime, href: str) -> None:
    """Tell the practice what it is paid, or what is taken back."""
    pence, days = _sum_of(parts), [plan.due_on for _, plan in parts if plan]
    when = f" in {len(days)} parts from {in_full(days[0])} to {in_full(days[-1])}" if days else ""
    does = f"{sterling(pence)} is paid to you" if pence > 0 else f"{sterling(-pence)} is taken back from you"
    people = people_at([adjustment.practice_id], on=in_london(at).date(), permission=Permission.SEE_CLAIMS)
    notify(
        key=f"claims.decide_adjustment/{adjustment.id}",
        person_ids=people,
        subject=f"{ADJUSTMENT_NAMES[adjustment.kind]} for {adjustment.scheme.name}: {sterling(pence)}",
        words=f"{does}{when}, with {adjustment.number}: {adjustment.what}",
        href=href,
        at=at,
    )


def _note_decision(adjustment: Adjustment, act: str, parts: Sequence[Part], told: _Told) -> None:
    said = {"verdict": VERDICT_NAMES[told.verdict].lower(), "words": told.words, "exception": told.exception}
    _note(adjustment, act, told.by, _sum_of(parts), parts=len(parts), **said)


def _note(adjustment: Adjustment, act: str, by: Actor, pence: int, **new: str | int) -> None:
    values = {
        "adjustment": adjustment.number,
        "kind": ADJUSTMENT_NAMES[adjustment.kind].lower(),
        "sum": sterling(pence),
        "practice": adjustment.practice.name,
        "what": adjustment.what,
        **new,
    }
    note(adjustment.scheme, act, by, subject=SUBJECT, subject_id=adjustment.id, new=values)
