"""Lines of claims as tables: what a draft would come to, what is left under caps, and how far submitted lines are."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from core.money import as_pence
from core.tables import Cell, Section, Table, amount, columns, number, table, words
from core.wording import in_full
from les.claims.models.claims import ClaimLine
from les.claims.queries.progress import Progress, sums_of
from les.claims.queries.workbooks import WouldClaim
from les.claims.rules.asking import Asked, Way
from les.claims.rules.kinds import CUT_NAMES
from les.claims.rules.working import Worked, total_of
from les.schemes.rules.caps import Headroom
from les.schemes.rules.terms import Line

_WAYS = {
    Way.COUNT: "counted",
    Way.SPANS: "counted over time",
    Way.CONDITION: "once a year, when its condition is met",
    Way.ITSELF: "due by itself",
}


def worked_table(lines: Sequence[Worked], *, caption: str) -> Table:
    """What a claim would come to, line by line, with the sentence how."""
    rows = [_worked_row(each.line) for each in lines]
    foot = [[words("Claimed"), words(""), words(""), amount(total_of(lines)), words("")]]
    head = columns("What is paid for", "#Number", "Price £", "Claimed £", "How it comes about")
    return table("lines", caption, head, rows, foot)


def _worked_row(line: Line) -> list[Cell]:
    return [
        words(line.name, note=_days(line.starts_on, line.ends_on)),
        number(line.allowed, note=f"of {line.claimed} counted" if line.allowed != line.claimed else ""),
        amount(line.price),
        amount(line.amount, note="cut by a cap" if line.cap else ""),
        words(line.how),
    ]


def would_claim_table(found: Sequence[WouldClaim]) -> Table:
    """What a workbook would claim, scheme by scheme, line by line."""
    sections = [
        Section(
            head=[words(each.scheme.called), words(_standing(each)), words(""), amount(each.pence), words("")],
            rows=[_worked_row(each_line.line) for each_line in each.lines],
        )
        for each in found
    ]
    head = columns("What is paid for", "#Number", "Price £", "Claimed £", "How it comes about")
    total = amount(sum(each.pence for each in found))
    foot = [[words("Claimed together"), words(""), words(""), total, words("")]]
    caption = f"{len(found)} {'claim' if len(found) == 1 else 'claims'}"
    return Table(name="lines", caption=caption, head=head, sections=sections, foot=foot)


def _standing(each: WouldClaim) -> str:
    if each.rows.is_nil:
        return "nothing to claim"
    return f"replaces {each.current.number}" if each.current else ""


def asked_table(asked: Sequence[Asked]) -> Table:
    """What a scheme pays for in a quarter, at which price and how it is told."""
    rows = [
        [
            words(each.element.name, note=each.element.condition),
            words(each.days),
            words(each.element.unit),
            amount(each.price),
            words(_WAYS[each.way]),
        ]
        for each in asked
    ]
    head = columns("What is paid for", "Days", "Unit", "Price £", "How it is told")
    return table("asked", "What the scheme pays for in this quarter", head, rows)


def rooms_table(rooms: Sequence[Headroom], *, after: bool = False) -> Table:
    """What is left under each cap before this claim, or once it is made."""
    rows = [[words(room.words.removeprefix("the cap of ")), Cell(text=room.left, number=True)] for room in rooms]
    caption = f"Left under the caps of the year {'after' if after else 'before'} this claim"
    return table("caps-after" if after else "caps", caption, columns("Cap", "#Left"), rows)


def _days(first: date, last: date) -> str:
    return in_full(first) if first == last else f"{in_full(first)} to {in_full(last)}"


def no_query(line: ClaimLine) -> str:
    """Lead nowhere."""
    del line
    return ""


def progress_table(lines: Sequence[Progress], *, query: Callable[[ClaimLine], str] = no_query) -> Table:
    """Lines from claimed to paid, with the reason of every cut. `query`: where a line is asked about."""
    rows = [[*_line(each, query), *_sums(each)] for each in lines]
    total = sums_of(lines)
    approved = total.approved if any(each.approved is not None for each in lines) else None
    foot = [
        [
            words("Together"),
            words(""),
            words(""),
            amount(total.claimed),
            amount(total.left),
            amount(approved),
            amount(total.paid),
        ]
    ]
    head = columns("What is paid for", "#Number", "Price £", "Claimed £", "Adjusted £", "Approved £", "Paid £")
    return table("lines", "Lines of this claim", head, rows, foot if lines else ())


def _line(each: Progress, query: Callable[[ClaimLine], str]) -> list[Cell]:
    line = each.line
    allowed, claimed = Fraction(line.allowed), Fraction(line.claimed)
    note = f"of {line.claimed} counted; {line.cap}" if allowed != claimed else line.cap
    return [
        words(line.name, href=query(line), note=_days(line.starts_on, line.ends_on)),
        number(allowed, note=note),
        amount(as_pence(line.price)),
    ]


def _sums(each: Progress) -> list[Cell]:
    reasons = "; ".join(
        f"{CUT_NAMES[cut.reason]}{f': {cut.words}' if cut.words else ''} ({cut.cut_by.name})" for cut in each.cuts
    )
    paid = f"{each.payment.state}, {each.payment.reference}" if each.payment else ""
    return [
        amount(each.claimed),
        amount(each.left, note=reasons),
        amount(each.approved, note="" if each.approved is not None else "not decided yet"),
        amount(each.paid, note=paid),
    ]
