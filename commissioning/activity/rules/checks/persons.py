"""What looks like a person in a return: columns nobody asked for, and texts that are a postcode or a day of birth.

Numbers that pass the NHS number check are found while the file is read (`core/identifiers.py`). The place is named, the
value never. Source: docs/glossary.md, information governance.
"""

import re

_HEADING = re.compile(
    r"\bpost ?codes?\b|\bzip\b|\b(?:full )?names?\b|\binitials\b|\bgender\b|\bsex\b|\bage\b|\baddress\b"
)
_NO_WORD = re.compile(r"[^a-z0-9]+")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.ASCII | re.IGNORECASE)
_DAY = re.compile(r"\b(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})|(?:18|19|20)\d{2}-\d{2}-\d{2})\b", re.ASCII)

HEADING = "no column about persons: only service, team, practice, month, currency and quantity are returned"
POSTCODE = "no postcode; its value is not shown"
DAY = "no day such as a date of birth; its value is not shown"


def is_personal_heading(text: str) -> bool:
    """Whether a heading asks for something about a person, beyond what reading a file refuses by itself.

    >>> is_personal_heading("Post Code"), is_personal_heading("name"), is_personal_heading("month")
    (True, True, False)
    """
    return _HEADING.search(_NO_WORD.sub(" ", text.lower()).strip()) is not None


def personal_text(text: str) -> str:
    """What a text that is free (a team's name) must not hold; blank where it holds nothing of the kind.

    >>> personal_text("Team north"), personal_text("HP1 1AA")
    ('', 'no postcode; its value is not shown')
    >>> personal_text("b. 12/03/1931")
    'no day such as a date of birth; its value is not shown'
    """
    if _POSTCODE.search(text):
        return POSTCODE
    return DAY if _DAY.search(text) else ""
