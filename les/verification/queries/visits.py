"""Looking up visits with their findings and what became of them; a practice sees its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import joinedload, selectinload

from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import Line, lines_of
from core.canonical import canonical_text
from core.db import db
from core.money import as_pence
from core.people.models import Grant
from core.permissions import Actor, Role
from les.claims.models.claims import Claim, ClaimLine
from les.claims.models.decisions import Adjustment
from les.verification.models.plans import SampledClaim, VerificationPlan
from les.verification.models.visits import SUBJECT, Finding, Visit
from les.verification.queries.paid import paid_by_line
from les.verification.queries.plans import list_sample, sees_all
from les.verification.rules.kinds import REASON_NAMES
from les.verification.rules.recovering import Looked, to_recover

SOURCE = "finding"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFound:
    """A line of a sampled claim, what is paid of it now in pence, and the finding that counts."""

    sampled: SampledClaim
    line: ClaimLine
    paid: int
    finding: Finding | None

    @property
    def looked(self) -> Looked | None:
        """What the rules go by; None while nobody looked."""
        if self.finding is None:
            return None
        return looked_of(self.finding, self.line)


def get_visit(visit_id: int, *, for_change: bool = False) -> Visit:
    """The visit of that id; `for_change` holds it, so that acts on it follow each other."""
    rows = select(Visit).where(Visit.id == visit_id).execution_options(populate_existing=True)
    return db.session.execute(rows.with_for_update() if for_change else rows).scalar_one()


def find_seen_visit(visit_id: int, by: Actor) -> Visit | None:
    """The visit of that id, if it concerns the reader."""
    return db.session.scalars(_visits().where(Visit.id == visit_id, _seen_by(by))).first()


def find_visit(plan_id: int, practice_id: int) -> Visit | None:
    """The visit to a practice under a plan."""
    rows = select(Visit).where(Visit.plan_id == plan_id, Visit.practice_id == practice_id)
    return db.session.scalars(rows).first()


def list_seen_visits(by: Actor) -> list[Visit]:
    """The visits that concern the reader, newest day first."""
    rows = _visits().where(_seen_by(by)).order_by(Visit.visit_on.desc(), Visit.id.desc())
    return list(db.session.scalars(rows))


def lines_found(visit: Visit) -> list[LineFound]:
    """The lines of all sampled claims of a visit with what counts of each, in the order of the draw."""
    sample = list_sample(visit.plan_id, visit.practice_id)
    newest = {each.line_id: each for each in _findings(visit.id)}
    paid = paid_by_line([line.id for sampled in sample for line in sampled.claim.lines])
    return [
        LineFound(sampled=sampled, line=line, paid=paid.get(line.id, 0), finding=newest.get(line.id))
        for sampled in sample
        for line in sampled.claim.lines
    ]


def looked_of(finding: Finding, line: ClaimLine, *, paid: int | None = None) -> Looked:
    """A finding as the rules take it. `paid`: pence paid now, where that is asked; else as it was found."""
    return Looked(
        claimed=line.claimed,
        allowed=line.allowed,
        amount=max(0, as_pence(line.amount)),
        paid=as_pence(finding.paid) if paid is None else paid,
        checked=finding.checked,
        verified=finding.verified,
    )


def content_of(visit: Visit, found: Sequence[LineFound]) -> str:
    """The report of a visit as canonical JSON: every line that was looked at, with what is to be recovered."""
    lines = [
        {
            "claim": each.sampled.claim.number,
            "line": each.line.place,
            "name": each.line.name,
            "claimed": f"{each.line.claimed:f}",
            "checked": f"{each.finding.checked:f}",
            "verified": f"{each.finding.verified:f}",
            "reason": REASON_NAMES[each.finding.reason],
            "items": each.finding.items,
            "words": each.finding.words,
            "paid": as_pence(each.finding.paid),
            "recover": to_recover(each.looked),
            "extrapolated": to_recover(each.looked, is_extrapolated=True),
        }
        for each in found
        if each.finding is not None and each.looked is not None
    ]
    return canonical_text({"visit": visit.id, "practice": visit.practice.code, "lines": lines})


def adjustments_of(visit: Visit) -> list[Adjustment]:
    """What was proposed to be recovered after a visit."""
    ids = select(Finding.id).where(Finding.visit_id == visit.id)
    rows = select(Adjustment).where(Adjustment.source == SOURCE, Adjustment.source_id.in_(ids))
    return list(db.session.scalars(rows.options(joinedload(Adjustment.decision)).order_by(Adjustment.id)))


def history_of(visit: Visit, most: int = 200) -> list[Line]:
    """Who did what when to a visit, newest first."""
    rows = select(AuditEvent).where(and_(AuditEvent.subject == SUBJECT, AuditEvent.subject_id == visit.id))
    rows = rows.options(joinedload(AuditEvent.by), joinedload(AuditEvent.grant).joinedload(Grant.organisation))
    return lines_of(db.session.scalars(rows.order_by(AuditEvent.id.desc()).limit(most)))


def _findings(visit_id: int) -> list[Finding]:
    rows = select(Finding).where(Finding.visit_id == visit_id).options(joinedload(Finding.found_by))
    return list(db.session.scalars(rows.order_by(Finding.id)))


def _seen_by(by: Actor) -> ColumnElement[bool]:
    reached = Visit.plan.has(VerificationPlan.commissioner_id.in_(by.commissioner_ids))
    if sees_all(by):
        return reached
    own = by.organisation_id if by.role is Role.PRACTICE_MANAGER else 0
    return and_(reached, Visit.practice_id == own)


def _visits() -> Select[Visit]:
    return select(Visit).options(
        joinedload(Visit.practice),
        joinedload(Visit.plan),
        joinedload(Visit.arranged_by),
        joinedload(Visit.report),
        joinedload(Visit.answer),
        joinedload(Visit.appeal),
        joinedload(Visit.recovery),
        selectinload(Visit.findings).joinedload(Finding.line).joinedload(ClaimLine.claim).joinedload(Claim.scheme),
    )
