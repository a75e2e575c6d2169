"""What claims put on the home page: what a practice has to claim or answer, and windows that are not set yet."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import url_for

from core.navigation import Figure, ToDo
from core.parties.queries import get_party
from core.periods import FinancialYear
from core.permissions import Actor, Permission
from core.wording import in_full, sterling
from core.working_days import time_left
from les.claims.models.windows import Window
from les.claims.queries.claims import Wanted, list_claims, list_of_quarter, list_queried
from les.claims.queries.members import held_in
from les.claims.queries.progress import progress_of, sums_of
from les.claims.queries.windows import find_window, list_open_windows, next_payment_day
from les.claims.rules.kinds import CURRENT
from les.claims.rules.quarters import quarter_before
from les.schemes.rules.quarters import Quarter
from les.sign_up.queries.agreements import agreements_between

_SOON = 31


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """For a practice: what to claim by when, queries to answer, and its sums; for the commissioner: windows to set."""
    if actor.may(Permission.CLAIM):
        return [*_to_claim(actor, on), *_to_answer(actor), *_figures(actor, on)]
    if actor.may(Permission.SET_CLAIM_RULES):
        return list(_windows_to_set(actor, on))
    return []


def _to_claim(actor: Actor, on: date) -> Iterator[ToDo]:
    practice = get_party(actor.organisation_id)
    for window in list_open_windows(actor.commissioner_ids, on):
        members = held_in(practice, window.of).members
        claims = list_of_quarter(practice.id, window.of)
        done = {claim.scheme_id for claim in claims if claim.state in CURRENT}
        open_ids = sorted(set(members) - done)
        if open_ids:
            many = f"{len(open_ids)} {'scheme' if len(open_ids) == 1 else 'schemes'}"
            yield ToDo(
                what=f"Claim for {window.of}: {many}",
                href=url_for("claims.list_claims", **_asked(window)),
                by=window.closes_on,
                coming_up=(window.closes_on - on).days > _SOON,
                detail=f"The window closes {time_left(window.closes_on, on)}.",
            )


def _to_answer(actor: Actor) -> Iterator[ToDo]:
    for claim in list_queried(actor.organisation_id):
        href = url_for("claims.show_claim", claim_id=claim.id)
        yield ToDo(what=f"Answer the query about {claim.number}, {claim.scheme.name}", href=f"{href}#queries")


def _figures(actor: Actor, on: date) -> Iterator[Figure]:
    year = FinancialYear.of(on)
    claims = [claim for claim in list_claims(actor, Wanted()) if claim.year == str(year) and claim.state in CURRENT]
    total = sums_of([line for lines in progress_of(claims).values() for line in lines])
    href = url_for("claims.list_claims")
    yield Figure(label=f"Claimed in {year}", value=sterling(total.claimed), href=href, note="enhanced services")
    yield Figure(label=f"Paid of it in {year}", value=sterling(total.paid), href=href)
    day = next_payment_day(actor.commissioner_ids, on)
    if day is not None:
        yield Figure(label="Next payment day", value=in_full(day), href=url_for("claims.list_windows"))


def _windows_to_set(actor: Actor, on: date) -> Iterator[ToDo]:
    """The window of the quarter before, once it is over, and of the running one in its last month."""
    for commissioner_id in sorted(actor.commissioner_ids):
        now = Quarter.of(on)
        due = [quarter_before(now)]
        if (now.end - on).days <= _SOON:
            due.append(now)
        for quarter in due:
            if find_window(commissioner_id, quarter) is None and _is_held(commissioner_id, quarter):
                yield ToDo(
                    what=f"Say when practices claim for {quarter}",
                    href=url_for("claims.set_window", starts_in=quarter.year.starts_in, number=quarter.number),
                    by=quarter.end,
                )


def _is_held(commissioner_id: int, quarter: Quarter) -> bool:
    """Whether any practice is signed up in a quarter: without members there is nothing to claim."""
    return bool(agreements_between(first=quarter.first_day, end=quarter.end, commissioner_ids=[commissioner_id]))


def _asked(window: Window) -> dict[str, Any]:
    return {"quarter": f"{window.year} Q{window.quarter}"}
