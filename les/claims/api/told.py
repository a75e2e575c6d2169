"""What machines are told of claims, as plain values. Money and counts are texts, so that nothing is rounded."""

from collections.abc import Sequence
from fractions import Fraction

from core.errors import Refusal
from core.identifiers import without_identifier
from core.money import plain, pounds
from core.problems import Problem
from les.claims.models.claims import Claim
from les.claims.models.receipts import Receipt
from les.claims.queries.progress import Progress, sums_of
from les.claims.queries.workbooks import WouldClaim
from les.claims.rules.quarters import short_name
from les.claims.rules.working import Worked

MOST_FINDINGS = 1_000
_MOST_SAID = 5
Values = dict[str, object]


class Unfit(Refusal):
    """Claims that cannot be taken as they are, with all that was found."""

    def __init__(self, findings: Sequence[Values]) -> None:
        super().__init__(" ".join(str(each["said"]) for each in findings[:_MOST_SAID]))
        self.findings = findings


def finding_of(problem: Problem) -> Values:
    """A problem with what was sent, at its place. Nothing that looks like a patient's number is repeated."""
    shown = without_identifier(problem)
    place = f"Row {shown.row}" if shown.row else "What was sent"
    column = f", {shown.column}" if shown.column else ""
    said = f"{place}{column}: {shown.expected.rstrip('.')}."
    return {"row": shown.row, "column": shown.column, "value": shown.value, "said": said}


def found(findings: Sequence[Values]) -> Values:
    """The first of what was found, and how many there are in all."""
    return {"findings": list(findings[:MOST_FINDINGS]), "findings_in_all": len(findings)}


def would_claim_values(each: WouldClaim) -> Values:
    """What would be claimed of a scheme."""
    return {
        "scheme": each.scheme.reference,
        "name": each.scheme.name,
        "is_nil": each.rows.is_nil,
        "claimed": pounds(each.pence),
        "lines": [_worked(line) for line in each.lines],
        "replaces": each.current.number if each.current else "",
    }


def claim_values(claim: Claim, lines: Sequence[Progress], receipt: Receipt | None) -> Values:
    """A claim as it stands."""
    total = sums_of(lines)
    return {
        "id": claim.id,
        "number": claim.number,
        "scheme": claim.scheme.reference,
        "name": claim.scheme.name,
        "quarter": short_name(claim.of),
        "state": claim.state.value,
        "is_nil": claim.is_nil,
        "is_late": claim.is_late,
        "claimed": pounds(total.claimed),
        "approved": pounds(total.approved),
        "paid": pounds(total.paid),
        "lines": [_line(each) for each in lines],
        "receipt": receipt.content_hash if receipt else "",
        "submitted_at": claim.submitted_at.isoformat() if claim.submitted_at else None,
        "replaces": claim.replaces_id,
    }


def _worked(worked: Worked) -> Values:
    line = worked.line
    return {
        "element": line.element,
        "from": line.starts_on.isoformat(),
        "to": line.ends_on.isoformat(),
        "price": pounds(line.price),
        "counted": plain(line.claimed),
        "allowed": plain(line.allowed),
        "claimed": pounds(line.amount),
        "how": line.how,
    }


def _line(each: Progress) -> Values:
    line = each.line
    return {
        "element": line.element,
        "from": line.starts_on.isoformat(),
        "to": line.ends_on.isoformat(),
        "price": f"{line.price:f}",
        "counted": plain(Fraction(line.claimed)),
        "allowed": plain(Fraction(line.allowed)),
        "claimed": pounds(each.claimed),
        "left": pounds(each.left),
        "approved": None if each.approved is None else pounds(each.approved),
        "paid": pounds(each.paid),
        "how": line.how,
    }
