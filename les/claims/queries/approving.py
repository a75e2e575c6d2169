"""Looking up claims to be approved: one with all that was decided, those that wait, and how each stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from core.attachments.models import Attachment
from core.attachments.queries import attachments_of
from core.canonical import canonical_text
from core.canonical import hash_of as canonical_hash
from core.db import db
from core.money import as_pence
from core.parties.models import Party
from core.permissions import Actor, Permission
from core.threads.models import Thread
from les.claims.models.approvals import DuplicateAnswer
from les.claims.models.claims import SUBJECT, Claim
from les.claims.models.decisions import ClaimDecision
from les.claims.models.windows import Window
from les.claims.queries.claim_lines import cuts_of, worth_of
from les.claims.rules.approving import Standing, Worth
from les.claims.rules.kinds import State, Step, Verdict
from les.schemes.models.schemes import Scheme

WAITING = (Step.LATE, Step.EVIDENCE, Step.PAYMENT)


_DECIDED_BY = {State.SUBMITTED: Permission.CHECK_CLAIMS, State.CHECKED: Permission.RELEASE_CLAIMS}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedClaims:
    """Which claims that wait a reader wants to see. `before`: submitted before that day."""

    step: Step | None = None
    scheme_id: int | None = None
    practice: str = ""
    before: datetime | None = None


def scheme_id_of_claim(claim_id: int) -> int:
    """The scheme of a claim, read alone so that it can be held before the claim is looked at."""
    return db.session.execute(select(Claim.scheme_id).where(Claim.id == claim_id)).scalar_one()


def get_claim(claim_id: int) -> Claim:
    """The claim of that id, as the database has it now; NoResultFound when there is none."""
    rows = _claims().where(Claim.id == claim_id).execution_options(populate_existing=True)
    return db.session.execute(rows).scalar_one()


def find_claim_for_approval(claim_id: int, by: Actor) -> Claim | None:
    """The claim of that id that was submitted once, if it concerns the reader."""
    rows = _claims().where(Claim.id == claim_id, Claim.state != State.DRAFT, Claim.submitted_at.is_not(None))
    return db.session.scalars(rows.where(Scheme.commissioner_id.in_(by.commissioner_ids))).first()


def list_decisions(claim_id: int) -> list[ClaimDecision]:
    """What was decided over a claim, first first."""
    return decisions_of([claim_id]).get(claim_id, [])


def decisions_of(claim_ids: Sequence[int]) -> dict[int, list[ClaimDecision]]:
    """What was decided over claims by claim, first first, in one query."""
    found: dict[int, list[ClaimDecision]] = {}
    rows = select(ClaimDecision).where(ClaimDecision.claim_id.in_(claim_ids)).order_by(ClaimDecision.id)
    for decision in db.session.scalars(rows):
        found.setdefault(decision.claim_id, []).append(decision)
    return found


def open_queries_of(claim_ids: Sequence[int]) -> dict[int, int]:
    """How many queries are open by claim, in one query."""
    rows = (
        select(Thread.subject_id, func.count(Thread.id).label("queries"))
        .where(Thread.subject == SUBJECT, Thread.subject_id.in_(claim_ids), Thread.resolved_at.is_(None))
        .group_by(Thread.subject_id)
    )
    return {row.subject_id: row.queries for row in db.session.execute(rows)}


def standing_of(claim: Claim, decisions: Sequence[ClaimDecision], open_queries: int) -> Standing:
    """How a claim stands."""
    told = {(each.step, each.verdict) for each in decisions}
    return Standing(
        number=claim.number,
        state=claim.state,
        is_late=claim.is_late,
        is_taken=(Step.LATE, Verdict.APPROVED) in told,
        is_returned=any(verdict is Verdict.RETURNED for _, verdict in told),
        open_queries=open_queries,
    )


def find_standing(claim: Claim) -> Standing:
    """The same of one claim, looked up."""
    return standing_of(claim, list_decisions(claim.id), open_queries_of([claim.id]).get(claim.id, 0))


def worths_of(claim: Claim) -> list[Worth]:
    """What each line of a claim is worth after what was cut so far."""
    return looks_at([claim])[claim.id].worths


def seen_hash_of(claim: Claim) -> str:
    """The hash of all that an approver looks at: lines and what is left of them, evidence, and what was decided."""
    return looks_at([claim])[claim.id].seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What an approver looks at of a claim; `seen`: the hash of it."""

    worths: list[Worth]
    decisions: list[ClaimDecision]
    seen: str

    @property
    def pence(self) -> int:
        """What the claim is worth after what was cut so far."""
        return sum(each.pence for each in self.worths)


