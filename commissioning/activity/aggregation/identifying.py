"""What may be in no return: words that look like a person's, and columns whose heading asks for one.

Source: docs/glossary.md, information governance. The shapes are wide on purpose: a false alarm costs another word in
the mapping, a miss costs a patient's privacy.
"""

import re
from collections.abc import Iterable

from core.errors import Refusal
from core.identifiers import has_identifier, is_identifying_heading, masked

_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE | re.ASCII)
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ](?:(?:18|19|20)\d\d|\d\d)(?!\d)"
    r"|\d{1,2}[-/. ]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/. ]?(?:(?:18|19|20)\d\d|\d\d)(?!\d)"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))",
    re.IGNORECASE | re.ASCII,
)
_NAME = re.compile(
    r"^(?:mr|mrs|ms|miss|master|mx|dr|prof)\b\.? +\S|^[^\W\d_][\w'’-]+, *(?:[^\W\d_][\w'’-]*\.? ?){1,3}$", re.IGNORECASE
)
_HEADING = re.compile(
    r"\bpost ?codes?\b|\baddress\b|\bbirth\b|\b(?:tele)?phone\b|\be ?mail\b|\bnhs\b|\bdeath\b|\bpatients?\b.*\bnames?\b"
    r"|\bhospital (?:number|no|id)\b|\bmrn\b|\bpas (?:number|no|id)\b"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_WORD = re.compile(r"[^a-z0-9]+")


def shape_of(text: str) -> str:
    """What of a person a text looks like, in words; blank where it looks like nothing of the kind.

    >>> [shape_of(text) for text in ("943 476 5919", "AL1 3JE", "07/11/1951", "Surname, Forename", "E82001")]
    ['an NHS number', 'a postcode', 'a date', 'the name of a person', '']
    """
    text = text.strip()
    if has_identifier(text):
        return "an NHS number"
    if _DATE.search(text):
        return "a date"
    if _POSTCODE.search(text):
        return "a postcode"
    return "the name of a person" if _NAME.search(text) else ""


def is_identifying_column(heading: str) -> bool:
    """Whether a column of an extract asks for something of a person by its heading.

    >>> is_identifying_column("PostCode"), is_identifying_column("NHS_No"), is_identifying_column("GP_Practice_Code")
    (True, True, False)
    """
    words = _NO_WORD.sub(" ", _CAMEL.sub(" ", heading.replace("NHS", "nhs ")).lower()).strip()
    return is_identifying_heading(heading) or _HEADING.search(words) is not None


def check_column(heading: str, place: str) -> None:
    """Refuse a mapping that names an identifying column. The heading is told, without any number in it."""
    if is_identifying_column(heading):
        raise Refusal(
            f"{place} names the column “{masked(heading)}”, which by its heading holds something of a patient. "
            "Name a column that says service, team, practice, month or kind of contact."
        )


def check_words(words: Iterable[str], place: str) -> None:
    """Refuse words that look like something of a person: the place is told, the word never."""
    for number, word in enumerate(words, start=1):
        if shape := shape_of(word):
            raise Refusal(f"{place}, entry {number}, looks like {shape}. Take it out, or write it in another way.")
