"""Whose practices a reader sees, what of them is compared, and the one table all these pages take counts from."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from flask import request
from werkzeug.exceptions import NotFound

from commissioning.activity.queries.corrected import corrected_counts_of_practices
from commissioning.activity.queries.expectations import currencies_of
from commissioning.activity.queries.seeing import (
    REGISTERED,
    PracticeCounts,
    Series,
    list_series,
    people_of,
)
from commissioning.activity.rules.comparing import Counted, comparable, counted
from commissioning.activity.rules.currencies import Currency
from commissioning.activity.rules.months import month_after, month_of
from commissioning.activity.views.seeing.reading import Reader, last_month, reader, small_up_to
from commissioning.organisations.queries.populations import list_weighting_names
from commissioning.organisations.queries.practices import select_practices
from core import clock
from core.db import db
from core.parties.models import Party
from core.parties.queries import get_party
from core.parties.rules import PartyKind
from core.periods import FinancialYear
from core.web import asked_number, current_actor

YEARS = 3


@dataclass(frozen=True, kw_only=True)
class PracticeReader:
    """Who reads: all practices of a trust, those of a group, or one. `sees_all`: small numbers too.

    `is_outside`: somebody above the trust, who sees services and no practices.
    """

    who: Reader
    kind: PartyKind
    organisation_id: int
    sees_all: bool
    is_outside: bool

    @cached_property
    def year(self) -> FinancialYear:
        """The financial year asked for, else that of the last month that is over."""
        try:
            return FinancialYear.named(request.args.get("year", ""))
        except ValueError:
            return self.years[0]

    @property
    def years(self) -> list[FinancialYear]:
        """The years to choose from, the latest first."""
        latest = FinancialYear.of(date.fromisoformat(f"{last_month()}-01"))
        return [FinancialYear(latest.starts_in - count) for count in range(YEARS)]

    @property
    def on(self) -> date:
        """The day on which groups and populations are taken: the year's last, or today while it runs."""
        return min(clock.today(), self.year.last_day)

    @cached_property
    def months(self) -> list[str]:
        """The months of the year that are over."""
        first = month_of(self.year.first_day)
        return [month for month in (month_after(first, count) for count in range(12)) if month <= last_month()]

    @cached_property
    def all_practices(self) -> list[tuple[Party, Party | None]]:
        """Every practice of the trust open that day, by code, with its group."""
        return [(row[0], row[1]) for row in db.session.execute(select_practices(self.who.trust.id, on=self.on))]

    @cached_property
    def group_id(self) -> int | None:
        """The group whose practices are compared: the reader's own, or the one asked for; None: all."""
        if self.kind is PartyKind.PBC_GROUP:
            return self.organisation_id
        if self.kind is PartyKind.PRACTICE:
            return self.group_of(self.organisation_id)
        return asked_number("group")

    def group_of(self, practice_id: int) -> int | None:
        """The group of a practice that day."""
        return next((group.id for each, group in self.all_practices if each.id == practice_id and group), None)

    def practices_of(self, group_id: int | None) -> list[Party]:
        """The practices of a group that day."""
        return [each for each, group in self.all_practices if group is not None and group.id == group_id]

    @property
    def compared_practices(self) -> list[Party]:
        """The practices of the comparison."""
        return [each for each, _ in self.all_practices] if self.group_id is None else self.practices_of(self.group_id)

    def check_sees(self, practice_id: int) -> Party:
        """The practice of an address, if the reader may see it; not found otherwise."""
        own = {self.organisation_id} if self.kind is PartyKind.PRACTICE else None
        seen = own if own is not None else {each.id for each in self._reached}
        found = next((each for each, _ in self.all_practices if each.id == practice_id), None)
        if found is None or found.id not in seen or self.is_outside:
            raise NotFound
        return found

    @property
    def _reached(self) -> list[Party]:
        if self.kind is PartyKind.PBC_GROUP:
            return self.practices_of(self.organisation_id)
        return [each for each, _ in self.all_practices]

    @cached_property
    def currencies(self) -> dict[str, Currency]:
        """All currencies of the trust."""
        return currencies_of(self.who.trust.id)

    @cached_property
    def series(self) -> list[Series]:
        """What was returned this year and can be compared, by service."""
        if not self.months:
            return []
        listed = list_series(self.who.scope(self.months[0], self.months[-1]))
        returned: dict[int, set[str]] = {}
        for each in listed:
            returned.setdefault(each.service_id, set()).add(each.currency)
        may = {
            service_id: comparable(self.currencies, codes, hides=not self.sees_all)
            for service_id, codes in returned.items()
        }
        return [each for each in listed if each.currency in may[each.service_id]]

    @cached_property
    def chosen(self) -> Series | None:
        """The service and currency asked for, else the first; contacts rather than others."""
        service, currency = asked_number("service"), request.args.get("currency", "contact")
        of_service = [each for each in self.series if each.service_id == service] or self.series
        if not of_service:
            return None
        alike = [each for each in of_service if each.service_id == of_service[0].service_id]
        return next((each for each in alike if each.currency == currency), alike[0])

    @cached_property
    def weightings(self) -> list[str]:
        """The populations to choose from: registered people, and each need weighting."""
        return [*list_weighting_names(self.who.trust.id), REGISTERED]

    @property
    def weighting(self) -> str:
        """The population asked for, else the first."""
        asked = request.args.get("population", "")
        return asked if asked in self.weightings else self.weightings[0]

    @property
    def people_in_words(self) -> str:
        """What rates are per thousand of."""
        return population_in_words(self.weighting)

    def counted(self, practices: list[Party]) -> tuple[Counted, PracticeCounts]:
        """The table of counts of some practices, with what the reader may not see hidden."""
        chosen = self.chosen
        if chosen is None:
            raise NotFound
        found = corrected_counts_of_practices(
            self.who.scope(self.months[0], self.months[-1]),
            service_id=chosen.service_id,
            currency=self.currencies[chosen.currency],
            practice_ids=[each.id for each in practices],
        )
        codes = {each.id: each.code for each in practices}
        counts = {(codes[practice_id], month): count for (practice_id, month), count in found.counts.items()}
        hide_up_to = None if self.sees_all else small_up_to()
        return counted(counts, [each.code for each in practices], self.months, hide_up_to=hide_up_to), found

    @property
    def services_to_choose(self) -> list[tuple[int, str]]:
        """The services to choose from, by name."""
        return list({each.service_id: each.service for each in self.series}.items())

    @property
    def currencies_to_choose(self) -> list[tuple[str, str]]:
        """What can be compared of any service."""
        returned = {each.currency for each in self.series}
        return [(code, each.label) for code, each in self.currencies.items() if code in returned]

    @property
    def populations_to_choose(self) -> list[tuple[str, str]]:
        """The populations to choose from, in words."""
        return [(name, population_in_words(name)) for name in self.weightings]

    @property
    def years_to_choose(self) -> list[tuple[str, str]]:
        """The years to choose from."""
        return [(str(year), str(year)) for year in self.years]

    def people(self, practices: list[Party]) -> dict[int, Fraction]:
        """The people of practices that day."""
        return people_of([each.id for each in practices], on=self.on, weighting=self.weighting)


def population_in_words(name: str) -> str:
    """A population, as rates are per thousand of it.

    >>> population_in_words("registered"), population_in_words("general_acute")
    ('registered people', 'people weighted for general acute')
    """
    return "registered people" if name == REGISTERED else f"people weighted for {name.replace('_', ' ')}"


def practice_reader() -> PracticeReader:
    """The reader of this request as one who looks at practices."""
    actor, who = current_actor(), reader()
    kind = get_party(actor.organisation_id).kind
    is_within = kind in {PartyKind.PBC_GROUP, PartyKind.PRACTICE}
    return PracticeReader(
        who=who,
        kind=kind,
        organisation_id=actor.organisation_id,
        sees_all=who.sees_all and not is_within,
        is_outside=not who.sees_all and not is_within,
    )
