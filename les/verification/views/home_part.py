"""What verification puts on the home page: reports to answer, appeals to decide, findings that stand."""

from collections.abc import Sequence
from datetime import date

from flask import url_for

from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission, Role
from core.wording import in_full
from les.verification.models.visits import Visit
from les.verification.queries.facts import facts_of
from les.verification.queries.visits import list_seen_visits
from les.verification.rules.standing import Stage, stage_of


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """For a practice: visits ahead and reports to answer; for those who verify: what waits for them."""
    if actor.role is Role.PRACTICE_MANAGER:
        told = [_for_practice(each, stage_of(facts_of(each), on=on), on) for each in list_seen_visits(actor)]
    elif actor.may(Permission.VERIFY_CLAIMS):
        told = [_for_verifiers(each, stage_of(facts_of(each), on=on), on) for each in list_seen_visits(actor)]
    else:
        told = []
    return [each for each in told if each is not None]


def _for_practice(visit: Visit, stage: Stage, on: date) -> ToDo | None:
    href = url_for("verification.show_visit", visit_id=visit.id)
    if stage is Stage.REPORTED and visit.report:
        return ToDo(what="Answer the report of a verification visit", href=href, by=visit.report.answer_by)
    if stage is Stage.ARRANGED and visit.visit_on >= on:
        what = f"A verification visit is on {in_full(visit.visit_on)}"
        return ToDo(what=what, href=href, by=visit.visit_on, coming_up=True)
    return None


def _for_verifiers(visit: Visit, stage: Stage, on: date) -> ToDo | None:
    href = url_for("verification.show_visit", visit_id=visit.id)
    said = {
        Stage.FOUND: f"Send the report of the visit to {visit.practice.name}",
        Stage.APPEALED: f"Decide over the appeal of {visit.practice.name}",
        Stage.STANDS: f"Say what is recovered from {visit.practice.name}",
    }
    if stage is Stage.ARRANGED:
        said[stage] = f"Visit {visit.practice.name}"
    if stage not in said:
        return None
    by = visit.visit_on if stage is Stage.ARRANGED else None
    return ToDo(what=said[stage], href=href, by=by, coming_up=stage is Stage.ARRANGED and visit.visit_on > on)
