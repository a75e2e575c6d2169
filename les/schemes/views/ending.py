"""The end of a scheme: setting the day, approving it as a second person, and what everybody is told above its pages."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import abort, flash, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from core import clock
from core.errors import Refusal
from core.navigation import Notice, add_notice
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires
from core.wording import in_full
from core.working_days import time_left
from les.schemes.actions import ending
from les.schemes.forms.recommissioning import EndForm
from les.schemes.forms.schemes import DecideForm
from les.schemes.models.ending import SchemeEnd
from les.schemes.models.schemes import SUBJECT
from les.schemes.queries.ending import ended_on, find_end, list_ends
from les.schemes.queries.recommissioning import find_newest_case, standing
from les.schemes.queries.schemes import sees_drafts
from les.schemes.rules.ending import has_ended
from les.schemes.rules.kinds import VERDICT_NAMES
from les.schemes.views.blueprint import address_of, crumbs_to, reached_scheme, views

Answer = Response | tuple[str, int]


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Let the pages of a scheme say that it ends."""
    del state
    add_notice("schemes.ending", of=SUBJECT, make=notices)


@views.route("/<int:scheme_id>/end", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_SCHEMES)
def propose_end(scheme_id: int) -> Answer:
    """Set the day from which a scheme does not hold any more."""
    scheme = reached_scheme(scheme_id)
    form = EndForm()

    def act() -> str:
        told: dict[str, Any] = {"ends_on": form.ends_on.data, "reason": str(form.reason.data or "")}
        on, now, href = clock.today(), clock.now(), address_of(scheme)
        ending.propose_end(scheme_id=scheme_id, by=current_actor(), on=on, at=now, href=href, **told)
        flash("The end waits for a second person. The scheme holds meanwhile.")
        return href

    done = submit(form, act)
    return done or page("les/schemes/propose_end.html", form, scheme=scheme, crumbs=crumbs_to(scheme))


@views.route("/ends/<int:end_id>/decide", methods=["GET", "POST"])
@requires(Permission.APPROVE_SCHEMES)
@binding
def decide_end(end_id: int) -> Answer:
    """Approve or decline the end of a scheme as a second person, or withdraw one’s own."""
    end = find_end(end_id)
    if end is None:
        abort(404)
    scheme, actor, on = reached_scheme(end.scheme_id), current_actor(), clock.today()
    is_own = end.proposed_by_id == actor.person_id
    form = DecideForm(is_own=is_own)

    def act() -> str:
        told: dict[str, Any] = {"end_id": end_id, "reason": str(form.reason.data or ""), "href": address_of(scheme)}
        ending.decide_end(verdict=form.chosen, by=actor, on=on, at=clock.now(), **told)
        flash(f"The end is {VERDICT_NAMES[form.chosen].lower()}.")
        return address_of(scheme)

    if answer := submit(form, act):
        return answer
    reason = "" if is_own and end.decision is None else ending.why_not(end, actor, on=on)
    return page(
        "les/schemes/decide_end.html",
        form,
        end=end,
        scheme=scheme,
        against=_against(end),
        why_not=[reason] if reason else [],
        crumbs=crumbs_to(scheme),
    )


def notices(scheme_id: int) -> Sequence[Notice]:
    """What stands above all pages about a scheme: its end, and that it is being re-commissioned."""
    return [*_of_end(scheme_id), *_of_case(scheme_id)]


def _of_end(scheme_id: int) -> Iterator[Notice]:
    ends_on = ended_on(scheme_id)
    if ends_on is not None:
        verb = "ended" if has_ended(ends_on, on=clock.today()) else "ends"
        yield Notice(
            words=f"This scheme {verb} on {in_full(ends_on)}. What was done before that day is paid as agreed."
        )
        return
    if not sees_drafts(current_actor()):
        return
    for each in list_ends(scheme_id):
        if each.decision is None:
            day = in_full(each.ends_on)
            words = f"{each.proposed_by.name} proposes that it ends on {day}. It waits for a second person."
            may = current_actor().may(Permission.APPROVE_SCHEMES)
            href = url_for("schemes.decide_end", end_id=each.id) if may else ""
            yield Notice(words=words, href=href, link="Decide over its end" if href else "")


def _of_case(scheme_id: int) -> Iterator[Notice]:
    case = find_newest_case(scheme_id)
    if case is not None and standing(case) is None:
        left = time_left(case.exercise.decide_by, clock.today())
        words = f"It is being re-commissioned and runs on until decided: by {in_full(case.exercise.decide_by)}, {left}."
        yield Notice(words=words, href=url_for("schemes.show_case", case_id=case.id), link="Read its case")


def _against(end: SchemeEnd) -> str:
    """What stands against an end now; blank where nothing does, or it is decided."""
    if end.decision is not None:
        return ""
    try:
        ending.check_end(end.scheme, end.ends_on, on=clock.today())
    except Refusal as refusal:
        return str(refusal)
    return ""
