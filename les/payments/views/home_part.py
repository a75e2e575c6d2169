"""What payments put on the home page: runs that wait for release, what waits for a second person of finance."""

from collections.abc import Sequence
from datetime import date

from flask import url_for

from core.four_eyes import is_one_with
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission
from les.payments.queries.runs import list_waiting_runs
from les.payments.queries.settings import list_layouts, list_set_asides


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """For finance: what somebody else made or proposed and they decide over."""
    del on
    if not actor.may(Permission.PAY_CLAIMS):
        return []
    found = [
        ToDo(what=f"Release payment run {run.number}", href=url_for("payments.show_run", run_id=run.id), by=run.pays_on)
        for run in list_waiting_runs(actor.commissioner_ids)
        if not is_one_with(actor, run.made_by_id)
    ]
    for layout in list_layouts(actor.commissioner_ids):
        if layout.decision is None and not is_one_with(actor, layout.proposed_by_id):
            href = url_for("payments.decide_layout", layout_id=layout.id)
            found.append(ToDo(what="Decide over a layout of the payment file", href=href, by=layout.starts_on))
    for each in list_set_asides(actor.commissioner_ids):
        if each.decision is None and not is_one_with(actor, each.proposed_by_id):
            href = url_for("payments.decide_set_aside", set_aside_id=each.id)
            found.append(
                ToDo(what=f"Decide over what is set aside of {each.scheme.called}", href=href, by=each.starts_on)
            )
    return found
