"""Characters that nobody sees: they deceive readers (two names that look alike, text that runs backwards), and not all
can be kept. Pure.

Source: the general categories of Unicode for controls, formatting, halves of characters and separators of lines, and
its letters that are drawn as nothing. Tabs and line breaks are none of them.
"""

import unicodedata

_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_DRAWN_AS_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u3164\uffa0")
_KEPT = frozenset("\t\n\r")


def without_hidden(text: str) -> str:
    r"""The text without what nobody sees.

    >>> without_hidden("Red\u200b\u202e House\x00"), without_hidden("one\r\ntwo")
    ('Red House', 'one\r\ntwo')
    """
    return text if text.isascii() and text.isprintable() else "".join(each for each in text if not _is_hidden(each))


def _is_hidden(letter: str) -> bool:
    return letter in _DRAWN_AS_NOTHING or (unicodedata.category(letter) in _CATEGORIES and letter not in _KEPT)
