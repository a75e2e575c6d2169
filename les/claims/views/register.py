"""The list of claims, filtered and sorted, with sums, and as files; for a practice besides what is due this quarter."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request, url_for
from werkzeug.wrappers import Response

from commissioning.organisations.queries.localities import list_groups
from commissioning.organisations.queries.practices import list_practices
from core import clock
from core.errors import Refusal
from core.parties.models import Party
from core.parties.queries import get_party
from core.permissions import Actor, Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import asked_number, current_actor, page, page_of, requires, sorting_addresses
from core.working_days import time_left
from les.claims.forms.claims import ClaimsFilter, Pairs
from les.claims.models.claims import Claim
from les.claims.models.windows import Window
from les.claims.presented.register import SORTED_BY, no_link, register_table, totals_table
from les.claims.queries import claims as kept
from les.claims.queries.claims import SORTED, Wanted, list_of_quarter, queried_of, select_claims
from les.claims.queries.members import held_in
from les.claims.queries.progress import progress_of, sums_of_all
from les.claims.queries.windows import list_windows
from les.claims.rules.kinds import CURRENT, State
from les.claims.rules.quarters import quarter_named, short_name
from les.claims.views.blueprint import address_of, is_practice, views, where
from les.schemes.models.schemes import Scheme
from les.schemes.queries.schemes import list_schemes
from les.schemes.rules.quarters import Quarter


@dataclass(frozen=True, slots=True, kw_only=True)
class ToClaim:
    """A scheme of a practice in a quarter: its draft or claim, if there is one; why nothing can be claimed."""

    scheme: Scheme
    claim: Claim | None
    draft: Claim | None
    begin: str


@views.get("")
@requires(Permission.SEE_CLAIMS)
def list_claims() -> tuple[str, int]:
    """List the claims that concern the reader; to a practice what it can claim now as well."""
    actor, wanted = current_actor(), _wanted()
    found = page_of(select_claims(actor, wanted))
    own = is_practice(actor)
    return page(
        "les/claims/list_claims.html",
        asked=_filter(actor),
        is_filtered=wanted != Wanted(sort=wanted.sort),
        claims=found,
        shown=_table(found.rows, wanted, actor, on_page=True),
        totals=_totals(actor) if own else None,
        quarter=_quarter(actor, wanted) if own else None,
        own=own,
    )


@views.get("/claims.csv")
@requires(Permission.SEE_CLAIMS)
def download_claims_csv() -> Response:
    """Give the list as it is shown, all pages, as CSV."""
    return send(table_as_csv(_whole()), "csv", "claims")


@views.get("/claims.xlsx")
@requires(Permission.SEE_CLAIMS)
def download_claims_xlsx() -> Response:
    """Give the list as it is shown, all pages, as XLSX."""
    return send(tables_as_xlsx([_whole()]), "xlsx", "claims")


def _whole() -> Table:
    actor, wanted = current_actor(), _wanted()
    return _table(kept.list_claims(actor, wanted), wanted, actor, on_page=False)


def _table(rows: Sequence[Claim], wanted: Wanted, actor: Actor, *, on_page: bool) -> Table:
    return register_table(
        rows,
        progress_of(rows),
        queried=queried_of([each.id for each in rows]),
        on=clock.today(),
        sort=wanted.sort,
        with_practice=not is_practice(actor),
        total=sums_of_all(select_claims(actor, wanted)),
        link=address_of if on_page else no_link,
        heads=sorting_addresses(SORTED_BY, wanted.sort) if on_page else None,
    )


def _totals(actor: Actor) -> Table | None:
    """What the practice claimed in the year of the day by scheme; None where nothing was."""
    year = str(Quarter.of(clock.today()).year)
    claims = [each for each in kept.list_claims(actor, Wanted()) if each.year == year and each.state in CURRENT]
    return totals_table(claims, progress_of(claims), year=year) if claims else None


def _quarter(actor: Actor, wanted: Wanted) -> dict[str, object] | None:
    """What the practice can claim: of the quarter asked for, else of that whose window closes next or closed last."""
    on = clock.today()
    windows = [each for each in list_windows(actor.commissioner_ids) if each.opens_on <= on]
    chosen = next((each for each in windows if each.of == wanted.quarter), None) or _next(windows)
    if chosen is None:
        return None
    practice = get_party(actor.organisation_id)
    held = held_in(practice, chosen.of)
    claims = list_of_quarter(practice.id, chosen.of)
    rows = [
        ToClaim(
            scheme=held.agreements[scheme_id][-1].scheme,
            claim=next((each for each in claims if each.scheme_id == scheme_id and each.state in CURRENT), None),
            draft=next((each for each in claims if each.scheme_id == scheme_id and each.state is State.DRAFT), None),
            begin=url_for("claims.begin_claim", scheme_id=scheme_id, **where(chosen.of)),
        )
        for scheme_id in held.members
    ]
    is_open = on <= chosen.closes_on
    return {
        "of": chosen.of,
        "where": where(chosen.of),
        "window": chosen,
        "rows": sorted(rows, key=lambda each: each.scheme.number),
        "left": time_left(chosen.closes_on, on) if is_open else "",
        "is_open": is_open,
    }


def _next(windows: Sequence[Window]) -> Window | None:
    on = clock.today()
    still_open = [each for each in windows if each.closes_on >= on]
    if still_open:
        return min(still_open, key=lambda each: each.closes_on)
    return max(windows, key=lambda each: each.closes_on, default=None)


def _filter(actor: Actor) -> ClaimsFilter:
    quarters = list(dict.fromkeys(each.of for each in list_windows(actor.commissioner_ids)))
    reached = sorted(actor.commissioner_ids)
    places = None if is_practice(actor) else [p for each in reached for p in list_practices(each, on=clock.today())]
    groups = None if is_practice(actor) else [g for each in reached for g, _ in list_groups(each)]
    return ClaimsFilter(
        quarters=[(short_name(each), str(each).capitalize()) for each in quarters],
        schemes=[(each.id, each.called) for each in list_schemes(actor)],
        practices=None if places is None else _named(places),
        groups=None if groups is None else _named(groups),
    )


def _named(parties: Sequence[Party]) -> Pairs:
    return [(each.id, each.name) for each in parties]


def _wanted() -> Wanted:
    """What the query of the address asks; what nobody knows is as usual."""
    sort, state = request.args.get("sort", ""), request.args.get("state", "")
    only = request.args.get("only", "")
    return Wanted(
        scheme_id=asked_number("scheme"),
        practice_id=asked_number("practice"),
        group_id=asked_number("group"),
        quarter=_quarter_asked(request.args.get("quarter", "")),
        state=State(state) if state in list(State) else None,
        only=only if only in ("late", "queried") else "",
        sort=sort if sort.lstrip("-") in SORTED else "-number",
    )


def _quarter_asked(text: str) -> Quarter | None:
    try:
        return quarter_named(text)
    except Refusal:
        return None
