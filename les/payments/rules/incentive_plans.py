"""Rules of plans of the incentive: how instalments are written down, and what a plan may say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from core.errors import Refusal
from core.identifiers import has_identifier
from core.money import plain
from core.periods import FinancialYear

_RATE = re.compile(r"£?(\d{1,3}(?:\.\d{1,4})?)", re.ASCII)
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,2})?", re.ASCII)
_QUARTERS = {"1", "2", "3", "4"}
_FORM = "a name; a rate in pounds; the quarter it is paid in, 1 to 4; its condition"
MOST_INSTALMENTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentLine:
    """An instalment as it was written: pounds for each patient, the quarter in which it is paid, its condition."""

    name: str
    rate: Decimal
    quarter: int
    condition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a plan says: the list day, instalments in their order, per cent set aside, the source of the rule."""

    list_on: date | None
    instalments: Sequence[InstalmentLine]
    set_aside: Decimal
    source: str


def instalments_written(written: str) -> list[InstalmentLine]:
    """Instalments from lines of text, one each; refuses the first line that cannot be read.

    >>> instalments_written("Targets; 0.64; 3; Targets of the business plan are met")[0].rate
    Decimal('0.64')
    """
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    if not lines:
        raise Refusal("Write at least one instalment, one a line.")
    if len(lines) > MOST_INSTALMENTS:
        raise Refusal(f"A plan has at most {MOST_INSTALMENTS} instalments.")
    found = [_line(place, line) for place, line in enumerate(lines, start=1)]
    names = [each.name.lower() for each in found]
    if len(set(names)) < len(names):
        raise Refusal("Two instalments have the same name. Give each its own.")
    return found


def written_of(lines: Sequence[InstalmentLine]) -> str:
    """Instalments as they are written down again."""
    return "\n".join(f"{each.name}; {each.rate}; {each.quarter}; {each.condition}" for each in lines)


def percent_written(text: str) -> Decimal:
    """A percentage set aside, from 0 to 100 with two decimals at most."""
    typed = text.strip().removesuffix("%").strip()
    if not _PERCENT.fullmatch(typed) or Decimal(typed) > 100:
        raise Refusal("What is set aside is a percentage from 0 to 100, such as 25.")
    return Decimal(typed)


def year_written(text: str) -> str:
    """A financial year such as `2007/08`, in its one form."""
    try:
        return str(FinancialYear.named(text.strip()))
    except ValueError:
        raise Refusal("Write the year such as 2007/08.") from None


def check_list_day(list_on: date | None, counted: Sequence[date]) -> date:
    """The list day, on which the lists of practices must have been counted."""
    if list_on is None:
        raise Refusal("Enter the day of the practice list.")
    if list_on not in counted:
        raise Refusal("No practice list was counted on that day. Record the populations of that day first.")
    return list_on


def check_percents_agree(*, scheme: str, planned: Decimal, in_force: Decimal, on: str) -> None:
    """Refuse to pay an incentive that would be split otherwise than its plan says.

    >>> check_percents_agree(scheme="LES-001", planned=Decimal(25), in_force=Decimal(25), on="12 May 2008")
    """
    if planned != in_force:
        said = f"The plan of {scheme} sets {_plain(planned)}% aside, but {_plain(in_force)}% is set aside"
        remedy = "Have the plan’s percentage approved from that day under “How payments are made”."
        raise Refusal(f"{said} of what is due on {on}. {remedy}")


def _plain(percent: Decimal) -> str:
    return plain(Fraction(percent))


def _line(place: int, line: str) -> InstalmentLine:
    parts = [part.strip() for part in line.split(";", 3)]
    if len(parts) < 4 or not all(parts):
        raise Refusal(f"Line {place} of the instalments is to be {_FORM}, with semicolons between.")
    name, rate, quarter, condition = parts
    read = _RATE.fullmatch(rate)
    if read is None or not Decimal(read[1]):
        raise Refusal(f"Line {place} of the instalments: the rate is pounds for each patient, such as 0.64.")
    if quarter not in _QUARTERS:
        raise Refusal(f"Line {place} of the instalments: the quarter is 1, 2, 3 or 4.")
    if len(name) > 80 or len(condition) > 500:
        raise Refusal(f"Line {place} of the instalments is too long. Shorten it.")
    if has_identifier(line):
        raise Refusal(f"Line {place} of the instalments holds a number that passes the NHS number check. Take it out.")
    return InstalmentLine(name=name, rate=Decimal(read[1]), quarter=int(quarter), condition=condition)
