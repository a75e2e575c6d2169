"""Visiting a practice: arranging it, recording what was found line by line, sending the report."""

from datetime import date, datetime
from decimal import Decimal

from core.canonical import hash_of
from core.clock import in_london
from core.db import db
from core.errors import NotAllowed, OutOfDate, Refusal
from core.identifiers import has_identifier
from core.money import as_decimal, as_pence
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission, check_may
from core.wording import in_full
from les.schemes.actions.recording import words_to_keep
from les.verification.actions.recording import check_no_interest, held_visit, record
from les.verification.models.visits import Finding, Visit, VisitReport
from les.verification.queries.facts import facts_of
from les.verification.queries.plans import find_seen_plan, list_sample
from les.verification.queries.visits import LineFound, content_of, find_visit, lines_found
from les.verification.rules.kinds import Reason
from les.verification.rules.recovering import Looked, check_looked
from les.verification.rules.standing import check_may_find, check_may_report

_CHANGED = "Findings have changed since this page was opened. Look over them again before you send the report."
_NO_LINE = "There is no such line among the claims of this visit."


def arrange_visit(
    *, plan_id: int, practice_id: int, visit_on: date | None, visitors: str, by: Actor, at: datetime, href: str
) -> Visit:
    """Arrange the visit to a practice of a sample, for all its claims in it; the practice is told. `href`: its page."""
    plan = find_seen_plan(plan_id, by)
    if plan is None:
        raise NotAllowed("There is no such plan among those of your trust.")
    check_may(by, Permission.VERIFY_CLAIMS, commissioner_id=plan.commissioner_id)
    sample = list_sample(plan_id, practice_id)
    if not sample:
        raise Refusal("No claim of this practice is in the sample. Choose a practice that is.")
    practice = sample[0].practice
    check_no_interest(practice, by, at=at)
    if find_visit(plan_id, practice_id) is not None:
        raise Refusal(f"A visit to {practice.name} under this plan is arranged already.")
    visit = Visit(
        plan=plan,
        practice=practice,
        visit_on=_day_of_visit(visit_on, on=in_london(at).date()),
        visitors=words_to_keep(visitors, what="Who comes", most=300),
        told_at=at,
        arranged_by_id=by.person_id,
    )
    db.session.add(visit)
    db.session.flush()
    _tell(visit, "arranged", f"{plan.name}: we visit you on {in_full(visit.visit_on)} ({visit.visitors}).", at, href)
    record(visit, "arrange_visit", by, new={"on": in_full(visit.visit_on), "visitors": visit.visitors})
    return visit


def move_visit(*, visit_id: int, visit_on: date | None, visitors: str, by: Actor, at: datetime, href: str) -> Visit:
    """Move a visit of which nothing is recorded yet; the practice is told."""
    visit = held_visit(visit_id, by)
    check_no_interest(visit.practice, by, at=at)
    if visit.findings:
        raise Refusal("Findings of this visit are recorded. Its day stays as it is.")
    old = {"on": in_full(visit.visit_on), "visitors": visit.visitors}
    visit.visit_on = _day_of_visit(visit_on, on=in_london(at).date())
    visit.visitors = words_to_keep(visitors, what="Who comes", most=300)
    visit.told_at = at
    db.session.flush()
    words = f"{visit.plan.name}: our visit is now on {in_full(visit.visit_on)} ({visit.visitors})."
    _tell(visit, f"moved-{visit.version}", words, at, href)
    record(visit, "move_visit", by, old=old, new={"on": in_full(visit.visit_on), "visitors": visit.visitors})
    return visit


