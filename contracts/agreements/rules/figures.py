"""Lines of figures of a part of a contract: what is planned, and how services are paid for; as text and back, exactly.

The key of a plan line is `{service}/{group}` (`{service}/` where it is not by group), that of terms the service’s code.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from contracts.agreements.rules.content import Content, Figures, FiguresKind
from contracts.agreements.rules.months import spans
from contracts.agreements.rules.payment_terms import Block, PaymentTerms, check_terms, terms_from, values_of
from contracts.agreements.rules.phasing import Phasing, month_in_words
from contracts.agreements.rules.plan import PlanLine, problems_in_plan
from contracts.agreements.rules.services import check_service, check_unit
from core.errors import Refusal
from core.wording import in_full

_MONTH: Final = re.compile(r"\d{4}-\d{2}", re.ASCII)
_UNITS: Final = re.compile(r"-?\d{1,12}", re.ASCII)
_SAID: Final = frozenset({"service", "service_name", "unit", "first_month", "last_month"})
_MOST_SAID: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsLine:
    """How a service is paid for. `unit`: what is counted and priced; blank for a block amount.

    `first_month` and `last_month` (`2008-04`): over which months a block amount is paid; blank for all others.
    """

    service: str
    service_name: str
    terms: PaymentTerms
    unit: str = ""
    first_month: str = ""
    last_month: str = ""

    @property
    def months(self) -> list[str]:
        """The months in which a block amount is paid; none for every other basis.

        >>> terms = Block(amount=100)
        >>> TermsLine(service="N", service_name="N", terms=terms, first_month="2008-12", last_month="2009-01").months
        ['2008-12', '2009-01']
        """
        if not self.first_month or not self.last_month or self.last_month < self.first_month:
            return []
        return list(spans(_first_day(self.first_month), _first_day(self.last_month)))


def figures_of_plan(line: PlanLine) -> Figures:
    """A line of an activity plan as it stands in a contract: months by their names, units as whole numbers.

    >>> months = {"2008-04": 7, "2008-05": 5}
    >>> line = PlanLine(service="NUR", group="DAC", unit="contacts", planned=12, months=months)
    >>> figures = figures_of_plan(line)
    >>> figures.key, figures.values["2008-05"], plan_line_of(figures) == line
    ('NUR/DAC', '5', True)
    """
    return Figures(
        key=f"{line.service}/{line.group}",
        kind=FiguresKind.PLAN,
        title=line.called,
        values={
            "service": line.service,
            "service_name": line.service_name,
            "group": line.group,
            "group_name": line.group_name,
            "unit": line.unit,
            "planned": str(line.planned),
            "phasing": line.phasing.value if line.phasing else None,
            "overwritten": "yes" if line.is_overwritten else None,
            **{month: str(units) for month, units in sorted(line.months.items())},
        },
    )


def plan_line_of(figures: Figures) -> PlanLine:
    """The line that `figures_of_plan` wrote. ValueError says what cannot be read; the line is not checked."""
    values = figures.values
    phasing = values.get("phasing")
    return PlanLine(
        service=_text(values, "service"),
        service_name=_text(values, "service_name"),
        group=_text(values, "group"),
        group_name=_text(values, "group_name"),
        unit=_text(values, "unit"),
        planned=_units(values, "planned"),
        months={name: _units(values, name) for name in sorted(values) if _MONTH.fullmatch(name)},
        phasing=Phasing(phasing) if phasing else None,
        is_overwritten=values.get("overwritten") == "yes",
    )


def figures_of_terms(line: TermsLine) -> Figures:
    """Terms of payment of a service as they stand in a contract."""
    return Figures(
        key=line.service,
        kind=FiguresKind.TERMS,
        title=line.service_name,
        values={
            "service": line.service,
            "service_name": line.service_name,
            "unit": line.unit,
            "first_month": line.first_month,
            "last_month": line.last_month,
            **values_of(line.terms),
        },
    )


def terms_line_of(figures: Figures) -> TermsLine:
    """The line that `figures_of_terms` wrote. ValueError says what cannot be read; the terms are not checked."""
    return TermsLine(**{name: _text(figures.values, name) for name in sorted(_SAID)}, terms=terms_of(figures))


def terms_of(figures: Figures) -> PaymentTerms:
    """The terms alone, for `payment`."""
    return terms_from({name: value for name, value in figures.values.items() if name not in _SAID})


def plan_lines_in(figures: Iterable[Figures]) -> list[PlanLine]:
    """The lines of the activity plan among lines of figures."""
    return [plan_line_of(each) for each in figures if each.kind is FiguresKind.PLAN]


def terms_lines_in(figures: Iterable[Figures]) -> list[TermsLine]:
    """The terms of payment among lines of figures."""
    return [terms_line_of(each) for each in figures if each.kind is FiguresKind.TERMS]


def check_terms_line(line: TermsLine, *, starts_on: date, ends_on: date) -> None:
    """Refuse terms that cannot be, without a unit, or paid in months in which the contract does not run."""
    check_service(code=line.service, name=line.service_name)
    check_terms(line.terms)
    if not isinstance(line.terms, Block):
        check_unit(line.unit)
        return
    within = spans(starts_on, ends_on)
    if not line.months:
        raise Refusal("Say over which months the block amount is paid, the earlier month first.")
    if outside := [month for month in line.months if month not in within]:
        raise Refusal(
            f"{line.service_name}: the contract runs from {in_full(starts_on)} to {in_full(ends_on)}, so nothing can "
            f"be paid for {month_in_words(outside[0])}."
        )


def problems_in_figures(content: Content) -> list[str]:
    """What does not add up in the figures of a contract, or does not fit its term; a sentence or two for each part."""
    parts = [part for part in content.parts if part.figures]
    if not parts:
        return []
    starts_on, ends_on = (date.fromisoformat(str(content.facts[name])) for name in ("starts_on", "ends_on"))
    found = []
    for part in parts:
        problems = problems_in_plan(plan_lines_in(part.figures), months=spans(starts_on, ends_on))
        for line in terms_lines_in(part.figures):
            try:
                check_terms_line(line, starts_on=starts_on, ends_on=ends_on)
            except Refusal as refusal:
                problems.append(str(refusal))
        if problems:
            found.append(f"“{part.title}” does not hold: {_some(problems)}")
    return found


def _some(problems: Sequence[str]) -> str:
    more = len(problems) - _MOST_SAID
    said = " ".join(problems[:_MOST_SAID])
    return f"{said} And {more:,} more." if more > 0 else said


def _first_day(month: str) -> date:
    return date(int(month[:4]), int(month[5:]), 1)


def _text(values: Mapping[str, str | None], name: str) -> str:
    found = values.get(name)
    if found is None:
        raise ValueError(f"a line of figures with a value for {name}")
    return found


def _units(values: Mapping[str, str | None], name: str) -> int:
    found = values.get(name) or ""
    if not _UNITS.fullmatch(found):
        raise ValueError(f"a whole number for {name}")
    return int(found)
