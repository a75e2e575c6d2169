"""What wordings of a piece say, on one line each, as sentences show them beside each other."""

from itertools import takewhile

from contracts.variations.rules.pieces import Piece
from core.wording import sterling

_LONGEST = 160
_LEAD = 40


def said(one: Piece | None, other: Piece | None) -> tuple[str, str]:
    """What two wordings of a part say; of long ones, from shortly before the place where they begin to differ."""
    texts = [_words(part) for part in (one, other)]
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False)))
    lead = max(0, alike - _LEAD) if max(map(len, texts)) > _LONGEST else 0
    start = texts[0].rfind(" ", 0, lead) + 1
    shown = [f"says “{'…' if start else ''}{_cut(text[start:])}”" if text else "takes it out" for text in texts]
    return shown[0], shown[1]


def _words(part: Piece | None) -> str:
    """Text, amounts and figures of a piece on one line; its title where it has none; blank where there is none."""
    if part is None:
        return ""
    amounts = ", ".join(f"{each.group_name} {sterling(each.pence)}" for each in part.amounts)
    figures = ", ".join(f"{name} {value}" for name, value in sorted(part.values.items()) if value is not None)
    return "; ".join(each for each in (" ".join(part.text.split()), amounts, figures) if each) or part.name


def _cut(text: str) -> str:
    return f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text
