"""What is incomplete: money without an agreed specification, specifications past their review, sections left empty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.specifications.rules.header import has_expired, is_past_review
from contracts.specifications.rules.states import State
from core.wording import in_full


@dataclass(frozen=True, slots=True, kw_only=True)
class Funded:
    """A service line of a calculation and its money in pence."""

    code: str
    name: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A version of a specification as the report asks of it."""

    version_id: int
    called: str
    service_code: str
    provider: str
    state: State
    review_on: date | None
    expires_on: date | None
    empty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncovered:
    """A service line with money and no agreed specification; `nearest`: what comes nearest to one, if anything."""

    line: Funded
    why: str
    nearest: Standing | None


def counts(version: Standing, *, on: date) -> bool:
    """Whether a version is an agreed specification on a day: agreed, and not expired."""
    return version.state is State.AGREED and not has_expired(version.expires_on, on=on)


def uncovered_lines(lines: Sequence[Funded], versions: Sequence[Standing], *, on: date) -> list[Uncovered]:
    """The lines with money (more or less than nothing) and no agreed specification, the most money first."""
    by_service: dict[str, list[Standing]] = {}
    for version in versions:
        by_service.setdefault(version.service_code, []).append(version)
    found = [_uncovered(line, by_service, on) for line in lines if line.amount]
    return sorted((each for each in found if each), key=lambda each: (-abs(each.line.amount), each.line.code))


def past_review(versions: Sequence[Standing], *, on: date) -> list[Standing]:
    """Agreed versions whose day of review is over or that have expired, the longest overdue first."""
    found = [
        each
        for each in versions
        if each.state is State.AGREED and (is_past_review(each.review_on, on=on) or has_expired(each.expires_on, on=on))
    ]
    return sorted(found, key=lambda each: (each.review_on or each.expires_on or on, each.called))


def with_empty_sections(versions: Sequence[Standing]) -> list[Standing]:
    """Drafts, versions in review and agreed ones with sections left empty."""
    kept = (State.DRAFT, State.IN_REVIEW, State.AGREED)
    return [each for each in versions if each.state in kept and each.empty]


def _uncovered(line: Funded, by_service: Mapping[str, Sequence[Standing]], on: date) -> Uncovered | None:
    standing = by_service.get(line.code, ())
    if any(counts(each, on=on) for each in standing):
        return None
    expired = next((each for each in standing if each.state is State.AGREED), None)
    if expired is not None and expired.expires_on is not None:
        return Uncovered(line=line, why=f"Expired on {in_full(expired.expires_on)}", nearest=expired)
    for state, why in ((State.IN_REVIEW, "In review"), (State.DRAFT, "In draft")):
        nearest = next((each for each in standing if each.state is state), None)
        if nearest is not None:
            return Uncovered(line=line, why=why, nearest=nearest)
    return Uncovered(line=line, why="No specification", nearest=None)
