"""The list of specifications as a table, the same on the page and in files."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from contracts.specifications.models import SpecificationVersion
from contracts.specifications.rules.header import has_expired, is_past_review
from contracts.specifications.rules.states import State
from core.tables import Cell, Heading, Table, number, table, words
from core.wording import in_full, listed

_HEADS = (
    ("number", "Number"),
    ("title", "Specification"),
    ("service", "Service"),
    ("provider", "Provider"),
    ("", "Version"),
    ("", "State"),
    ("", "Localities"),
    ("", "Holds"),
    ("review", "Review by"),
    ("", "Open comments"),
)


def no_link(version: SpecificationVersion) -> str:
    """Lead nowhere, as in a file."""
    del version
    return ""


def specifications_table(
    versions: Sequence[SpecificationVersion],
    comments: Mapping[int, int],
    *,
    on: date,
    sort: str,
    caption: str,
    link: Callable[[SpecificationVersion], str] = no_link,
    heads: Mapping[str, str] | None = None,
) -> Table:
    """The versions as rows. `comments`: open ones by version; `heads`: the address of each column’s order."""
    order = "descending" if sort.startswith("-") else "ascending"
    head = [
        Heading(
            text=text,
            number=text in ("Version", "Open comments"),
            href=(heads or {}).get(key, ""),
            sort=order if key and key == sort.lstrip("-") else "",
        )
        for key, text in _HEADS
    ]
    return table("specifications", caption, head, [_row(each, comments, on, link) for each in versions])


def note_on(version: SpecificationVersion, *, on: date) -> str:
    """What there is to know about an agreed version: that its review is overdue, or that it has expired."""
    if version.state is not State.AGREED:
        return ""
    if has_expired(version.expires_on, on=on):
        return "expired"
    return "review overdue" if is_past_review(version.review_on, on=on) else ""


def _row(
    version: SpecificationVersion,
    comments: Mapping[int, int],
    on: date,
    link: Callable[[SpecificationVersion], str],
) -> list[Cell]:
    specification = version.specification
    return [
        words(specification.reference),
        words(version.title, href=link(version)),
        words(specification.service.name),
        words(specification.provider.name),
        number(version.number),
        words(version.state_name, note=note_on(version, on=on)),
        words(listed(sorted(each.locality.name for each in version.covered))),
        words(_period(version)),
        words(in_full(version.review_on) if version.review_on else ""),
        number(comments.get(version.id, 0)),
    ]


def _period(version: SpecificationVersion) -> str:
    if version.starts_on is None or version.ends_on is None:
        return ""
    return f"{in_full(version.starts_on)} to {in_full(version.ends_on)}"
