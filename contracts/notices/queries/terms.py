"""What a contract says of notices and payment on a day: its settings and monthly payments, with its variations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import find_issue
from contracts.monitoring.queries.plans import bases_of
from contracts.notices.rules.caps import YEAR, month_read_on, year_read_on
from contracts.notices.rules.days import Settings
from contracts.notices.rules.payments import Worth, month_payments
from contracts.variations.queries.content import Base, base_of
from contracts.variations.queries.settings import settings_changed_by, settings_of_base


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A contract as it was signed, with its signed variations. `base` None: it was never issued, and says nothing."""

    base: Base | None

    def settings(self, on: date) -> Settings:
        """Its settings as it reads on a day, by name."""
        return settings_of_base(self.base, on) if self.base else {}

    def settings_for(self, month: str, on: date) -> Settings:
        """Its settings as they count for withholding of the payment of a month (`2008-10`) on a day."""
        found = {name: each for name, each in self.settings(month_read_on(month, on)).items() if name != YEAR}
        of_year = self.settings(year_read_on(month, on)).get(YEAR)
        return {**found, YEAR: of_year} if of_year else found

    def changed_by(self, on: date) -> tuple[int, ...]:
        """The variations in effect on a day that changed its settings, by number."""
        return settings_changed_by(self.base, on) if self.base else ()

    def payments(self, on: date) -> dict[str, int]:
        """What it pays for each month, in pence, by what is in effect on a day."""
        if self.base is None:
            return {}
        return month_payments(_worths(self.base, on), year=_text(self.base, "year"), until=self.base.last)


def terms_of(contract: Contract) -> Terms:
    """What a contract says, with its variations. Four queries."""
    return Terms(base=base_of(contract) if find_issue(contract.id) else None)


def terms_of_all(contracts: Sequence[Contract]) -> Mapping[int, Terms]:
    """What many contracts say, by their ids. Three queries, however many."""
    bases = bases_of(contracts)
    return {each.id: Terms(base=bases.get(each.id)) for each in contracts}


def _worths(base: Base, on: date) -> list[Worth]:
    """What was signed first, and what each variation adds that has begun on a day."""
    facts = base.content.facts
    first, last = (date.fromisoformat(_text(base, name)) for name in ("starts_on", "ends_on"))
    signed = Worth(of_year=int(facts["year_value"]), of_all=int(facts["whole_value"]), first=first, last=last)
    return [
        signed,
        *(
            Worth(
                of_year=each.effect.part_year,
                of_all=each.effect.whole_life,
                first=each.effective_from,
                last=each.effective_to or max(last, base.last),
            )
            for each in base.signed
            if each.effect is not None and each.has_begun(on)
        ),
    ]


def _text(base: Base, name: str) -> str:
    return str(base.content.facts[name])
