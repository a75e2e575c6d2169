"""A practice’s statement of a run as a value: what every pound is for. Amounts are pence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.canonical import canonical_text, hash_of
from core.wording import sterling

PRACTICES_OF_A_ZIP = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A cut of a claimed line: what was left of it, and why."""

    left: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """A line: what it is for, what was claimed (None: it is no line of a claim), cuts, and its parts.

    `claim_id` and `adjustment_id`: the record it pays, for who follows it; no part of what the statement says.
    """

    reference: str
    scheme: str
    period: str
    what: str
    claimed: int | None
    cuts: Sequence[Cut]
    amount: int
    kept: int
    paid: int
    claim_id: int | None = None
    adjustment_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a practice gets in a run. `group`: on whose account, or accounts, what is set aside stays."""

    commissioner: str
    practice_code: str
    practice: str
    run: str
    pays_on: date
    group: str
    lines: Sequence[StatementLine]

    @property
    def amount(self) -> int:
        """What was approved."""
        return sum(line.amount for line in self.lines)

    @property
    def kept(self) -> int:
        """What is set aside of it."""
        return sum(line.kept for line in self.lines)

    @property
    def paid(self) -> int:
        """What is paid."""
        return sum(line.paid for line in self.lines)

    @property
    def content_hash(self) -> str:
        """SHA-256 of all it says."""
        return hash_of(canonical_text(_values(self)))


def why(line: StatementLine) -> str:
    """What it is for and why it was cut, in sentences.

    >>> why(StatementLine(reference="", scheme="", period="", what="40 × injection.", claimed=168000,
    ...     cuts=[Cut(left=126000, reason="The count is wrong")], amount=126000, kept=0, paid=126000))
    '40 × injection. Cut to £1,260.00: The count is wrong.'
    """
    said = [line.what.rstrip(".") + "."]
    said += [f"Cut to {sterling(cut.left)}: {cut.reason.rstrip('.')}." for cut in line.cuts]
    return " ".join(said)


def _values(statement: Statement) -> dict[str, Any]:
    return {
        "commissioner": statement.commissioner,
        "practice": [statement.practice_code, statement.practice],
        "run": [statement.run, statement.pays_on.isoformat()],
        "group": statement.group,
        "lines": [
            [
                line.reference,
                line.scheme,
                line.period,
                line.what,
                line.claimed,
                [[cut.left, cut.reason] for cut in line.cuts],
                line.amount,
                line.kept,
                line.paid,
            ]
            for line in statement.lines
        ],
    }
