"""The guard that keeps a spreadsheet program from running text as a formula, and its exact reverse.

The rule is that of defusedcsv: text beginning with one of `= + - @ | %`, a tab or a carriage return gets an apostrophe
in front, unless it is a plain number. Reading takes that apostrophe away again, so nothing changes on the way.
"""

import re

_RUNS = re.compile(r"'*[=+\-@|%\t\r]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


def guarded(text: str) -> str:
    """The text as it may stand in a cell.

    >>> guarded("=1+1"), guarded("-12.50"), guarded("-one"), guarded("plain")
    ("'=1+1", '-12.50', "'-one", 'plain')
    """
    return f"'{text}" if _RUNS.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given.

    >>> unguarded(guarded("=1+1")), unguarded("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[1:] if text.startswith("'") and _RUNS.match(text) else text


def cleaned(text: str) -> str:
    """A cell as it is read: trimmed, one kind of line break, without the guard."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unguarded(text.strip())
