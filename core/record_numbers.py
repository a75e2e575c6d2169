"""Whole numbers as an address or a form gives them: the number of a record, which a database can hold, and counts."""

LARGEST = 2**31 - 1
_MOST_DIGITS = len(str(LARGEST))


def record_number(given: object) -> int | None:
    """The number; None for what is none: nothing, words, signs, digits of other scripts, more than a record can have.

    >>> record_number("12"), record_number(12), record_number("0")
    (12, 12, 0)
    >>> record_number(""), record_number(None), record_number("-1"), record_number("٣"), record_number("2147483648")
    (None, None, None, None, None)
    """
    return whole_number(given, LARGEST)


def whole_number(given: object, most: int) -> int | None:
    """A count from 0 to the most there may be; None for what is none, as of a record’s number.

    >>> whole_number("40", 400), whole_number("0400", 400), whole_number("401", 400), whole_number("²", 400)
    (40, 400, None, None)
    """
    text = str(given)
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        return None
    number = int(text)
    return number if number <= most else None
