"""The figures of a return before a period, as the checks compare with them: the same figures as the trends show."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import func, select

from commissioning.activity.models.expectations import Expectation
from commissioning.activity.models.freezing import Adjustment
from commissioning.activity.models.submissions import Submission
from commissioning.activity.queries.expectations import currencies_of, list_expectations
from commissioning.activity.queries.submissions import list_submissions, list_sums, standing_by_service
from commissioning.activity.rules.asking import Way
from commissioning.activity.rules.checks.sums import Sum
from commissioning.activity.rules.currencies import Currency
from commissioning.activity.rules.months import Period, month_after
from commissioning.activity.rules.standing import is_counted_by_nil, standing_figure
from core.db import db

MONTHS_OF_HISTORY = 36
Figure = tuple[str, str, str]
"""Service, currency and month."""


def corrections_of(expectation_ids: Sequence[int]) -> dict[tuple[int, str, str], int]:
    """All later corrections of returns in units, added up by service (its id), currency and the month they correct."""
    keys = (Adjustment.service_id, Adjustment.currency, Adjustment.month)
    rows = select(*keys, func.sum(Adjustment.units)).group_by(*keys)
    rows = rows.where(Adjustment.expectation_id.in_(list(expectation_ids)))
    return {
        (service_id, currency, month): int(units) for service_id, currency, month, units in db.session.execute(rows)
    }


def history_of(expectation: Expectation, period: Period) -> dict[tuple[str, str], dict[str, int]]:
    """The figures of the months before a period, by service, currency and month, in units, as they stand now.

    Those of all expectations of the same provider and name: what is asked may have changed, the return is the same. Nil
    returns and corrections as `rules/standing.py` has them.
    """
    since = month_after(period.first_month, -MONTHS_OF_HISTORY)
    provider_id = expectation.provider_id
    alike = {each.id: each for each in list_expectations(provider_id=provider_id) if each.name == expectation.name}
    by_period: dict[tuple[int, str], list[Submission]] = defaultdict(list)
    for submission in list_submissions(list(alike), since=since):
        if submission.period < period.first_month:
            by_period[submission.expectation_id, submission.period].append(submission)
    standing = [standing_by_service(submissions) for submissions in by_period.values()]
    codes = {
        covered.service_id: covered.service.code
        for submissions in by_period.values()
        for submission in submissions
        for covered in submission.covered
    }
    currencies = currencies_of(expectation.commissioner_id)
    returned = _returned(standing, codes, currencies)
    nil = set(_nil(standing, codes, alike, currencies))
    corrected = {
        (codes[service_id], currency, month): units
        for (service_id, currency, month), units in corrections_of(list(alike)).items()
        if service_id in codes and since <= month < period.first_month
    }
    history: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for figure in sorted({*returned, *nil, *corrected}):
        service, code, month = figure
        units = standing_figure(returned.get(figure), corrected.get(figure), currencies[code], is_nil=figure in nil)
        if units is not None:
            history[service, code][month] = units
    return dict(history)


def _returned(
    standing: Sequence[Mapping[int, Submission]], codes: Mapping[int, str], currencies: Mapping[str, Currency]
) -> dict[Figure, int]:
    """What was returned and stands."""
    wanted = {(submission.id, service_id) for each in standing for service_id, submission in each.items()}
    returned = {}
    for held in list_sums(sorted({submission_id for submission_id, _ in wanted})):
        currency = currencies.get(held.currency)
        if (held.submission_id, held.service_id) not in wanted or currency is None:
            continue
        units = Sum(placed=held.placed, unplaced=held.unplaced, total=held.total).counted(currency)
        if units is not None:
            returned[codes[held.service_id], held.currency, held.month] = units
    return returned


def _nil(
    standing: Sequence[Mapping[int, Submission]],
    codes: Mapping[int, str],
    alike: Mapping[int, Expectation],
    currencies: Mapping[str, Currency],
) -> Iterator[Figure]:
    """Every figure a nil return stands for."""
    counted = [code for code, currency in currencies.items() if is_counted_by_nil(currency)]
    for each in standing:
        for service_id, submission in each.items():
            if submission.way is Way.NIL:
                for month in alike[submission.expectation_id].period(submission.period).months:
                    yield from ((codes[service_id], code, month) for code in counted)
