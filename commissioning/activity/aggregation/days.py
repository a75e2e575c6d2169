"""How days are written in an extract: from a format to every text that is a day, with the month it lies in.

Engines only compare texts, so that all of them read the same days. A format is written with yyyy, yy, mm, m, dd, d, Mon
(Apr) and MON (APR): `dd/mm/yyyy`. A time after the day, behind a blank or a T, is passed over. A month is counted as
year × 12 + month − 1.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence

from core.errors import Refusal

YEARS_AROUND = 10
_TOKEN = re.compile(r"yyyy|yy|Mon|MON|mm|dd|m|d|[-/. ]")
_YEARS, _MONTHS, _DAYS = {"yyyy", "yy"}, {"Mon", "MON", "mm", "m"}, {"dd", "d"}
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TAILS = ("", " ", "T")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def month_number(written: str) -> int:
    """A month written 2008-04 as a number. ValueError where it is none.

    >>> month_number("2008-04") - month_number("2008-01")
    3
    """
    found = _MONTH.fullmatch(written)
    if not found:
        raise ValueError("a month, such as 2008-04")
    return int(found[1]) * 12 + int(found[2]) - 1


def written_month(number: int) -> str:
    """A numbered month as a return writes it.

    >>> written_month(month_number("2008-12"))
    '2008-12'
    """
    return f"{number // 12:04}-{number % 12 + 1:02}"


def check_format(form: str) -> None:
    """Refuse what is no way to write a day, or says year or month twice or not at all."""
    tokens = _TOKEN.findall(form)
    said = [len([token for token in tokens if token in part]) for part in (_YEARS, _MONTHS, _DAYS)]
    if "".join(tokens) != form or said[:2] != [1, 1] or said[2] > 1:
        raise Refusal(
            f"“{form}” is no way to write a day. Use yyyy or yy, mm, m or Mon, dd or d, with - / . or a blank between, "
            "such as dd/mm/yyyy."
        )


def texts_of_days(formats: Sequence[str], *, first: int, last: int) -> Mapping[int, Mapping[str, int]]:
    """By length of the written day: the beginnings of cells that say a day, one character longer, and its month.

    Days of ten years before the first month until ten years after the last. Two formats that read one text as different
    months are refused.

    >>> texts = texts_of_days(["d/m/yyyy"], first=month_number("2008-04"), last=month_number("2008-06"))
    >>> sorted(texts), texts[8]["1/4/2008T"] == month_number("2008-04"), "31/4/2008" in texts[9]
    ([8, 9, 10], True, False)
    """
    texts: dict[int, dict[str, int]] = {}
    for month in range(first - YEARS_AROUND * 12, last + YEARS_AROUND * 12 + 1):
        for form, text in _written(formats, month):
            if texts.setdefault(len(text), {}).setdefault(text, month) != month:
                raise Refusal(f"The format {form} and another one read the same text as different months. Name one.")
    return {
        width: {text + tail: month for text, month in found.items() for tail in _TAILS}
        for width, found in texts.items()
    }


def _written(formats: Sequence[str], month: int) -> Iterator[tuple[str, str]]:
    """Every day of a month in every format."""
    year, place = divmod(month, 12)
    fixed = {"yyyy": f"{year:04}", "yy": f"{year % 100:02}", "mm": f"{place + 1:02}", "m": str(place + 1)}
    fixed |= {"Mon": _NAMES[place], "MON": _NAMES[place].upper()}
    for form in formats:
        tokens = _TOKEN.findall(form)
        days = range(1, monthrange(year, place + 1)[1] + 1) if _DAYS & set(tokens) else (1,)
        for day in days:
            said = fixed | {"dd": f"{day:02}", "d": str(day)}
            yield form, "".join(said.get(token, token) for token in tokens)
