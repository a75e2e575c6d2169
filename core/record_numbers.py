"""The number of a record as an address or a form gives it: one that no database can hold belongs to no record."""

LARGEST = 2**31 - 1
_MOST_DIGITS = len(str(LARGEST))


def record_number(given: object) -> int | None:
    """The number; None for what is none: nothing, words, signs, digits of other scripts, more than a record can have.

    >>> record_number("12"), record_number(12), record_number("0")
    (12, 12, 0)
    >>> record_number(""), record_number(None), record_number("-1"), record_number("٣"), record_number("2147483648")
    (None, None, None, None, None)
    """
    text = str(given)
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        return None
    number = int(text)
    return number if number <= LARGEST else None
