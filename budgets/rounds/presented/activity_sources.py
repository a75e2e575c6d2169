"""Where activity came from, in words and as tables: frozen submissions, later corrections, or the file of inputs."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from budgets.method.frozen_activity import quantity_of
from budgets.method.policy import Policy
from budgets.method.workbook import Activity
from budgets.rounds.activity_sources import CorrectedSince
from budgets.rounds.models import ActivitySource, Inputs
from commissioning.activity.models.expectations import Expectation
from commissioning.activity.rules.months import months_in_words
from core.tables import UNDEFINED, Table, columns, number, number_text, table, words
from core.wording import listed, upper_first

CAME_FROM = "came-from"
_MOST_SPANS = 12
Link = Callable[[ActivitySource], str]


def sources_table(sources: Sequence[ActivitySource], link: Link, caption: str) -> Table:
    """Each month and currency with what it came from, its quantity and the hash of the file. `link`: blank for none."""
    return table(
        CAME_FROM,
        caption,
        columns("Month", "Currency", "Came from", "#Quantity", "SHA-256 of the file"),
        [
            [
                words(months_in_words([each.month])),
                words(upper_first(each.currency.replace("_", " "))),
                words(named(each), href=link(each), note=_reason(each)),
                number(None if each.units is None else Fraction(quantity_of(each.units))),
                words(f"{hash_of(each)[:12]}…" if hash_of(each) else UNDEFINED, look="app-hash"),
            ]
            for each in sources
        ],
    )


def named(source: ActivitySource) -> str:
    """What a source is called: provider, return, period and number; or whose file."""
    if source.submission:
        held = source.submission
        period = held.expectation.period(held.period)
        return f"{_whose(held.expectation)}, {period}, submission {held.number}"
    if source.adjustment:
        posted = source.adjustment
        into = posted.expectation.period(posted.posted_to)
        return f"{_whose(posted.expectation)}, correction {posted.id} posted to {into}"
    return upper_first(f"the {file_in_words(source.file_of, source.inputs)}") if source.file_of else ""


def file_in_words(origin: Inputs, inputs: Inputs) -> str:
    """Whose file it is, from where `inputs` stand: those of another year's round are named with the year."""
    year = "" if origin.round_id == inputs.round_id else f" of {origin.round.year}"
    return f"file of inputs {origin.number}{year}"


def hash_of(source: ActivitySource) -> str:
    """The SHA-256 of the file a source stands in; a correction has none."""
    if source.submission:
        return source.submission.file_hash
    return source.file_of.file_hash if source.file_of else ""


def in_words(sources: Iterable[ActivitySource]) -> list[str]:
    """Where activity came from without its figures: a sentence for each provider, and for each file."""
    submissions: dict[str, list[ActivitySource]] = defaultdict(list)
    files: dict[str, set[str]] = defaultdict(set)
    corrections: dict[str, set[int]] = defaultdict(set)
    for each in sources:
        if each.submission:
            submissions[each.submission.expectation.provider.name].append(each)
        elif each.adjustment:
            corrections[each.adjustment.expectation.provider.name].add(each.adjustment.id)
        elif each.file_of:
            files[file_in_words(each.file_of, each.inputs)].add(each.month)
    told = [
        f"Frozen returns of {provider}, {months_in_words(each.month for each in held)}: "
        f"{submissions_in_words(held)}{_corrected(len(corrections[provider]))}."
        for provider, held in submissions.items()
    ]
    return [*told, *(f"The {file}: {months_in_words(months)}." for file, months in files.items())]


def submissions_in_words(sources: Iterable[ActivitySource]) -> str:
    """Submissions by return and number, with their months. A number counts those of one return and period."""
    returns: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for each in sources:
        if each.submission:
            returns[each.submission.expectation.name][each.submission.number].add(each.month)
    return "; ".join(
        f"{name}, {listed([f'submission {number} for {months_in_words(held)}' for number, held in numbers.items()])}"
        for name, numbers in returns.items()
    )


