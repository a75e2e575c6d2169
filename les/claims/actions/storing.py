"""Storing what is submitted: the lines, frozen, the receipt with its hash, and the claim that it replaces."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from core.canonical import canonical_text, hash_of
from core.db import db
from core.money import as_decimal, as_pence, plain
from core.permissions import ROLE_NAMES, Actor
from core.wording import sterling
from les.claims.actions.recording import record
from les.claims.models.claims import Claim, ClaimLine
from les.claims.models.receipts import Receipt
from les.claims.models.windows import Window
from les.claims.rules.kinds import ROUTE_NAMES, Route, State
from les.claims.rules.submitting import check_may_replace, is_late
from les.claims.rules.working import Worked, total_of
from les.schemes.rules.terms import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Who submits, when, and how it came in. `file_hash`: of the workbook, or of what a machine sent."""

    by: Actor
    on: date
    at: datetime
    route: Route = Route.TYPED
    file_hash: str | None = None


def store(claim: Claim, lines: Sequence[Worked], *, current: Claim | None, window: Window, way: Submission) -> Receipt:
    """Make a draft a submitted claim: its lines and receipt are frozen, and what counted before is replaced.

    The caller holds the scheme, and has worked the lines out since.
    """
    if current is not None:
        check_may_replace(number=current.number, state=current.state)
        current.state = State.REPLACED
        db.session.flush()
        claim.replaces_id = current.id
    claim.state, claim.is_late = State.SUBMITTED, is_late(closes_on=window.closes_on, on=way.on)
    claim.submitted_by_id, claim.submitted_at = way.by.person_id, way.at
    db.session.add_all(_as_row(claim, place, each) for place, each in enumerate(lines, start=1))
    db.session.flush()
    db.session.expire(claim, ["lines"])
    receipt = _receipt(claim, lines, current, way)
    db.session.add(receipt)
    db.session.flush()
    new = {
        "scheme": claim.scheme.called,
        "quarter": str(claim.of),
        "amount": sterling(total_of(lines)),
        "route": ROUTE_NAMES[claim.route].lower(),
        "late": ", after the last day of its window" if claim.is_late else "",
        "replaces": f"; it replaces {current.number}" if current else "",
    }
    record(claim, "submit_claim", way.by, new=new)
    return receipt


def same_as(current: Claim, lines: Sequence[Worked], quantities: Sequence[Quantity], *, is_nil: bool) -> bool:
    """Whether a claim that counts claims exactly this already: the same counts, and the same lines."""
    before = sorted(
        (each.element, each.starts_on, each.ends_on or each.starts_on, each.count) for each in current.quantities
    )
    now = sorted((each.element, each.starts_on, each.last_day, int(each.count)) for each in quantities if each.count)
    amounts = [(each.element, as_pence(each.amount)) for each in current.lines]
    return current.is_nil == is_nil and before == now and amounts == [(e.line.element, e.line.amount) for e in lines]


def _as_row(claim: Claim, place: int, worked: Worked) -> ClaimLine:
    line = worked.line
    return ClaimLine(
        claim_id=claim.id,
        agreement_id=worked.agreement_id,
        place=place,
        element=line.element,
        name=line.name,
        starts_on=line.starts_on,
        ends_on=line.ends_on,
        price=as_decimal(line.price),
        price_from=line.price_from,
        claimed=_exact(line.claimed),
        allowed=_exact(line.allowed),
        full=as_decimal(line.full),
        amount=as_decimal(line.amount),
        how=line.how,
        cap=line.cap,
    )


def _receipt(claim: Claim, lines: Sequence[Worked], current: Claim | None, way: Submission) -> Receipt:
    values = {
        "number": claim.number,
        "scheme": claim.scheme.called,
        "practice": f"{claim.practice.name} ({claim.practice.code})",
        "quarter": str(claim.of),
        "route": claim.route.value,
        "is_nil": claim.is_nil,
        "is_late": claim.is_late,
        "note": claim.note,
        "replaces": current.number if current else "",
        "lines": [_values(each) for each in lines],
        "pence": total_of(lines),
        "submitted_by": way.by.name,
        "submitted_at": way.at.isoformat(),
    }
    content = canonical_text(values)
    return Receipt(
        claim_id=claim.id,
        content=content,
        content_hash=hash_of(content),
        amount=as_decimal(total_of(lines)),
        name=way.by.name,
        role=ROLE_NAMES[way.by.role],
        submitted_at=way.at,
    )


def _values(worked: Worked) -> dict[str, object]:
    line = worked.line
    return {
        "agreement": worked.agreement_id,
        "element": line.element,
        "name": line.name,
        "from": line.starts_on.isoformat(),
        "to": line.ends_on.isoformat(),
        "price": line.price,
        "claimed": plain(line.claimed),
        "allowed": plain(line.allowed),
        "pence": line.amount,
        "how": line.how,
    }


def _exact(count: Fraction) -> Decimal:
    return Decimal(plain(count))
