"""What is said by itself of activity that was filled from frozen returns: provider, months, submissions, and the grade.

Frozen figures were counted in systems made for it and checked: grade A. A line that keeps other months as they were is
as good as the weaker of the two, and is not described where nobody said what those are worth.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from budgets.rounds.models import ActivitySource
from budgets.rounds.presented.activity_sources import submissions_in_words
from budgets.sources.rules.descriptions import Description, Descriptions, DriverKind, Grade, weakness
from commissioning.activity.rules.months import months_in_words
from core.wording import listed

_LONGEST, _LONGEST_NOTE = 300, 2000


def descriptions_of_filled(
    sources: Mapping[str, Sequence[ActivitySource]], earlier: Descriptions, *, on: date
) -> Iterator[Description]:
    """What is said of the lines of which anything counted came from frozen returns. `sources`: by line, counted."""
    for code, held in sources.items():
        frozen = [each for each in held if each.file_of_id is None]
        kept = sorted({each.month for each in held if each.file_of_id is not None})
        before = earlier.grade_of(DriverKind.ACTIVITY, code)
        if not frozen or (kept and before is None):
            continue
        rest = f"; {months_in_words(kept)} as before, from a file" if kept else ""
        yield Description(
            driver=DriverKind.ACTIVITY,
            line_code=code,
            source=_short(f"Frozen returns of {_in_months(frozen)}{rest}", _LONGEST),
            extracted_on=on,
            owner=_short(listed(list(_by_provider(frozen))), _LONGEST),
            grade=min(Grade.A, before, key=weakness) if kept and before else Grade.A,
            note=_short(f"{submissions_in_words(frozen)}{_corrections_in(frozen)}.", _LONGEST_NOTE),
        )


def _in_months(frozen: Iterable[ActivitySource]) -> str:
    return "; ".join(
        f"{provider}, {months_in_words(each.month for each in held)}" for provider, held in _by_provider(frozen).items()
    )


def _by_provider(frozen: Iterable[ActivitySource]) -> dict[str, list[ActivitySource]]:
    found: dict[str, list[ActivitySource]] = {}
    for each in frozen:
        origin = each.submission or each.adjustment
        if origin is not None:
            found.setdefault(origin.expectation.provider.name, []).append(each)
    return found


def _corrections_in(frozen: Iterable[ActivitySource]) -> str:
    numbers = sorted({each.adjustment_id for each in frozen if each.adjustment_id})
    return f"; later corrections {listed([str(number) for number in numbers])}" if numbers else ""


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
