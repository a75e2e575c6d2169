"""A KPI over time: of each period its figure, the year to date, and the judgement under the version of then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissioning.activity.rules.months import Period, month_after
from contracts.performance.rules.judging import Judgement, judge
from contracts.performance.rules.kinds import IMPROVEMENTS, Kind
from contracts.performance.rules.measuring import Counts, Measured, figure_at, own_figure, to_date
from contracts.performance.rules.targets import target_of_one
from contracts.performance.rules.versions import Version, counted_since, version_at
from core.errors import Refusal
from core.spc import Chart, xmr
from core.spc_limits import Rebase

HISTORY = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """One period: under which version, its own figure, its figure by kind, and the judgement.

    `counts`, and `since` when they were counted alike: what the year to date is worked out from when it is asked for.
    """

    period: Period
    version: Version
    own: Measured
    measured: Measured
    judgement: Judgement
    counts: Counts
    since: str

    @property
    def to_date(self) -> Measured:
        """The year to date at the end of the period."""
        return to_date(self.version.definition, self.counts, self.period, since=self.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkFrom:
    """Whether data are good enough from a month on."""

    month: str
    is_sufficient: bool


def periods_of(versions: Sequence[Version], first_month: str, last_month: str, *, retired: str = "") -> list[Period]:
    """The whole periods of a KPI that end from the first to the last month, each of the version that held then."""
    found: list[Period] = []
    month = first_month
    while month <= last_month:
        version = version_at(versions, month)
        if version is not None and not (retired and month >= retired):
            period = version.definition.period_of(month)
            if period.months[-1] == month:
                found.append(period)
        month = month_after(month)
    return found


def assess(
    versions: Sequence[Version], counts: Counts, periods: Sequence[Period], marks: Sequence[MarkFrom] = ()
) -> list[Assessed]:
    """The KPI in each of these periods. Old results keep the version of their time; `marks` oldest first."""
    held = [(period, version_at(versions, period.first_month)) for period in periods]
    since = {version.id: counted_since(versions, version) for _, version in held if version is not None}
    return [
        _assessed(version, counts, period, since[version.id], marks) for period, version in held if version is not None
    ]


def _assessed(version: Version, counts: Counts, period: Period, since: str, marks: Sequence[MarkFrom]) -> Assessed:
    definition = version.definition
    own = own_figure(definition, counts, period)
    is_alone = definition.kind in (Kind.RATE, Kind.SNAPSHOT)
    measured = own if is_alone else figure_at(definition, counts, period, since=since)
    return Assessed(
        period=period,
        version=version,
        own=own,
        measured=measured,
        judgement=judge(definition, measured, period, is_sufficient=is_sufficient(marks, period), since=since),
        counts=counts,
        since=since,
    )


def is_sufficient(marks: Sequence[MarkFrom], period: Period) -> bool:
    """Whether the data of a period are good enough: what was said last of the months up to it; yes unsaid."""
    return next((mark.is_sufficient for mark in reversed(marks) if mark.month <= period.first_month), True)


def chart_of(assessed: Sequence[Assessed], rebases: Mapping[str, Rebase]) -> Chart | None:
    """The process chart of single periods; None without any. Nothing is screened, as in `core/spc.py`.

    `rebases` by the first month of their period; those of periods that are not drawn, or drawn first, are left out.
    The target drawn is that of the last period.
    """
    if not assessed:
        return None
    latest = assessed[-1]
    places = {each.period.first_month: place for place, each in enumerate(assessed) if place}
    at = [Rebase(at=places[m], on=one.on, reason=one.reason) for m, one in rebases.items() if m in places]
    return xmr(
        [each.own.value for each in assessed],
        improvement=IMPROVEMENTS[latest.version.definition.direction],
        target=target_of_one(latest.version.definition, latest.period),
        rebase_at=at,
    )


def check_rebase(period: Period, since: Mapping[str, Rebase], on: Rebase, *, known: Sequence[Period]) -> None:
    """Refuse a rebase without a period of its own: one not of the KPI, one that overlaps another, one out of order."""
    if period not in known[1:]:
        raise Refusal("Limits begin anew with a period of this KPI after its first. Choose one of them.")
    if period.first_month in since:
        raise Refusal(f"Limits begin anew with {period} already. Two rebases of one period overlap: choose another.")
    earlier = [one.on for month, one in since.items() if month < period.first_month]
    later = [one.on for month, one in since.items() if month > period.first_month]
    if any(day >= on.on for day in earlier) or any(day <= on.on for day in later):
        raise Refusal("This rebase overlaps another one: their days follow each other as their periods do.")


def value_written(value: Fraction | None, places: int = 1) -> str:
    """A figure as people read it: whole, or with one decimal; a dash for none.

    >>> value_written(Fraction(95)), value_written(Fraction(283, 3)), value_written(None)
    ('95', '94.3', '–')
    """
    if value is None:
        return "–"
    above, below = value.numerator, value.denominator
    if below == 1:
        return f"{above:,}".replace("-", "−")
    scale = 10**places
    whole, rest = divmod((2 * abs(above) * scale + below) // (2 * below), scale)
    return f"{'−' if above < 0 else ''}{whole:,}.{str(rest).zfill(places)}"
