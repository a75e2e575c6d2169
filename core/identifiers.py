"""Patient identifiers: what must not be in any upload or text, and how to name its place without repeating it.

Source: docs/glossary.md, information governance. A ten-digit number that passes the NHS number check counts, plain,
spaced, hyphenated or in its three groups (943.476.5919), whatever the script of its digits; so do columns for dates of
birth, names of patients and NHS numbers.
"""

import re
import unicodedata
from dataclasses import replace

from nhs_number.validate import calculate_checksum

from core.problems import Notice, Problem

_BETWEEN = (
    r"[\s\-\u00a0\u00ad\u2007\u2009\u200b-\u200f\u2010-\u2015\u2028-\u202f\u2060-\u206f\u2212\ufe0e\ufe0f\ufeff]{0,3}"
)
_GROUPS = r"(?<!\d)(?<!\d[./_\u00b7])\d{3}([./_\u00b7])\d{3}\1\d{4}(?![./_\u00b7]?\d)"
_TEN_DIGITS = re.compile(rf"{_GROUPS}|(?<!\d)(?<!\d\.)(?!\d{{4}}-\d\d-\d\d\b)\d(?:{_BETWEEN}\d){{9}}(?!\d)", re.ASCII)
_DIGITS_APART = re.compile(r"[^\d]", re.ASCII)
_HEADING = re.compile(
    r"\bdob\b|\bbirth ?(?:date|day)\b|\bdate ?of ?birth\b|\bpatient ?(?:s ?)?(?:full |first |last )?(?:name|initials)\b"
    r"|\bname of (?:the )?patient\b|\b(?:patient|client) ?(?:id|identifier|number|no|nhs)\b"
    r"|\b(?:sur|fore|first|last|family|given) ?names?\b|\bnhs ?(?:number|num|no|nr|id)\b|^patient$"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_MOST_SHOWN = 80


def has_identifier(text: str) -> bool:
    """Whether a text holds a number that passes the NHS number check (modulus 11).

    >>> has_identifier("seen 943 476 5919 twice"), has_identifier("943.476.5919"), has_identifier("9434765918")
    (True, True, False)
    """
    return len(text) >= 10 and any(_passes(match[0]) for match in _TEN_DIGITS.finditer(_plain_digits(text)))


def is_identifying_heading(text: str) -> bool:
    """Whether a column's heading asks for a patient's date of birth, name or NHS number.

    >>> is_identifying_heading("Date_of_Birth"), is_identifying_heading("NHSNumber"), is_identifying_heading("name")
    (True, True, False)
    """
    words = _NO_WORD.sub(" ", _CAMEL.sub(" ", text.replace("NHS", "nhs ")).lower()).strip()
    return _HEADING.search(words) is not None


def masked(text: str) -> str:
    """The text with every patient identifier taken out.

    >>> masked("column 9434765919")
    'column (identifier)'
    """
    written, end = [], 0
    for match in _TEN_DIGITS.finditer(_plain_digits(text)):
        if _passes(match[0]):
            written += [text[end : match.start()], "(identifier)"]
            end = match.end()
    return "".join([*written, text[end:]])


def without_identifier(problem: Problem) -> Problem:
    """The problem as it may be shown: no identifier in any part of it, and no value longer than a person reads."""
    value = "" if has_identifier(problem.value) else problem.value
    return replace(
        problem,
        file=masked(problem.file),
        expected=masked(problem.expected),
        column=masked(problem.column),
        value=value if len(value) <= _MOST_SHOWN else f"{value[:_MOST_SHOWN]}…",
    )


def notice_without_identifier(notice: Notice) -> Notice:
    """The notice as it may be shown: no identifier in it."""
    return replace(notice, message=masked(notice.message))


def _plain_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9, each in its place."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)


def _passes(written: str) -> bool:
    digits = _DIGITS_APART.sub("", written)
    return calculate_checksum(digits[:9]) == int(digits[9])
