"""What a contract arranges for its reviews on a day: as it was signed, and as signed variations changed it since."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.agreements.models.contracts import Contract
from contracts.agreements.rules.states import Stage
from contracts.reviews.rules.schedule import Arrangement, arrangement, days_of_review
from contracts.reviews.rules.settings import Settings, with_source
from contracts.variations.queries.content import Base, base_of
from contracts.variations.queries.settings import settings_changed_by, settings_of_base
from contracts.variations.queries.variations import list_of_contract
from contracts.variations.rules.settings import AGREED, SETTINGS_PART
from contracts.variations.rules.states import Stage as VariationStage

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """What a contract arranges from each of some days on, the first of them the day it starts."""

    contract: Contract
    days: Sequence[date]
    arrangements: Sequence[Arrangement]

    def on(self, day: date) -> Arrangement:
        """What it arranges on a day; before it starts, what it arranges first."""
        return self.arrangements[max(0, bisect_right(self.days, day) - 1)]

    def months_on(self, day: date) -> int:
        """After how many months the next review is due, as the contract says on a day."""
        return self.on(day).months

    @property
    def last_day(self) -> date:
        """Its last day: where it was terminated, the day before."""
        ended = self.contract.terminated_on
        return ended - _DAY if ended else self.contract.ends_on

    def days_of_review(self, called: Sequence[date] = ()) -> list[date]:
        """The days of its schedule; those for which reviews were called count whatever it says now."""
        return days_of_review(
            starts_on=self.contract.starts_on, ends_on=self.last_day, months_on=self.months_on, called=set(called)
        )


def arranged_of(contract: Contract) -> Arranged:
    """What a contract arranges from its start to its end. A draft: what its settings say now."""
    first = _first(contract)
    changed = _changed(contract) if contract.stage is Stage.SIGNED else {}
    found = {contract.starts_on: first, **changed}
    days = sorted(found)
    return Arranged(contract=contract, days=days, arrangements=[found[day] for day in days])


def arrangement_of(contract: Contract, on: date) -> Arrangement:
    """What a contract arranges for its reviews, as it reads on a day."""
    return arranged_of(contract).on(on)


def _changed(contract: Contract) -> dict[date, Arrangement]:
    """What it arranges from each day on which a signed variation of its settings begins or has ended."""
    if not any(each.stage is VariationStage.SIGNED for each in list_of_contract(contract.id)):
        return {}
    base = base_of(contract)
    varied = [each for each in base.signed if any(change.key == SETTINGS_PART for change in each.changes)]
    days = {each.effective_from for each in varied}
    days |= {each.effective_to + _DAY for each in varied if each.effective_to is not None}
    return {day: _as_varied(base, day) for day in days}


def _as_varied(base: Base, day: date) -> Arrangement:
    """What it arranges on a day, each setting with its source, and with the variation that words it."""
    found = settings_of_base(base, day)
    said: Settings = {name: (each.value, "" if each.source == AGREED else each.source) for name, each in found.items()}
    if numbers := settings_changed_by(base, day):
        said = with_source(said, f"variation {numbers[-1]}")
    return arrangement(said, groups_covered=len(base.contract.covered))


def _first(contract: Contract) -> Arrangement:
    settings = {each.name: (each.value, each.source) for each in contract.settings}
    return arrangement(settings, groups_covered=len(contract.covered))
