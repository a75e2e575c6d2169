"""The register of schemes as a table, the same on the page and in files."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from core.money import as_pence
from core.tables import Cell, Table, amount, sorted_columns, table, words
from core.wording import in_full
from les.schemes.models.budgets import SchemeBudget
from les.schemes.models.schemes import Scheme, SchemeVersion
from les.schemes.queries.contents import content_of
from les.schemes.queries.schemes import shown_version
from les.schemes.rules.documents import has_expired, is_past_review
from les.schemes.rules.ending import ENDED_NAME, has_ended, note_on_end
from les.schemes.rules.kinds import OPEN, State
from les.schemes.rules.terms import FORM_NAMES

SORTED = ("number", "name", "kind", "where", "service", "review")


def no_link(scheme: Scheme) -> str:
    """Lead nowhere, as in a file."""
    del scheme
    return ""


def register_table(
    schemes: Sequence[Scheme],
    budgets: Mapping[int, Sequence[SchemeBudget]],
    *,
    on: date,
    year: str,
    sort: str,
    with_drafts: bool,
    with_budgets: bool,
    link: Callable[[Scheme], str] = no_link,
    heads: Mapping[str, str] | None = None,
    ended: Mapping[int, date] | None = None,
) -> Table:
    """The schemes as rows. `budgets`: those in force by scheme; `heads`: the address of each column’s order.

    `ended`: the days from which schemes end, by scheme.
    """
    columns = [
        ("Number", "number"),
        ("Scheme", "name"),
        ("Kind", "kind"),
        ("Where", "where"),
        ("Service", "service"),
        ("Form of payment", ""),
        ("State", ""),
        ("Review by", "review"),
        *([(f"Budget {year} £", "")] if with_budgets else []),
    ]
    row = partial(_row, on=on, link=link, with_drafts=with_drafts, with_budgets=with_budgets)
    rows = [row(each, budgets.get(each.id, ()), ends_on=(ended or {}).get(each.id)) for each in schemes]
    caption = f"{len(schemes)} {'scheme' if len(schemes) == 1 else 'schemes'}"
    return table("schemes", caption, sorted_columns(columns, sort=sort, links=heads), rows)


def note_on(version: SchemeVersion, *, on: date) -> str:
    """What there is to know about an approved version: that its review is overdue, or that it has expired."""
    if version.state is not State.APPROVED:
        return ""
    if has_expired(version.expires_on, on=on):
        return "expired"
    return "review overdue" if is_past_review(version.review_on, on=on) else ""


def note_on_scheme(scheme: Scheme, *, on: date, with_drafts: bool = True, ends_on: date | None = None) -> str:
    """When a scheme ends, else the note on its version; and which version is under way beside it."""
    version, newest = shown_version(scheme), scheme.versions[0]
    notes = [note_on_end(ends_on, on=on) or note_on(version, on=on)]
    if with_drafts and newest.id != version.id and newest.state in OPEN:
        notes.append(f"version {newest.number}: {newest.state_name.lower()}")
    return ", ".join(note for note in notes if note)


def _row(
    scheme: Scheme,
    budgets: Sequence[SchemeBudget],
    *,
    on: date,
    link: Callable[[Scheme], str],
    with_drafts: bool,
    with_budgets: bool,
    ends_on: date | None,
) -> list[Cell]:
    version = shown_version(scheme)
    terms = content_of(version).terms
    budget = sum(as_pence(each.amount) for each in budgets) if budgets else None
    return [
        words(scheme.reference),
        words(scheme.name, href=link(scheme)),
        words(scheme.kind.value.upper()),
        words(scheme.where),
        words(scheme.service.name),
        words(FORM_NAMES[terms.form] if terms else ""),
        words(
            ENDED_NAME if has_ended(ends_on, on=on) else version.state_name,
            note=note_on_scheme(scheme, on=on, with_drafts=with_drafts, ends_on=ends_on),
        ),
        words(in_full(version.review_on) if version.review_on else ""),
        *([amount(budget, note="" if budgets else "none")] if with_budgets else []),
    ]