def from_where(sources: Iterable[ActivitySource]) -> dict[str, str]:
    """What the activity of each line of inputs came from, in a few words; blank lines came from their own file."""
    kinds: dict[str, dict[str, None]] = defaultdict(dict)
    for each in sources:
        kinds[each.service]["frozen returns" if each.file_of is None else f"file of inputs {each.file_of.number}"] = (
            None
        )
    return {code: f"from {listed(list(found))}" for code, found in kinds.items()}


def by_practice(
    inputs: Inputs, activity: Activity, sources: Iterable[ActivitySource], policy: Policy, code: str
) -> dict[tuple[str, str], str]:
    """Where a line's counted activity came from, by practice and currency: frozen months, or rows of a file."""
    file_of = {(each.service, each.month, each.currency): each.file_of for each in sources}
    frozen: dict[tuple[str, str], set[str]] = defaultdict(set)
    rows: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    numbers = activity.row or range(2, len(activity) + 2)
    columns_of = (activity.service, activity.practice, activity.month, activity.currency, numbers)
    for service, practice, month, currency, row in zip(*columns_of, strict=True):
        if service != code or not policy.activity_from <= month <= policy.activity_to:
            continue
        origin = file_of.get((service, month, currency), inputs)
        if origin is None:
            frozen[practice, currency].add(month)
        else:
            rows[practice, currency][file_in_words(origin, inputs)].append(row)
    return {
        key: upper_first("; ".join([*_frozen_in(frozen.get(key, ())), *_rows_in(rows.get(key, {}))]))
        for key in [*frozen, *rows]
    }


def corrected_in_words(since: Iterable[CorrectedSince], names: Mapping[str, str]) -> list[str]:
    """What was corrected since inputs were filled, by line, month and currency. `names`: of lines."""
    told = []
    for each in since:
        name, currency = names.get(each.service, each.service), each.currency.replace("_", " ")
        what = f"Activity of {name} for {months_in_words([each.month])} ({currency})"
        if each.units:
            exact = number_text(Fraction(quantity_of(each.units)))
            by = f"+{exact}" if each.units > 0 else exact
            told.append(f"{what} was corrected since by {by}; fill again to take it up.")
        if each.returns:
            told.append(f"{what} is in {listed(each.returns)} too, frozen since; fill again to take it up.")
    return told


def _frozen_in(months: Iterable[str]) -> list[str]:
    return [f"frozen returns, {months_in_words(months)}"] if months else []


def _rows_in(rows: Mapping[str, Sequence[int]]) -> list[str]:
    told = []
    for file, listed_rows in rows.items():
        numbers = sorted(row for row in listed_rows if row)
        spans = spans_in_words(numbers)
        more = [f"{len(spans) - _MOST_SPANS} more"] if len(spans) > _MOST_SPANS else []
        which = listed([*spans[:_MOST_SPANS], *more])
        row = f", {'row' if len(numbers) == 1 else 'rows'} {which}" if numbers else ""
        told.append(f"{file}{row}")
    return told


def spans_in_words(numbers: Iterable[int]) -> list[str]:
    """Numbers in order, those that follow each other as a span.

    >>> spans_in_words([2, 5, 6, 7, 9])
    ['2', '5 to 7', '9']
    """
    spans: list[tuple[int, int]] = []
    for each in numbers:
        if spans and spans[-1][1] + 1 == each:
            spans[-1] = (spans[-1][0], each)
        else:
            spans.append((each, each))
    return [f"{first}" if first == last else f"{first} to {last}" for first, last in spans]


def _whose(expectation: Expectation) -> str:
    return f"{expectation.provider.name}: {expectation.name}"


def _reason(source: ActivitySource) -> str:
    if source.adjustment is None:
        return ""
    whose = source.adjustment.practice.name if source.adjustment.practice else "patients nobody could place"
    return f"{whose}: {source.adjustment.reason}"


def _corrected(count: int) -> str:
    if not count:
        return ""
    return f"; with {count} later {'correction' if count == 1 else 'corrections'}"