def looks_at(claims: Sequence[Claim]) -> dict[int, Look]:
    """What an approver looks at of each claim, in the same number of queries however many."""
    ids = [claim.id for claim in claims]
    cuts = cuts_of([line.id for claim in claims for line in claim.lines])
    decisions, evidence = decisions_of(ids), attachments_of(SUBJECT, ids)
    found = {}
    for claim in claims:
        worths = [
            Worth(line_id=each.id, name=each.name, pence=worth_of(each, cuts.get(each.id, ()))) for each in claim.lines
        ]
        decided = decisions.get(claim.id, [])
        found[claim.id] = Look(worths=worths, decisions=decided, seen=_hash(claim, worths, decided, evidence[claim.id]))
    return found


def _hash(
    claim: Claim, worths: Sequence[Worth], decisions: Sequence[ClaimDecision], evidence: Sequence[Attachment]
) -> str:
    values = {
        "claim": claim.number,
        "version": claim.version,
        "state": claim.state.value,
        "lines": [[each.line_id, each.name, each.pence] for each in worths],
        "evidence": [[each.id, each.content_hash, each.withdrawal is not None] for each in evidence],
        "decisions": [each.id for each in decisions],
    }
    return canonical_hash(canonical_text(values))


def answers_to_duplicates(claim_ids: Sequence[int]) -> dict[int, list[DuplicateAnswer]]:
    """What approvers said to what seemed claimed twice, by claim, in one query."""
    rows = select(DuplicateAnswer).join(DuplicateAnswer.decision).where(ClaimDecision.claim_id.in_(claim_ids))
    rows = rows.options(contains_eager(DuplicateAnswer.decision)).order_by(DuplicateAnswer.decision_id)
    found: dict[int, list[DuplicateAnswer]] = {}
    for answer in db.session.scalars(rows):
        found.setdefault(answer.decision.claim_id, []).append(answer)
    return found


def answered_lines(answers: Sequence[DuplicateAnswer]) -> list[str]:
    """What seemed claimed twice and was answered."""
    return [line for each in answers for line in each.found.splitlines()]


def find_window(claim: Claim) -> Window | None:
    """The window in which claims of the same quarter are made."""
    rows = select(Window).where(
        Window.commissioner_id == claim.scheme.commissioner_id,
        Window.year == claim.year,
        Window.quarter == claim.quarter,
    )
    return db.session.scalars(rows).first()


def pays_on(claim: Claim, on: date) -> date:
    """The day from which a claim approved on a day is paid: that of its window, or the day itself where that passed."""
    window = find_window(claim)
    return max(window.pays_on, on) if window else on


def select_waiting(by: Actor, asked: AskedClaims) -> Select[Claim]:
    """The claims that wait for a decision of the commissioner: first those the reader may decide, then oldest first."""
    rows = _claims().where(Scheme.commissioner_id.in_(by.commissioner_ids))
    steps = [asked.step] if asked.step else WAITING
    rows = rows.where(or_(*(_waits_for(step) for step in steps)))
    if asked.scheme_id is not None:
        rows = rows.where(Claim.scheme_id == asked.scheme_id)
    if text := asked.practice.strip():
        rows = rows.where(or_(Party.name.icontains(text, autoescape=True), Party.code.icontains(text, autoescape=True)))
    if asked.before is not None:
        rows = rows.where(Claim.submitted_at < asked.before)
    own = [state for state, permission in _DECIDED_BY.items() if by.may(permission)]
    return rows.order_by(Claim.state.not_in(own), Claim.submitted_at, Claim.id)


def claimed_pence(claim: Claim) -> int:
    """What a claim came to when it was submitted."""
    return sum(as_pence(line.amount) for line in claim.lines)


def _waits_for(step: Step) -> ColumnElement[bool]:
    if step is Step.PAYMENT:
        return Claim.state == State.CHECKED
    taken = _has_decision(ClaimDecision.step == Step.LATE, ClaimDecision.verdict == Verdict.APPROVED)
    waits = (Claim.state == State.SUBMITTED) & ~_has_decision(ClaimDecision.verdict == Verdict.RETURNED)
    return waits & (Claim.is_late & ~taken if step is Step.LATE else ~Claim.is_late | taken)


def _has_decision(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(ClaimDecision.id).where(ClaimDecision.claim_id == Claim.id, *conditions).exists()


def _claims() -> Select[Claim]:
    return (
        select(Claim)
        .join(Claim.scheme)
        .join(Claim.practice)
        .options(
            joinedload(Claim.scheme),
            joinedload(Claim.practice),
            joinedload(Claim.begun_by),
            joinedload(Claim.submitted_by),
            joinedload(Claim.replaces),
            selectinload(Claim.lines),
            selectinload(Claim.quantities),
        )
    )
