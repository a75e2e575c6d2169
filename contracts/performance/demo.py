"""The KPIs of the demo year: eight quarters of three services, with a real shift, a season and a missing quarter.

All figures are invented and illustrative. They follow from the place of each month, not from chance, so that the demo
is the same each time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from commissioning.activity.rules.asking import Way
from commissioning.activity.rules.months import month_after
from commissioning.catalogue.queries import services_by_code
from contracts.agreements.models.contracts import Contract
from contracts.performance.actions.checking import Given, Sent
from contracts.performance.actions.defining import Tie, make_kpi, put_in_use, write_definition
from contracts.performance.actions.judging import annotate, freeze_results, mark_quality, rebase_limits
from contracts.performance.actions.returning import return_results
from contracts.performance.queries.library import find_example
from contracts.performance.rules.definition import Definition
from contracts.performance.rules.quality import Answer, Mark
from core.canonical import canonical_text
from core.permissions import Actor

FIRST = "2006-01"
SHIFT, MISSING = "2007-04", "2007-07"
_WAVE = (0, 2, -1, 1, -2, 1, 0, -1, 2, 0, 1, -2, -1, 1, 0)
_SEASON = (14, 12, 8, 2, -4, -8, -10, -9, -5, 0, 6, 11)
"""By how many hours in a thousand sickness lies above its mean, January to December."""
POOR = Mark(
    timely=Answer.YES,
    complete=Answer.NO,
    validated=Answer.UNKNOWN,
    signed_off=Answer.NO,
    last_audited_on=None,
    is_sufficient=False,
    words="The agreed rule for an admission avoided is not written down yet.",
)
Key = tuple[int, str]
"""A KPI by its id, and the first month of a period."""
_AGREED = "Agreed at the leads’ meeting; figures are illustrative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A KPI of the demo: from which example, of which service, and its results by period."""

    code: str
    example: str
    service: str
    results: Sequence[tuple[str, int, int | None]]
    length: int = 1


def seed_demo_kpis(*, contract: Contract, by: Actor, at: datetime) -> dict[str, int]:
    """The KPIs of a contract, in use from the first month of their figures on; their ids by their own IDs."""
    services = services_by_code(by.organisation_id)
    found: dict[str, int] = {}
    for told in _told():
        kpi = make_kpi(
            commissioner_id=by.organisation_id,
            code=told.code,
            tie=Tie(provider_id=contract.provider_id, contract_id=contract.id, service_id=services[told.service].id),
            definition=_definition(told.example),
            by=by,
            at=at,
        )
        put_in_use(kpi_id=kpi.id, from_month=FIRST, reason=_AGREED, by=by, at=at)
        found[told.code] = kpi.id
    return found


def return_demo_results(kpis: Mapping[str, int], months: tuple[str, str], *, by: Actor, at: datetime) -> list[Key]:
    """The results of the periods that end from the first to the last of the months, returned together."""
    given = [
        Given(
            kpi_id=kpis[told.code],
            period=period,
            numerator=Fraction(above),
            denominator=None if below is None else Fraction(below),
        )
        for told in _told()
        for period, above, below in told.results
        if months[0] <= month_after(period, told.length - 1) <= months[1]
    ]
    content = canonical_text([[each.kpi_id, each.period, str(each.numerator)] for each in given]).encode()
    sent = Sent(way=Way.FILE, file_name=f"kpis-to-{months[1]}.csv", content=content, words="")
    return_results(provider_id=by.organisation_id, given=given, sent=sent, by=by, at=at, on=at.date())
    return [(each.kpi_id, each.period) for each in given]


def freeze_demo_results(keys: Sequence[Key], *, by: Actor, at: datetime) -> None:
    """These results, frozen."""
    freeze_results(commissioner_id=by.organisation_id, keys=keys, by=by, at=at)


def _definition(example: str) -> Definition:
    found = find_example(example)
    if found is None:
        raise LookupError(f"the library has no example {example}")
    return replace(found.definition, owner="Head of community services", requirement="Quality requirements")


def _told() -> Iterator[Told]:
    """The results: a shift after a second team began, a season, a quarter nobody returned, and quieter ones."""
    months = [month_after(FIRST, count) for count in range(26)]
    quarters = [month_after(FIRST, count) for count in range(0, 24, 3)]
    yield Told(code="CN-01", example="response-urgent", service="COMM-NUR", results=list(_response(months)))
    yield Told(code="CN-02", example="sickness", service="COMM-NUR", results=list(_sickness(months)))
    yield Told(
        code="CM-01",
        example="care-plans",
        service="COMM-MAT",
        results=[(q, 152 + 4 * n, 214 + _WAVE[n]) for n, q in enumerate(quarters) if q != MISSING],
        length=3,
    )
    yield Told(
        code="CM-02",
        example="admissions-avoided",
        service="COMM-MAT",
        results=[(month, 18 + _WAVE[n % 15], None) for n, month in enumerate(months)],
    )
    yield Told(
        code="PD-01",
        example="dna",
        service="PODIATRY",
        results=[(month, 61 + 4 * _WAVE[n % 15], 812 + 7 * _WAVE[(n + 4) % 15]) for n, month in enumerate(months)],
    )


def _response(months: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    for place, month in enumerate(months):
        seen = 120 + 3 * _WAVE[(place + 2) % 15]
        late = 14 + _WAVE[place % 15] if month < SHIFT else 5 + (_WAVE[place % 15] + 1) // 2
        yield month, seen - late, seen


def _sickness(months: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    for place, month in enumerate(months):
        hours = 9_800 + 20 * _WAVE[(place + 5) % 15]
        per_mille = 46 + _SEASON[int(month[5:]) - 1] + _WAVE[place % 15]
        yield month, hours * per_mille // 1000, hours


def judge_demo_kpis(kpis: Mapping[str, int], *, by: Actor, at: datetime) -> None:
    """Limits begin anew with the second team; what happened is noted, and figures that are not good enough."""
    rebase_limits(
        kpi_id=kpis["CN-01"],
        month=SHIFT,
        since_on=date(2007, 4, 2),
        reason="A second team for urgent referrals began",
        by=by,
        at=at,
        on=at.date(),
    )
    words = "A norovirus outbreak among staff"
    annotate(kpi_id=kpis["CN-02"], month="2007-01", words=words, by=by, at=at)
    mark_quality(kpi_id=kpis["CM-02"], mark=POOR, from_month="2007-04", by=by, at=at, on=at.date())


def audit_demo_kpi(kpis: Mapping[str, int], *, by: Actor, at: datetime) -> None:
    """The figures of urgent referrals, checked and good enough."""
    good = replace(
        POOR,
        complete=Answer.YES,
        validated=Answer.YES,
        signed_off=Answer.YES,
        is_sufficient=True,
        words="Checked against the diary of the team.",
        last_audited_on=date(2007, 11, 12),
    )
    mark_quality(kpi_id=kpis["CN-01"], mark=good, from_month=FIRST, by=by, at=at, on=at.date())


def draft_demo_definition(kpis: Mapping[str, int], *, by: Actor, at: datetime) -> None:
    """A tighter target of appointments not attended, as a draft."""
    tighter = replace(_definition("dna"), target=Fraction(5))
    write_definition(kpi_id=kpis["PD-01"], definition=tighter, by=by, at=at)
