"""What a line would give by other methods, as a table and in a sentence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from budgets.agreement.presented.amounts import signed_sterling
from budgets.method.methods import MethodKind
from budgets.method.result import Line
from budgets.method.what_if import Tried
from budgets.method.words import in_words
from core.tables import Cell, Heading, Table, amount, difference, signed_text, table, words
from core.wording import listed, sterling, upper_first

_PLURALS = {
    "contact": "contacts",
    "first_contact": "first contacts",
    "follow_up_contact": "follow-up contacts",
    "referral": "referrals",
    "fce": "finished consultant episodes",
    "bed_day": "bed days",
}


def currency_in_words(currency: str) -> str:
    """What is counted in a currency, within a sentence.

    >>> currency_in_words("bed_day"), currency_in_words("home_visit")
    ('bed days', 'home visit')
    """
    return _PLURALS.get(currency, currency.replace("_", " "))


def name_of(tried: Tried, groups: Mapping[str, str] | None = None) -> str:
    """A method that was tried, as a person would say it: by one currency simply by what it counts."""
    method = tried.candidate.method
    if method.is_blend or method.shares[0].way.kind is not MethodKind.ACTIVITY or not tried.counted:
        return in_words(str(method), groups)
    counted = listed([currency_in_words(currency) for currency in tried.counted])
    return f"By {counted}" if len(tried.counted) == 1 else f"By activity ({counted})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """The line, the group (by its code) for which methods are compared, all groups' names, and the method it claims."""

    line: Line
    group: str
    names: Mapping[str, str]
    claimed: str = ""

    @property
    def others(self) -> dict[str, str]:
        """The other groups."""
        return {code: name for code, name in self.names.items() if code != self.group}


def what_if_table(offered: Offered, tried: Sequence[Tried]) -> Table:
    """A row for each method: what the group would get, the difference to the offer, then the others.

    The small figure below another group's amount is its difference.
    """
    line, group, names = offered.line, offered.group, offered.names
    figures = [f"{names[group]} £", "Difference £", *(f"{name} £" for name in offered.others.values())]
    return table(
        name="what-if",
        caption="What would change under each method",
        head=[Heading(text="Method"), *(Heading(text=text, number=True) for text in figures)],
        rows=[
            [
                words("As offered", note=in_words(line.method_used, names), look="app-strong"),
                amount(line.gross[group], look="app-strong"),
                difference(0),
                *(amount(line.gross[code]) for code in offered.others),
            ],
            *([*_row(each, offered)] for each in tried),
        ],
    )


def what_if_in_words(offered: Offered, tried: Sequence[Tried]) -> str:
    """What the group would get by the methods that say most: by each thing counted, then by capitation."""
    line, group, name = offered.line, offered.group, offered.names[offered.group]
    told = [(name_of(each), each.gross[group] - line.gross[group], each.gross[group]) for each in _telling(tried)]
    if not told:
        return ""
    first, *rest = told
    parts = [f"{first[0]} {name} would get {_amount(first)}", *(f"{each[0].lower()} {_amount(each)}" for each in rest)]
    return f"{', '.join(parts)}."


def _row(tried: Tried, offered: Offered) -> Iterator[Cell]:
    line, group, claimed = offered.line, offered.group, offered.claimed
    is_claimed = bool(claimed) and str(tried.candidate.method) == claimed and not tried.candidate.currencies
    yield words(name_of(tried, offered.names), note=_note(tried, is_claimed=is_claimed))
    yield amount(tried.gross[group])
    yield difference(tried.gross[group] - line.gross[group])
    for code in offered.others:
        yield amount(tried.gross[code], note=signed_text(tried.gross[code] - line.gross[code]))


def _note(tried: Tried, *, is_claimed: bool) -> str:
    said = ["claimed"] if is_claimed else []
    if tried.fallback_reason is not None:
        said.append(f"not possible: {tried.fallback_reason}; {in_words(tried.used).lower()} instead")
    return upper_first("; ".join(said))


def _telling(tried: Sequence[Tried]) -> list[Tried]:
    possible = [each for each in tried if each.fallback_reason is None and not each.candidate.method.is_blend]
    by_kind = {kind: [each for each in possible if str(each.candidate.method) == kind] for kind in MethodKind}
    alone = [each for each in by_kind[MethodKind.ACTIVITY] if len(each.counted) == 1]
    return [*(alone or by_kind[MethodKind.ACTIVITY]), *by_kind[MethodKind.CAPITATION]]


def _amount(told: tuple[str, int, int]) -> str:
    _, change, pence = told
    return f"{sterling(pence)} ({signed_sterling(change) if change else 'no change'})"
