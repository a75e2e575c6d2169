"""After the report: the practice answers, an appeal is decided, both may sign to extrapolate, money is recovered."""

from datetime import date, datetime

from core.canonical import canonical_text, hash_of
from core.clock import in_london
from core.db import db
from core.errors import Refusal
from core.four_eyes import counts_as
from core.money import as_decimal
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission, Role, check_may
from core.signatures.actions import sign
from core.signatures.models import Signature
from core.signatures.queries import list_signatures
from core.signatures.rules import Capacity
from core.wording import sterling
from les.claims.actions.adjustments import propose_adjustment
from les.claims.rules.kinds import AdjustmentKind
from les.schemes.actions.recording import words_to_keep
from les.verification.actions.recording import check_no_interest, check_own, held_visit, record
from les.verification.models.visits import SUBJECT, AppealDecision, Visit, VisitAnswer, VisitRecovery
from les.verification.queries.facts import facts_of
from les.verification.queries.visits import SOURCE, LineFound, lines_found, looked_of
from les.verification.rules.kinds import ANSWER_NAMES, APPEAL_NAMES, Answer, AppealVerdict
from les.verification.rules.recovering import in_words, to_recover
from les.verification.rules.standing import (
    Stage,
    check_may_answer,
    check_may_decide_appeal,
    check_may_recover,
    stage_of,
)


def answer_report(*, visit_id: int, answer: Answer, words: str, by: Actor, at: datetime, href: str) -> VisitAnswer:
    """Accept the report of a visit, or appeal against it with the reasons, for the practice that was visited."""
    visit = held_visit(visit_id, by, Permission.BIND_PRACTICE)
    check_own(visit, by)
    check_may_answer(facts_of(visit), on=in_london(at).date())
    kept = words_to_keep(words, what="Why you appeal", is_needed=answer is Answer.APPEALED, most=2000)
    given = VisitAnswer(visit=visit, answer=answer, words=kept, answered_by_id=by.person_id, answered_at=at)
    db.session.add(given)
    db.session.flush()
    on = in_london(at).date()
    who = people_at([visit.plan.commissioner_id], on=on, permission=Permission.VERIFY_CLAIMS)
    told = f"{visit.practice.name}: {ANSWER_NAMES[answer].lower()}. {kept}".strip()
    notify(key=f"verification.answer/{visit.id}", person_ids=who, subject="Verification", words=told, href=href, at=at)
    record(visit, "answer_report", by, new={"answer": ANSWER_NAMES[answer].lower(), "words": kept})
    return given


def decide_appeal(
    *, visit_id: int, verdict: AppealVerdict, words: str, by: Actor, at: datetime, href: str
) -> AppealDecision:
    """Decide over an appeal, as somebody who had no part in the visit and no interest in the practice."""
    visit = held_visit(visit_id, by)
    check_no_interest(visit.practice, by, at=at)
    part = {visit.arranged_by_id, *(each.found_by_id for each in visit.findings)}
    part |= {visit.report.sent_by_id} if visit.report else set()
    check_may_decide_appeal(facts_of(visit), person_id=counts_as(by, *sorted(part)), part_in_visit=part)
    kept = words_to_keep(words, what="The reasons", most=2000)
    decision = AppealDecision(visit=visit, verdict=verdict, words=kept, decided_by_id=by.person_id, decided_at=at)
    db.session.add(decision)
    db.session.flush()
    on = in_london(at).date()
    who = people_at([visit.practice_id], on=on, permission=Permission.BIND_PRACTICE)
    told = f"Your appeal is decided. {APPEAL_NAMES[verdict]}. {kept}"
    notify(key=f"verification.appeal/{visit.id}", person_ids=who, subject="Verification", words=told, href=href, at=at)
    record(visit, "decide_appeal", by, new={"verdict": APPEAL_NAMES[verdict], "words": kept})
    return decision


