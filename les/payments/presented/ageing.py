"""How old what is not paid is, and how long payment took, as tables and sentences."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from core.tables import Cell, Table, amount, columns, number, percent, percent_text, table, words
from core.wording import sterling
from les.payments.rules.ageing import BANDS, DaysToPay, Wait, band_name, by_band

Link = Callable[[int], str]


def bands_table(waits: Sequence[Wait], names: Mapping[int, str], *, of: str, link: Link = lambda _: "") -> Table:
    """What is not paid by scheme or by practice, in bands of age. `of`: `Scheme` or `Practice`; `names`: by id."""
    head = columns(of, *(f"{band_name(band)} £" for band in BANDS), "#Claims", "Of it approved £", "Together £")
    groups: dict[int, list[Wait]] = {each: [] for each in names}
    for each in waits:
        groups[each.scheme_id if of == "Scheme" else each.practice_id].append(each)
    rows = [[words(names[key], href=link(key)), *_figures(found)] for key, found in groups.items() if found]
    foot = [words("All"), *_figures(waits)]
    return table(f"by-{of.lower()}", f"Not paid, by {of.lower()}", head, rows, [foot] if rows else ())


def days_table(found: Sequence[DaysToPay]) -> Table:
    """How long payment took, by the quarter claimed for."""
    head = columns(
        "Quarter", "#Claims paid", "#Mean", "#Median", "#Mean from approval", "#Median from approval", "In time %"
    )
    rows = [
        [
            words(f"{each.year} Q{each.quarter}"),
            number(each.claims),
            *(
                number(_one_decimal(days))
                for days in (each.average, each.median, each.average_from_approval, each.median_from_approval)
            ),
            percent(each.in_time),
        ]
        for each in found
    ]
    return table("days", "Working days from submission to payment", head, rows)


def waits_finding(waits: Sequence[Wait]) -> str:
    """What the ages say, in a sentence."""
    if not waits:
        return "Every claim is paid."
    oldest = by_band(waits)[-1]
    claims = "1 claim is" if len(waits) == 1 else f"{len(waits):,} claims are"
    told = f"{claims} not wholly paid: {sterling(sum(each.pence for each in waits))}"
    if not oldest[0]:
        return f"{told}, none of it older than {BANDS[-1][0] - 1} working days."
    return f"{told}, {sterling(oldest[1])} of it older than {BANDS[-1][0] - 1} working days."


def days_finding(found: Sequence[DaysToPay]) -> str:
    """What the days to pay say, in a sentence."""
    if not found:
        return "No claim is wholly paid yet."
    last = found[-1]
    told = f"Claims of {last.year} Q{last.quarter} were paid {_days(last.average)} after submission on average"
    if len(found) == 1:
        return f"{told}."
    before = found[-2]
    change = last.average - before.average
    if abs(change) < Fraction(1, 20):  # shown to a tenth of a day
        return f"{told}, as long as those of {before.year} Q{before.quarter}."
    more = "longer" if change > 0 else "sooner"
    return f"{told}, {_days(abs(change))} {more} than those of {before.year} Q{before.quarter}."


def _figures(waits: Sequence[Wait]) -> list[Cell]:
    approved = sum(each.pence for each in waits if each.is_approved)
    bands = by_band(waits)
    return [
        *(amount(pence, note=_claims(count)) for count, pence in bands),
        number(len(waits)),
        amount(approved),
        amount(sum(pence for _, pence in bands)),
    ]


def _claims(count: int) -> str:
    return "" if not count else "1 claim" if count == 1 else f"{count:,} claims"


def _days(days: Fraction) -> str:
    text = percent_text(days)
    return f"{text} working day{'' if text == '1.0' else 's'}"


def _one_decimal(days: Fraction) -> Fraction:
    return Fraction(percent_text(days))
