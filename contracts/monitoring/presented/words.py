"""What plan against actual says, in sentences: which months, how far off, in money, and what the year comes to."""

from collections.abc import Sequence
from fractions import Fraction

from commissioning.activity.rules.months import Period, first_day_of, month_after
from contracts.monitoring.rules.forecasting import ASSUMPTIONS, FEWEST, METHOD_NAMES, Forecast, Method
from contracts.monitoring.rules.lines import Line
from core.money import rounded
from core.wording import listed, size_of, sterling, upper_first

UNDER_TERMS = "under the contract’s terms"


def months_in_words(months: Sequence[str]) -> str:
    """Months as people say them, those that follow each other as from and to.

    >>> months_in_words(["2008-04", "2008-05", "2008-06", "2008-08"])
    'April to June 2008 and August 2008'
    >>> months_in_words(["2008-12", "2009-01"]), months_in_words([])
    ('December 2008 and January 2009', 'no month')
    """
    runs: list[list[str]] = []
    for month in months:
        if runs and month_after(runs[-1][-1]) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    said = [words for run in runs for words in _run(run)]
    return listed(said) if said else "no month"


def _run(run: Sequence[str]) -> list[str]:
    if len(run) < 3:
        return [str(Period(month)) for month in run]
    return [str(Period(run[0], len(run)))]


def without_in_words(line: Line) -> str:
    """Which months are left out of the figures, blank where none is."""
    return f"Without {months_in_words(line.missing)}: missing." if line.missing else ""


def finding_of(line: Line) -> str:
    """What a service shows to a date, in a sentence: units, money, forecast."""
    name = line.service.name
    if line.is_hidden:
        return f"{name}: not shown, because a month has a small figure."
    if not line.months:
        return f"{name}: nothing can be compared yet. {why_nothing(line)}"
    said = [f"{upper_first(name)}: {off_plan(line)} in {months_in_words([each.month for each in line.months])}"]
    said += [part for part in (money_in_words(line), forecast_in_words(line.by_method[Method.AS_SO_FAR])) if part]
    without = without_in_words(line)
    return f"{'; '.join(said)}.{' ' if without else ''}{without}"


def off_plan(line: Line) -> str:
    """How far activity is off plan, in words."""
    found = line.units
    if not found.variance:
        return "at plan"
    where = "above" if found.variance > 0 else "below"
    if found.percent is None:
        return f"{whole(found.actual)} {line.service.unit} where nothing was planned"
    return f"{size_of(found.percent)} {where} plan"


def money_in_words(line: Line) -> str:
    """How far money is off plan, in words."""
    if line.money.is_block:
        return "paid as a block, whatever the activity"
    variance = line.money.variance
    if variance is None:
        return f"in money it cannot be told ({line.money.why_not[:1].lower()}{line.money.why_not[1:].rstrip('.')})"
    if not variance:
        return f"no difference in money {UNDER_TERMS}"
    return f"{sterling(abs(variance))} {'above' if variance > 0 else 'below'} {UNDER_TERMS}"


def forecast_in_words(found: Forecast) -> str:
    """What the year comes to at the rate so far, in words."""
    if found.units is None:
        return ""
    early = " (too early to go by)" if found.is_early else ""
    if found.cost.pence is None:
        return f"forecast at the rate so far {whole(found.units)} in the year{early}"
    return f"forecast at the rate so far {sterling(found.cost.pence)}{early}"


def whole(units: Fraction) -> str:
    """Units in a sentence, to the whole.

    >>> whole(Fraction(24691, 2))
    '12,346'
    """
    return f"{rounded(units):,}"


def method_in_words(method: Method) -> str:
    """A method of forecasting with what it assumes."""
    return f"{METHOD_NAMES[method]}: {ASSUMPTIONS[method]}."


def early_in_words(lines: Sequence[Line]) -> str:
    """That forecasts stand on too few months, where one does."""
    early = [each.service.name for each in lines if each.is_shown and each.forecasts[0].is_early]
    if not early:
        return ""
    return f"Too early: the forecast of {listed(early)} stands on fewer than {FEWEST} months. Do not go by it yet."


def short_month(month: str) -> str:
    """A month in a narrow column or below an axis."""
    return f"{first_day_of(month):%b %y}"


def why_nothing(line: Line) -> str:
    """Why a service has no month to compare."""
    if line.missing:
        return without_in_words(line)
    reasons = {each.returned.why_not for each in line.service.months if each.month <= line.to and each.returned.why_not}
    return " ".join(sorted(reasons)) or "No month for which it is planned is over."