def sign_extrapolation(*, visit_id: int, seen: str, by: Actor, on: date, at: datetime) -> Signature:
    """Sign, for the commissioner or the practice, that what was found counts for what nobody looked at.

    It counts once both have signed the same sum. `seen`: the hash of what the person had in front of them.
    """
    is_practice = by.role is Role.PRACTICE_MANAGER
    visit = held_visit(visit_id, by, Permission.BIND_PRACTICE if is_practice else Permission.VERIFY_CLAIMS)
    if is_practice:
        check_own(visit, by)
    else:
        check_no_interest(visit.practice, by, at=at)
    if stage_of(facts_of(visit), on=on) is not Stage.STANDS:
        raise Refusal("This is signed once the findings stand and before anything is recovered.")
    statement, content_hash = extrapolation_of(visit)
    if seen != content_hash:
        raise Refusal("What is to be signed has changed since this page was opened. Read it again.")
    return sign(
        subject=SUBJECT,
        subject_id=visit.id,
        content_hash=content_hash,
        statement=statement,
        capacity=Capacity.FOR_PRACTICE if is_practice else Capacity.FOR_COMMISSIONER,
        by=by,
        on=on,
        at=at,
        commissioner_id=visit.plan.commissioner_id,
    )


def propose_recovery(*, visit_id: int, by: Actor, at: datetime) -> VisitRecovery:
    """Propose to recover what could not be verified, line by line; a second person of finance decides over each.

    Never more than is paid of a line by then. Nothing to recover ends the visit as well.
    """
    check_may(by, Permission.VERIFY_CLAIMS)
    visit = held_visit(visit_id, by)
    check_no_interest(visit.practice, by, at=at)
    check_may_recover(facts_of(visit), on=in_london(at).date())
    is_extrapolated = is_signed_by_both(visit)
    total = 0
    for each in lines_found(visit):
        pence = recoverable(each, is_extrapolated=is_extrapolated)
        total += pence
        if pence:
            _recover(each, pence, is_extrapolated=is_extrapolated, by=by, at=at)
    recovery = VisitRecovery(
        visit=visit,
        amount=as_decimal(total),
        is_extrapolated=is_extrapolated,
        proposed_by_id=by.person_id,
        proposed_at=at,
    )
    db.session.add(recovery)
    db.session.flush()
    on_what = "by agreement for all items" if is_extrapolated else "of the items looked at"
    record(visit, "propose_recovery", by, new={"amount": sterling(total), "of": on_what})
    return recovery


def recoverable(found: LineFound, *, is_extrapolated: bool) -> int:
    """What can be recovered of a line now, in pence: by its finding, and no more than is still paid."""
    if found.finding is None:
        return 0
    return min(
        to_recover(looked_of(found.finding, found.line), is_extrapolated=is_extrapolated),
        to_recover(looked_of(found.finding, found.line, paid=found.paid), is_extrapolated=is_extrapolated),
    )


def extrapolation_of(visit: Visit) -> tuple[str, str]:
    """What is signed to take findings over to all items: the statement in words, and the hash of its content."""
    found = [each for each in lines_found(visit) if each.finding is not None]
    sums = [[each.line.id, recoverable(each, is_extrapolated=True)] for each in found]
    total = sum(pence for _, pence in sums)
    items = sum(recoverable(each, is_extrapolated=False) for each in found)
    report = visit.report.content_hash if visit.report else ""
    statement = (
        f"The share of items of {visit.practice.name} that could not be verified ({visit.plan.name}) counts for all "
        f"items claimed: {sterling(total)} is recovered in place of {sterling(items)}."
    )
    return statement, hash_of(canonical_text({"report": report, "lines": sums, "total": total}))


def is_signed_by_both(visit: Visit) -> bool:
    """Whether commissioner and practice both signed what would be extrapolated now."""
    _, content_hash = extrapolation_of(visit)
    signed = {each.capacity for each in list_signatures(SUBJECT, visit.id) if each.content_hash == content_hash}
    return {Capacity.FOR_COMMISSIONER, Capacity.FOR_PRACTICE} <= signed


def _recover(found: LineFound, pence: int, *, is_extrapolated: bool, by: Actor, at: datetime) -> None:
    finding, claim = found.finding, found.sampled.claim
    looked = found.looked
    if finding is None or looked is None:
        return
    what = f"{claim.number}, {found.line.name}: {in_words(looked, is_extrapolated=is_extrapolated)}"
    propose_adjustment(
        scheme_id=claim.scheme_id,
        practice_id=claim.practice_id,
        year=claim.year,
        quarter=claim.quarter,
        kind=AdjustmentKind.RECOVERY,
        amount=as_decimal(-pence),
        what=what[:300],
        line_id=found.line.id,
        source=SOURCE,
        source_id=finding.id,
        by=by,
        at=at,
    )
