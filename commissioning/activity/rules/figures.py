"""One figure of a return as it stands, beside the one that stood before the service was sent again."""

from dataclasses import dataclass

from commissioning.activity.rules.currencies import Currency
from commissioning.activity.rules.months import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure that stands, in units, with what stood before it: None where there was none.

    `number`: the submission it came with; `is_anew`: whether the service was sent before. `place` says in words whose
    the figure is, blank where it is the service's; `practice` is the code where it is a practice's.
    """

    service_id: int
    service_code: str
    service_name: str
    month: str
    currency: Currency
    now: int | None
    before: int | None
    is_anew: bool
    number: int
    place: str = ""
    practice: str = ""
    is_unplaced: bool = False

    @property
    def month_in_words(self) -> str:
        """The month as people say it."""
        return str(Period(self.month))

    @property
    def change(self) -> int | None:
        """By how much it changed since the submission before; None where there was none for this service."""
        return (self.now or 0) - (self.before or 0) if self.is_anew else None

    @property
    def about(self) -> str:
        """What it is about in words: what is counted, of which service and month, and whose."""
        label = f"{self.currency.label[:1].lower()}{self.currency.label[1:]}"
        whose = f", {self.place}" if self.place else ""
        return f"{label} of {self.service_name} in {self.month_in_words}{whose}"