def record_finding(
    *,
    visit_id: int,
    line_id: int,
    checked: Decimal,
    verified: Decimal,
    reason: Reason,
    items: str,
    words: str,
    by: Actor,
    at: datetime,
) -> Finding:
    """Record how many items of a line were looked at and how many verified; the newest of a line counts.

    `items`: the sequence numbers of those not verified, as the practice’s evidence has them; never a patient.
    """
    visit = held_visit(visit_id, by)
    check_no_interest(visit.practice, by, at=at)
    check_may_find(facts_of(visit), on=in_london(at).date())
    found = _line_of(visit, line_id)
    _check_counts(found, checked=checked, verified=verified, reason=reason)
    is_short = verified < checked
    finding = Finding(
        visit=visit,
        line=found.line,
        checked=checked,
        verified=verified,
        reason=reason if is_short else Reason.NONE,
        items=_items_to_keep(items, is_needed=is_short),
        words=words_to_keep(words, what="What was found", is_needed=reason is Reason.OTHER),
        paid=as_decimal(found.paid),
        found_by_id=by.person_id,
        found_at=at,
    )
    db.session.add(finding)
    db.session.flush()
    counts = {"checked": f"{checked:f}", "verified": f"{verified:f}"}
    record(visit, "record_finding", by, new={"claim": found.sampled.claim.number, "line": found.line.name, **counts})
    return finding


def _line_of(visit: Visit, line_id: int) -> LineFound:
    """A line of the claims of a visit; refuses any other."""
    found = next((each for each in lines_found(visit) if each.line.id == line_id), None)
    if found is None:
        raise Refusal(_NO_LINE)
    return found


def _check_counts(found: LineFound, *, checked: Decimal, verified: Decimal, reason: Reason) -> None:
    line = found.line
    check_looked(
        Looked(
            claimed=line.claimed,
            allowed=line.allowed,
            amount=max(0, as_pence(line.amount)),
            paid=found.paid,
            checked=checked,
            verified=verified,
        )
    )
    if verified < checked and reason is Reason.NONE:
        raise Refusal("Say why items could not be verified.")


def _items_to_keep(items: str, *, is_needed: bool) -> str:
    """Sequence numbers as they are kept; refuses what could be the number of a patient however it is spaced."""
    kept = words_to_keep(items, what="Which items were not verified, by sequence number,", is_needed=is_needed)
    if has_identifier("".join(kept.split())):
        raise Refusal("Items are named by sequence number. Take out what could be the number of a patient.")
    return kept


def send_report(
    *, visit_id: int, summary: str, answer_by: date | None, seen: str, by: Actor, at: datetime, href: str
) -> VisitReport:
    """Send the findings to the practice, which accepts or appeals by a day. They are frozen with a hash.

    `seen`: the hash of the findings that the person had in front of them.
    """
    visit = held_visit(visit_id, by)
    check_no_interest(visit.practice, by, at=at)
    until = check_may_report(facts_of(visit), answer_by=answer_by, on=in_london(at).date())
    content = content_of(visit, lines_found(visit))
    if hash_of(content) != seen:
        raise OutOfDate(_CHANGED)
    report = VisitReport(
        visit=visit,
        content=content,
        content_hash=seen,
        summary=words_to_keep(summary, what="The summary", most=2000),
        answer_by=until,
        sent_by_id=by.person_id,
        sent_at=at,
    )
    db.session.add(report)
    db.session.flush()
    _tell(
        visit, "report", f"{visit.plan.name}: the report of our visit is to be answered by {in_full(until)}.", at, href
    )
    record(visit, "send_report", by, new={"answer_by": in_full(until), "content_hash": seen})
    return report


def _day_of_visit(visit_on: date | None, *, on: date) -> date:
    if visit_on is None:
        raise Refusal("Enter the day of the visit.")
    if visit_on < on:
        raise Refusal("A visit lies ahead. Enter a day from today on.")
    return visit_on


def _tell(visit: Visit, what: str, words: str, at: datetime, href: str) -> None:
    notify(
        key=f"verification.{what}/{visit.id}",
        person_ids=people_at([visit.practice_id], on=in_london(at).date(), permission=Permission.BIND_PRACTICE),
        subject="Verification of enhanced services",
        words=words,
        href=href,
        at=at,
    )
