"""What changed between two submissions, by service, practice, month and currency; rates by team too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from commissioning.activity.rules.currencies import Adding, Currency
from commissioning.activity.rules.rows import Place


class Key(NamedTuple):
    """Which figure: `practice` is a code, `unplaced` or `total`; `team` is blank but for a rate (it never adds up)."""

    service: str
    practice: str
    month: str
    currency: str
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One figure that is not what it was, in units; None where it was, or is, not given."""

    service: str
    practice: str
    month: str
    currency: str
    before: int | None
    after: int | None
    team: str = ""

    @property
    def change(self) -> int:
        """By how much it changed; what is not given counts nothing."""
        return (self.after or 0) - (self.before or 0)


def differences(before: Mapping[Key, int], after: Mapping[Key, int]) -> list[Difference]:
    """Every figure that changed, appeared or disappeared, in order. A zero that became a blank is a change.

    >>> first, second = (Key("DN", practice, "2008-04", "contact") for practice in ("X82001", "X82002"))
    >>> [(d.practice, d.before, d.after) for d in differences({first: 50000, second: 0}, {first: 60000})]
    [('X82001', 50000, 60000), ('X82002', 0, None)]
    """
    changed = (key for key in sorted({*before, *after}) if before.get(key) != after.get(key))
    return [
        Difference(
            service=key.service,
            practice=key.practice,
            month=key.month,
            currency=key.currency,
            team=key.team,
            before=before.get(key),
            after=after.get(key),
        )
        for key in changed
    ]


def added_up(found: Iterable[Difference], currencies: Mapping[str, Currency]) -> dict[tuple[str, str, str], int]:
    """The change of each service, month and currency, where it is not nothing.

    Of a currency by practice, all practices and unplaced; of any other, the row of the whole service. Never over
    months, as levels do not add up over them; rates add up over nothing and are left out.

    >>> from commissioning.activity.rules.currencies import currencies_with
    >>> moved = [
    ...     Difference(service="DN", practice="X82001", month="2008-04", currency="contact", before=50000, after=0),
    ...     Difference(service="DN", practice="X82001", month="2008-05", currency="contact", before=0, after=50000),
    ... ]
    >>> added_up(moved, currencies_with([]))
    {('DN', '2008-04', 'contact'): -50000, ('DN', '2008-05', 'contact'): 50000}
    """
    sums: dict[tuple[str, str, str], int] = {}
    for each in found:
        currency = currencies[each.currency]
        if currency.adding is not Adding.RATE and (each.practice == Place.TOTAL) is not currency.by_practice:
            key = (each.service, each.month, each.currency)
            sums[key] = sums.get(key, 0) + each.change
    return {key: change for key, change in sums.items() if change}
