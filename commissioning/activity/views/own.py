"""What a provider's own people reach: their returns, and what the page of one tells them to do."""

from dataclasses import dataclass
from typing import Any

from flask import abort

from commissioning.activity import machines
from commissioning.activity.models.freezing import Release
from commissioning.activity.models.questions import Request
from commissioning.activity.models.submissions import Submission
from commissioning.activity.queries.releases import list_releases_to_confirm
from commissioning.activity.queries.returns import Return
from commissioning.activity.queries.waiting import list_open_requests
from commissioning.activity.rules.states import Standing
from commissioning.activity.views.blueprint import is_own, return_in_view
from core import clock
from core.four_eyes import is_one_with
from core.web import current_actor

_WAITING = frozenset({Standing.DUE, Standing.LATE, Standing.MISSING, Standing.ASKED_AGAIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What a provider can do with a return now. `why_not`: why nothing can be sent; blank where it can.

    `certifies`: whether the reader may certify the latest submission, being somebody else than who prepared it.
    """

    why_not: str
    is_awaited: bool
    certifies: bool
    waits_for_certifier: bool
    requests: list[Request]
    releases: list[Release]


def own_return(expectation_id: int, month: str) -> Return:
    """The return of the address, for people of its provider; not found for anybody else."""
    found = return_in_view(expectation_id, month)
    if not is_own(found):
        abort(404)
    return found


def submission_of(found: Return, number: int) -> Submission:
    """The submission of that number; not found where there is none."""
    held = next((each for each in found.submissions if each.number == number), None)
    if held is None:
        abort(404)
    return held


def why_not_sent(found: Return) -> str:
    """Why nothing can be sent for a return today; blank where it can."""
    return machines.why_not_sent(found, on=clock.today())


def for_own_people(found: Return) -> dict[str, Any]:
    """What the page of a return tells the provider's own people, and nobody else."""
    latest, actor = found.latest, current_actor()
    waits = latest is not None and not latest.is_certified and not found.facts.is_frozen
    return {
        "doing": Doing(
            why_not=why_not_sent(found),
            is_awaited=found.state in _WAITING or found.facts.owed_rows > 0,
            certifies=waits and latest is not None and not is_one_with(actor, latest.prepared_by_id),
            waits_for_certifier=waits,
            requests=list_open_requests(found),
            releases=list_releases_to_confirm(found.expectation.provider_id),
        ),
    }
