"""What identifies a document of a round: whose, which year, which calculation, from when, its hash and its state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.pdf.page import Running
from core.periods import FinancialYear
from core.wording import in_full


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementHeading:
    """The facts of a title block. `calculation_number` is None for a calculation that was not stored; `state` is in
    words (`Issued`, `Agreed`), blank meaning draft or issued as `is_draft` says; `scenario` is its name, or blank.
    `adopted_without`: the line of a budget that was adopted over dissent, or blank. `is_signed`: whether it was signed
    off, so that nobody is asked to sign it any more.
    """

    commissioner: str
    year: str
    dated: date
    content_hash: str
    calculation_number: int | None = None
    is_draft: bool = False
    state: str = ""
    scenario: str = ""
    adopted_without: str = ""
    is_signed: bool = False

    @property
    def state_in_words(self) -> str:
        """Where the document stands."""
        return self.state or ("Draft for discussion, not agreed" if self.is_draft else "Issued")


def running_heads(heading: StatementHeading, title: str, *, is_landscape: bool = False) -> Running:
    """What stands on every page of a document under this heading."""
    return Running(
        organisation=heading.commissioner,
        title=title,
        content_hash=heading.content_hash,
        is_draft=heading.is_draft,
        is_landscape=is_landscape,
    )


def title_facts(heading: StatementHeading, first: Sequence[tuple[str, str]] = ()) -> list[tuple[str, str]]:
    """The facts of the title block but the hash, the document's own after the commissioner."""
    number = heading.calculation_number
    facts = [
        ("Commissioner", heading.commissioner),
        *first,
        ("Year", heading.year),
        ("Dated", in_full(heading.dated)),
        ("Calculation", "Not stored" if number is None else f"Number {number}"),
        ("State", heading.state_in_words),
    ]
    if heading.scenario:
        facts.append(("Scenario", heading.scenario))
    return facts


def period_of(year: str) -> str:
    """From when to when a year's money holds; the year alone where it is not a financial year.

    >>> period_of("2008/09")
    'from 1 April 2008 to 31 March 2009'
    >>> period_of("2008")
    'for 2008'
    """
    try:
        named = FinancialYear.named(year)
    except ValueError:
        return f"for {year}"
    return f"from {in_full(named.first_day)} to {in_full(named.last_day)}"
