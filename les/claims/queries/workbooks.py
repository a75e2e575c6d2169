"""What a workbook of a practice is filled with, and what one that came back would claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select

from core.db import db
from core.errors import Refusal
from core.problems import Problem
from les.claims.models.claims import Claim, ClaimLine
from les.claims.queries.claims import list_of_quarter
from les.claims.queries.working import Desk
from les.claims.rules.kinds import CURRENT, State
from les.claims.rules.quarters import quarter_before
from les.claims.rules.workbook import SchemeRows, Schemes, SchemeSheet
from les.claims.rules.working import Worked, total_of
from les.schemes.models.schemes import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldClaim:
    """What a file would claim of a scheme: its lines, the claim that it replaces, the draft that is in its way."""

    scheme: Scheme
    rows: SchemeRows
    lines: Sequence[Worked]
    current: Claim | None
    draft: Claim | None

    @property
    def pence(self) -> int:
        """What it comes to."""
        return total_of(self.lines)


def sheets_of(desk: Desk) -> list[SchemeSheet]:
    """The schemes of a practice in a quarter as a workbook has them, by number."""
    last = _last_quarter(desk)
    return [_sheet_of(desk, scheme, last.get(scheme.id, {})) for scheme in schemes_of(desk)]


def schemes_of(desk: Desk) -> list[Scheme]:
    """The schemes of which a practice can claim in a quarter, by number."""
    found = [desk.held.agreements[scheme_id][-1].scheme for scheme_id in desk.held.members]
    return sorted(found, key=lambda each: (each.number, each.id))


def known_schemes(desk: Desk) -> Schemes:
    """What is asked of each scheme of a practice, by reference; without those of which nothing can be claimed now."""
    sheets = [(scheme, _sheet_of(desk, scheme, {})) for scheme in schemes_of(desk)]
    return {scheme.reference: (scheme.id, sheet.asked) for scheme, sheet in sheets if not sheet.why_not}


def would_claim(desk: Desk, read: Sequence[SchemeRows], *, file_name: str) -> tuple[list[WouldClaim], list[Problem]]:
    """What rows of a file would claim, or what the schemes do not pay for of it."""
    schemes = {each.id: each for each in schemes_of(desk)}
    problems: list[Problem] = []
    claims = list_of_quarter(desk.practice.id, desk.quarter) if read else []
    found = []
    for rows in read:
        scheme = schemes[rows.scheme_id]
        own = [each for each in claims if each.scheme_id == scheme.id]
        try:
            lines = desk.lines(scheme.id, rows.quantities, is_nil=rows.is_nil)
        except Refusal as refusal:
            problems.append(Problem(file=file_name, row=rows.row, column="count", expected=str(refusal)))
            continue
        found.append(
            WouldClaim(
                scheme=scheme,
                rows=rows,
                lines=lines,
                current=next((each for each in own if each.state in CURRENT), None),
                draft=next((each for each in own if each.state is State.DRAFT), None),
            )
        )
    return ([], problems) if problems else (found, [])


def _sheet_of(desk: Desk, scheme: Scheme, last: dict[str, Fraction]) -> SchemeSheet:
    try:
        asked, why_not = desk.asked(scheme.id), ""
    except Refusal as refusal:
        asked, why_not = (), str(refusal)
    return SchemeSheet(
        reference=scheme.reference,
        name=scheme.name,
        asked=asked,
        rooms=desk.rooms(scheme.id),
        last=last,
        why_not=why_not,
    )


def _last_quarter(desk: Desk) -> dict[int, dict[str, Fraction]]:
    """How many the practice claimed in the quarter before, by scheme and element."""
    before = quarter_before(desk.quarter)
    rows = select(Claim.scheme_id, ClaimLine.element, ClaimLine.claimed).join(ClaimLine.claim)
    rows = rows.where(
        Claim.practice_id == desk.practice.id,
        Claim.year == str(before.year),
        Claim.quarter == before.number,
        Claim.state.in_(CURRENT),
    )
    found: dict[int, dict[str, Fraction]] = {}
    for scheme_id, element, claimed in db.session.execute(rows):
        own = found.setdefault(scheme_id, {})
        own[element] = own.get(element, Fraction(0)) + Fraction(claimed)
    return found
