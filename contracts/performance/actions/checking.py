"""What results that are returned must be: one's own, of periods that are over, and not frozen. Nothing is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from commissioning.activity.rules.asking import LONGEST_WORDS, Way
from commissioning.activity.rules.months import Period
from contracts.performance.models.kpis import Kpi
from contracts.performance.queries.kpis import list_of_provider
from contracts.performance.queries.results import Standing, standing_results
from contracts.performance.rules.judging import problem_in_counts
from contracts.performance.rules.measuring import Observed
from contracts.performance.rules.versions import Version, version_at
from core.errors import NotAllowed, Refusal
from core.identifiers import has_identifier
from core.parties.queries import get_party
from core.periods import is_month
from core.permissions import Actor, Permission, check_may

MOST_RESULTS = 5_000
FROZEN = "the result is frozen. Record a correction beside it, on the page of the KPI."
_MOST_SAID = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was counted of a KPI (its id) in a period (its first month); None: there is no figure."""

    kpi_id: int
    period: str
    numerator: Fraction | None
    denominator: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How a return came: its file, or what was typed as text; what is said with it, and a machine’s own key."""

    way: Way
    file_name: str
    content: bytes
    words: str = ""
    request_key: str | None = None

    @property
    def kept_words(self) -> str:
        """The words as they are kept."""
        return self.words.strip()[:LONGEST_WORDS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What is wrong with the result at a place among those given (None: with all together), in a sentence."""

    place: int | None
    said: str


class NotTaken(Refusal):
    """Results of which none is taken, with all that is wrong with them."""

    def __init__(self, wrongs: Sequence[Wrong]) -> None:
        super().__init__(" ".join(each.said for each in wrongs[:_MOST_SAID]))
        self.wrongs = tuple(wrongs)


def check_results(*, provider_id: int, given: Sequence[Given], sent: Sent, by: Actor, on: date) -> list[Given]:
    """Those of the results that would become new versions, without returning them; refused as they would be."""
    check_provider(provider_id, by)
    check_words_with(sent)
    return new_among(given, {kpi.id: kpi for kpi in list_of_provider(provider_id)}, on=on)


def check_provider(provider_id: int, by: Actor) -> int:
    """The commissioner of the provider whose results these are; refused to whoever does not act for that provider."""
    commissioner_id = get_party(provider_id).commissioner_id
    check_may(by, Permission.SUBMIT_RESULTS, commissioner_id=commissioner_id)
    if by.organisation_id != provider_id or commissioner_id is None:
        raise NotAllowed(f"You act for {by.organisation_name}. These results are another provider’s.")
    return commissioner_id


def check_words_with(sent: Sent) -> None:
    """Refuse words, or the name of a file, with a patient's number in it."""
    if has_identifier(sent.words) or has_identifier(sent.file_name):
        raise Refusal("What you wrote holds a number that passes the NHS number check. Take it out.")


def new_among(given: Sequence[Given], kpis: Mapping[int, Kpi], *, on: date) -> list[Given]:
    """The results that differ from what stands; refused where one is wrong, or none differs."""
    standing = _standing(given)
    if wrongs := _wrongs_in(given, kpis, standing, on=on):
        raise NotTaken(wrongs)
    new = [each for each in given if _differs(each, standing)]
    if not new:
        raise Refusal("Nothing differs from what stands. Nothing was returned.")
    return new


def problems_in(
    given: Sequence[Given],
    kpis: Mapping[int, Kpi],
    standing: Mapping[int, Mapping[str, Standing]],
    *,
    on: date,
) -> list[str]:
    """What is wrong with results that are returned, in sentences that name KPI and period."""
    return [each.said for each in _wrongs_in(given, kpis, standing, on=on)]


def _wrongs_in(
    given: Sequence[Given], kpis: Mapping[int, Kpi], standing: Mapping[int, Mapping[str, Standing]], *, on: date
) -> list[Wrong]:
    if not given or len(given) > MOST_RESULTS:
        return [Wrong(place=None, said=f"A return has from one to {MOST_RESULTS:,} results.")]
    wrongs: list[Wrong] = []
    seen: set[tuple[int, str]] = set()
    for place, each in enumerate(given):
        kpi = kpis.get(each.kpi_id)
        if kpi is None:
            wrongs.append(Wrong(place=place, said="One of these KPIs is not yours to report."))
            continue
        if not is_month(each.period):
            said = f"{kpi.code}: a period is named by its first month, such as 2008-04."
            wrongs.append(Wrong(place=place, said=said))
            continue
        version = version_at(kpi.in_use, each.period)
        if (each.kpi_id, each.period) in seen:
            said = f"{kpi.code}, {each.period}: this period stands twice. Keep one of them."
            wrongs.append(Wrong(place=place, said=said))
        elif wrong := _problem_in(each, kpi, version, standing, on):
            wrongs.append(Wrong(place=place, said=f"{kpi.code}, {_said(each.period, version)}: {wrong}"))
        seen.add((each.kpi_id, each.period))
    return wrongs


def _said(period: str, version: Version | None) -> str:
    return str(Period(period, version.definition.length)) if version else period


def _problem_in(
    each: Given, kpi: Kpi, version: Version | None, standing: Mapping[int, Mapping[str, Standing]], on: date
) -> str:
    if version is None:
        return "no definition was in use then."
    period = version.definition.period_of(each.period)
    if period.first_month != each.period:
        return f"quarters are named by their first month, {period.first_month}."
    if kpi.retired_month and period.months[-1] >= kpi.retired_month:
        return "the KPI was retired by then."
    if period.last_day >= on:
        return "the period is not over yet."
    stands = standing.get(kpi.id, {}).get(each.period)
    if stands is not None and stands.is_frozen and stands.observed != Observed(each.numerator, each.denominator):
        return FROZEN
    return problem_in_counts(version.definition, each.numerator, each.denominator)


def _standing(given: Sequence[Given]) -> dict[int, dict[str, Standing]]:
    periods = [each.period for each in given]
    if not periods:
        return {}
    return standing_results(sorted({each.kpi_id for each in given}), min(periods), max(periods))


def _differs(each: Given, standing: Mapping[int, Mapping[str, Standing]]) -> bool:
    stands = standing.get(each.kpi_id, {}).get(each.period)
    if stands is None:
        return each.numerator is not None or each.denominator is not None
    return stands.observed != Observed(each.numerator, each.denominator)
