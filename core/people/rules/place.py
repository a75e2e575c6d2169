"""Words of this place: what everybody here would try first as a password of somebody else here. Pure."""

import re
from collections.abc import Iterable
from itertools import pairwise

OF_THE_FIELD = (
    "National Health Service", "NHS", "primary care trust", "PCT", "strategic health authority", "SHA",
    "practice-based commissioning", "PbC", "commissioning contracts and budgets", "commissioner", "contract", "budget",
    "enhanced services", "LES", "general practice", "GP practice", "practices", "surgery", "surgeries", "doctors",
    "health centre", "medical centre", "hospital", "provider", "locality", "group", "patients",
)  # fmt: skip
"""The product’s name, and what organisations of this kind are called everywhere."""
_LEFT_OUT = frozenset({"and", "for", "of", "the", "with"})
_ANYWHERE = 4
_BEGINNING = 4
_SHORTEST = 3
_PLAIN = str.maketrans("", "")
_AS_LETTERS = (_PLAIN, str.maketrans("013457@$!", "oieastasi"), str.maketrans("013457@$!", "oleastasl"))
_PARTS = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")


def words_of(names: Iterable[str]) -> frozenset[str]:
    """Each name written together, each two neighbours in it, and each of its words, in small letters.

    >>> sorted(words_of(["Vale of Health PCT"]))
    ['health', 'healthpct', 'pct', 'vale', 'valehealth', 'valeofhealthpct']
    """
    found: set[str] = set()
    for name in names:
        every = _PARTS.findall(name.lower())
        parts = [part for part in every if part not in _LEFT_OUT]
        found |= {"".join(every), *parts, *("".join(pair) for pair in pairwise(parts))}
    return frozenset(word for word in found if len(word) >= _SHORTEST)


def without_words(password: str, words: frozenset[str]) -> str:
    """What is left of a password without words of the place, signs around it stripped.

    Words count anywhere, also with signs between or figures for letters; those of three letters only where they stand
    alone or with others; and so do beginnings of words, such as “hertford”.

    >>> words = words_of(["West Hertfordshire PCT"])
    >>> without_words("W3st-H3rtf0rdsh1re PCT 2008!", words), without_words("correct horse battery", words)
    ('2008', 'correct horse battery')
    """
    covered: set[int] = set()
    for letters in _AS_LETTERS:
        text = "".join(_small(sign) for sign in password).translate(letters)
        covered |= _anywhere(text, words) | _alone(text, words)
    left = "".join(sign for place, sign in enumerate(password) if place not in covered)
    return re.sub(r"^[\W_]+|[\W_]+$", "", left)


def _small(sign: str) -> str:
    lowered = sign.lower()
    return lowered if len(lowered) == 1 else sign


def _anywhere(text: str, words: frozenset[str]) -> set[int]:
    """The places of long words, whatever signs stand between their letters."""
    places = [place for place, sign in enumerate(text) if sign.isalnum()]
    together = "".join(text[place] for place in places)
    covered: set[int] = set()
    for word in words:
        found = together.find(word) if len(word) >= _ANYWHERE else -1
        while found >= 0:
            covered.update(range(places[found], places[found + len(word) - 1] + 1))
            found = together.find(word, found + 1)
    return covered


def _alone(text: str, words: frozenset[str]) -> set[int]:
    """The places of runs of letters, or of letters and digits, that are words one after the other, or begin one."""
    covered: set[int] = set()
    for found in (*_LETTERS.finditer(text), *_PARTS.finditer(text)):
        run = found[0]
        begins = len(run) >= _BEGINNING and any(word.startswith(run) for word in words)
        if begins or _is_made_of(run, words):
            covered.update(range(found.start(), found.end()))
    return covered


def _is_made_of(run: str, words: frozenset[str]) -> bool:
    """Whether a run is nothing but words one after the other."""
    ends = {0}
    for end in range(_SHORTEST, len(run) + 1):
        if any(start in ends and run[start:end] in words for start in range(end - _SHORTEST + 1)):
            ends.add(end)
    return len(run) in ends
