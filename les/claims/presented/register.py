"""Claims as a list, the same on the page and in files, and what a practice claimed by scheme."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from core.clock import in_london
from core.tables import Cell, Table, amount, columns, sorted_columns, table, words
from core.wording import in_full
from les.claims.models.claims import Claim
from les.claims.queries.progress import Progress, Sums, sums_of
from les.claims.rules.kinds import CURRENT, State
from les.claims.rules.quarters import short_name
from les.claims.rules.steps import age_in_words

SORTED_BY = ("number", "scheme", "practice", "quarter", "submitted")


def no_link(claim: Claim) -> str:
    """Lead nowhere, as in a file."""
    del claim
    return ""


def register_table(
    claims: Sequence[Claim],
    progress: Mapping[int, Sequence[Progress]],
    *,
    queried: Collection[int],
    on: date,
    sort: str,
    with_practice: bool,
    total: Sums,
    link: Callable[[Claim], str] = no_link,
    heads: Mapping[str, str] | None = None,
) -> Table:
    """The claims as rows, with sums below. `total`: of the whole list; `heads`: the address of each column’s order."""
    named = [
        ("Claim", "number"),
        ("Scheme", "scheme"),
        *([("Practice", "practice")] if with_practice else []),
        ("Quarter", "quarter"),
        ("State", ""),
        ("Submitted", "submitted"),
        ("Waiting", ""),
        ("Claimed £", ""),
        ("Approved £", ""),
        ("Paid £", ""),
    ]
    rows = [
        _row(each, progress.get(each.id, ()), queried=queried, on=on, with_practice=with_practice, link=link)
        for each in claims
    ]
    blank = [words("") for _ in range(6 if with_practice else 5)]
    foot = [[words("Together, of those that count"), *blank, *_sums(total)]]
    caption = f"{len(claims)} {'claim' if len(claims) == 1 else 'claims'}"
    return table("claims", caption, sorted_columns(named, sort=sort, links=heads), rows, foot if rows else ())


def totals_table(claims: Sequence[Claim], progress: Mapping[int, Sequence[Progress]], *, year: str) -> Table:
    """What was claimed, approved and paid in a year by scheme; only claims that count."""
    by_scheme: dict[str, list[Progress]] = {}
    for claim in claims:
        if claim.state in CURRENT:
            by_scheme.setdefault(claim.scheme.called, []).extend(progress.get(claim.id, ()))
    rows = [[words(name), *_sums(sums_of(lines))] for name, lines in sorted(by_scheme.items())]
    total = sums_of([line for lines in by_scheme.values() for line in lines])
    head = columns("Scheme", "Claimed £", "Approved £", "Paid £")
    foot = [[words("Together"), *_sums(total)]] if rows else ()
    return table("totals", f"Claimed in {year} by scheme", head, rows, foot)


def _row(
    claim: Claim,
    lines: Sequence[Progress],
    *,
    queried: Collection[int],
    on: date,
    with_practice: bool,
    link: Callable[[Claim], str],
) -> list[Cell]:
    submitted = in_london(claim.submitted_at).date() if claim.submitted_at else None
    notes = [
        "nothing to claim" if claim.is_nil else "",
        "late" if claim.is_late else "",
        "open query" if claim.id in queried else "",
    ]
    waits = claim.state in (State.SUBMITTED, State.CHECKED)
    total = sums_of(lines)
    return [
        words(claim.number, href=link(claim)),
        words(claim.scheme.called),
        *([words(claim.practice.name, note=claim.practice.code)] if with_practice else []),
        words(short_name(claim.of)),
        words(claim.state_name, note=", ".join(note for note in notes if note)),
        words(in_full(submitted) if submitted else ""),
        words(age_in_words(submitted, on=on) if waits else ""),
        *(_sums(total) if claim.state is not State.DRAFT else [amount(None)] * 3),
    ]


def _sums(total: Sums) -> list[Cell]:
    return [amount(total.claimed), amount(total.approved), amount(total.paid)]
