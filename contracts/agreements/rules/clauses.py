"""Clauses whose words follow from particulars: the term with its notice, and the value. A variation words them anew."""

from datetime import date

from contracts.agreements.rules.content import as_words
from contracts.agreements.rules.dates import notice_by
from contracts.agreements.rules.particulars import term_in_words
from core.wording import in_full, sterling

TERM = "term"
VALUE = "value"


def term_clause(*, starts_on: date, ends_on: date, notice_months: int, extension: str) -> str:
    """From when until when the contract runs, how it is ended, and options to extend it (blank: none)."""
    term = term_in_words(starts_on=starts_on, ends_on=ends_on)
    by = notice_by(ends_on, notice_months)
    months = f"{notice_months} month{'' if notice_months == 1 else 's'}"
    said = [f"This contract runs {term}.", f"Either party ends it with {months}’ notice in writing."]
    said.append(f"To end it with its term, notice is given by {in_full(by)}.")
    said.append(as_words(extension) if extension.strip() else "It holds no option to extend it.")
    return "\n\n".join(said)


def value_clause(*, year: str, year_value: int, whole_value: int) -> str:
    """What the contract is worth in its year and over its whole life, in pence.

    >>> value_clause(year="2008/09", year_value=100, whole_value=100)
    'Value in 2008/09: £1.00. Value over its whole life: £1.00.'
    """
    said = f"Value in {year}: {sterling(year_value)}. Value over its whole life: {sterling(whole_value)}."
    return as_words(said)
