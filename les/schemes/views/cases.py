"""A scheme in a re-commissioning: its case, asking groups, giving an opinion, proposing and deciding."""

from typing import Any

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from commissioning.organisations.queries.localities import list_groups, list_localities
from commissioning.organisations.queries.providers import list_providers
from core import clock
from core.one_use import submit
from core.permissions import Actor, Permission
from core.web import binding, current_actor, page, requires
from core.working_days import time_left
from les.schemes.actions import deciding, opinions
from les.schemes.actions.prices import elements_of
from les.schemes.forms.recommissioning import AskForm, DecideOutcomeForm, OpinionForm, ProposeForm
from les.schemes.forms.schemes import number_in
from les.schemes.models.recommissioning import CaseProposal, SchemeCase
from les.schemes.presented.consistency import consistency_table
from les.schemes.presented.recommissioning import cost_table, opinions_table, proposals_table, what_follows
from les.schemes.queries.consistency import prices_compared
from les.schemes.queries.interests import interest_in_scheme
from les.schemes.queries.opinions import closed_on, mark_of, newest_request
from les.schemes.queries.recommissioning import (
    find_seen_case,
    list_cases,
    next_version_after,
    standing,
    standing_outcome,
    waiting,
)
from les.schemes.rules.comparing_prices import of_scheme
from les.schemes.rules.kinds import VERDICT_NAMES
from les.schemes.rules.recommissioning import OUTCOME_MEANINGS, WITH_NEXT_VERSION, Outcome
from les.schemes.rules.seeing import Sight
from les.schemes.views.blueprint import views
from les.schemes.views.recommissioning import (
    address_of_case,
    address_of_exercise,
    around,
    crumbs_to_exercise,
    reached_exercise,
)

Answer = Response | tuple[str, int]


@views.get("/recommissioning/cases/<int:case_id>")
@requires(Permission.SEE_SCHEMES)
def show_case(case_id: int) -> tuple[str, int]:
    """Show the case of a scheme: where it stands, what can be done now, need, cost, opinions, checks, history."""
    case, actor, on = reached_case(case_id), current_actor(), clock.today()
    known = around(case.exercise, [case])
    held, waits = standing(case), waiting(case) if known.sight is Sight.ALL else None
    found = known.opinions.get(case.id, ())
    return page(
        "les/schemes/show_case.html",
        case=case,
        crumbs=crumbs_to_exercise(case.exercise),
        held=held,
        meaning=OUTCOME_MEANINGS[held.outcome] if held else "",
        held_cost=cost_table(held) if held else None,
        waits=waits,
        waits_cost=cost_table(waits) if waits else None,
        why_not_now=deciding.why_not(waits, list(found), actor, on=on) if waits else "",
        follows=what_follows(case, known),
        left=time_left(case.exercise.decide_by, on),
        is_overdue=held is None and case.exercise.decide_by < on,
        sees_all=known.sight is Sight.ALL,
        sees_reasons=known.sight is not Sight.OUTCOME,
        opinions=opinions_table(case, found) if found else None,
        proposals=proposals_table(case.proposals) if case.proposals else None,
        compared=_compared(case, actor) if known.sight is not Sight.OUTCOME else None,
        can=_can(case, actor, is_ended=case.scheme_id in known.ended, has_end=case.scheme_id in known.ends_waiting),
    )


@views.route("/recommissioning/<int:exercise_id>/ask", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_SCHEMES)
def ask_groups(exercise_id: int) -> Answer:
    """Ask groups for their opinions by a day, on one scheme or on all that are undecided."""
    exercise = reached_exercise(exercise_id)
    groups = [(group.id, group.name) for group, _ in list_groups(exercise.commissioner_id, on=clock.today())]
    cases = [(each.id, each.scheme.called) for each in list_cases(exercise_id)]
    form = AskForm(cases=cases, groups=groups, chosen=request.args.get("case", ""))

    def act() -> str:
        case_id, group_id = number_in(form.case.data), number_in(form.group.data)
        href = url_for("schemes.show_case", case_id=case_id) if case_id else address_of_exercise(exercise)
        asked = opinions.ask_groups(
            exercise_id=exercise_id,
            case_id=case_id,
            group_ids=[group_id] if group_id else None,
            by_on=form.by_on.data,
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
            href=href,
        )
        flash(f"{len(asked)} {'opinion is' if len(asked) == 1 else 'opinions are'} asked for. The leads are told.")
        return href

    done = submit(form, act)
    crumbs = crumbs_to_exercise(exercise)
    return done or page("les/schemes/ask_groups.html", form, exercise=exercise, crumbs=crumbs)


@views.route("/recommissioning/cases/<int:case_id>/opinion", methods=["GET", "POST"])
@requires(Permission.ADVISE_ON_SCHEMES)
def give_opinion(case_id: int) -> Answer:
    """Give the opinion of one’s group."""
    case, actor = reached_case(case_id), current_actor()
    form, on = OpinionForm(), clock.today()

    def act() -> str:
        told: dict[str, Any] = {"advice": form.chosen, "words": str(form.words.data or "")}
        opinions.give_opinion(case_id=case_id, by=actor, on=on, at=clock.now(), **told)
        flash(f"The opinion of {actor.organisation_name} is given.")
        return address_of_case(case)

    if answer := submit(form, act):
        return answer
    asked = newest_request(case, actor.organisation_id)
    return page("les/schemes/give_opinion.html", form, case=case, asked=asked, crumbs=crumbs_to_case(case))


@views.route("/recommissioning/cases/<int:case_id>/propose", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_SCHEMES)
def propose_outcome(case_id: int) -> Answer:
    """Make the case for what becomes of a scheme; a second person decides."""
    case, actor, on = reached_case(case_id), current_actor(), clock.today()
    elements = elements_of(case.scheme)
    form = ProposeForm(
        elements=[(code, each.name) for code, each in elements.items()],
        providers=[(each.id, each.name) for each, _ in list_providers(case.scheme.commissioner_id, on=on)],
        before=_before(case, {each.name: code for code, each in elements.items()}),
    )

    def act() -> str:
        made, href = form.made(), address_of_case(case)
        deciding.propose_outcome(case_id=case_id, made=made, by=actor, on=on, at=clock.now(), href=href)
        flash("The proposal is made. A second person decides over it.")
        return href

    if answer := submit(form, act):
        return answer
    return page(
        "les/schemes/propose_outcome.html",
        form,
        case=case,
        compared=_compared(case, actor),
        is_anew=standing(case) is not None,
        crumbs=crumbs_to_case(case),
    )


@views.route("/recommissioning/cases/<int:case_id>/proposals/<int:proposal_id>/decide", methods=["GET", "POST"])
@requires(Permission.APPROVE_SCHEMES)
@binding
def decide_outcome(case_id: int, proposal_id: int) -> Answer:
    """Approve or decline a proposal as a second person, or withdraw one’s own."""
    case, actor, on = reached_case(case_id), current_actor(), clock.today()
    proposal = next((each for each in case.proposals if each.id == proposal_id), None)
    if proposal is None:
        abort(404)
    is_own = proposal.proposed_by_id == actor.person_id
    form = DecideOutcomeForm(is_own=is_own, seen=mark_of(case))

    def act() -> str:
        told: dict[str, Any] = {"case_id": case_id, "proposal_id": proposal_id, "seen": str(form.seen.data or "")}
        reason, now = str(form.reason.data or ""), clock.now()
        deciding.decide_outcome(verdict=form.chosen, reason=reason, by=actor, on=on, at=now, **told)
        flash(f"The proposal is {VERDICT_NAMES[form.chosen].lower()}.")
        return address_of_case(case)

    if answer := submit(form, act):
        return answer
    case = reached_case(case_id)
    form.seen.data = mark_of(case)
    found = deciding.opinions_on(case, on)
    reason = "" if is_own and proposal.decision is None else deciding.why_not(proposal, found, actor, on=on)
    return page(
        "les/schemes/decide_outcome.html",
        form,
        case=case,
        proposal=proposal,
        cost=cost_table(proposal),
        opinions=opinions_table(case, found) if found else None,
        why_not=[reason] if reason else [],
        crumbs=crumbs_to_case(case),
    )


def reached_case(case_id: int) -> SchemeCase:
    """The case of the address, if it concerns the reader; else there is none."""
    found = find_seen_case(case_id, current_actor())
    if found is None:
        abort(404)
    return found


def crumbs_to_case(case: SchemeCase) -> list[tuple[str, str]]:
    """The way to the acts on a case."""
    return [*crumbs_to_exercise(case.exercise), (case.scheme.called, address_of_case(case))]


def _compared(case: SchemeCase, actor: Actor) -> Any:
    """What the things that the scheme pays for cost by locality today; None where nothing has a price."""
    found = of_scheme(prices_compared(actor, on=clock.today()), case.scheme_id)
    places = [place.name for place in list_localities(case.scheme.commissioner_id)]
    return consistency_table(found, places) if found else None


def _can(case: SchemeCase, actor: Actor, *, is_ended: bool, has_end: bool) -> dict[str, bool]:
    """What the reader can do with a case now."""
    held, waits, maintains = standing(case), waiting(case), actor.may(Permission.MAINTAIN_SCHEMES)
    request_to = newest_request(case, actor.organisation_id)
    follows = maintains and not is_ended and held is not None
    return {
        "propose": maintains and waits is None and not is_ended,
        "decide": actor.may(Permission.APPROVE_SCHEMES) and waits is not None,
        "withdraw": waits is not None and waits.proposed_by_id == actor.person_id,
        "ask": maintains and held is None,
        "advise": actor.may(Permission.ADVISE_ON_SCHEMES)
        and request_to is not None
        and closed_on(case, request_to) is None
        and not interest_in_scheme(case.scheme, actor, on=clock.today()),
        "begin": follows and _needs_version(held),
        "end": follows and standing_outcome(case) is Outcome.STOP and not has_end,
    }


def _needs_version(held: CaseProposal | None) -> bool:
    return held is not None and held.outcome in WITH_NEXT_VERSION and next_version_after(held) is None


def _before(case: SchemeCase, codes: dict[str, str]) -> dict[str, Any]:
    """What was proposed last, to go on from: but for the outcome and why anew."""
    if not case.proposals:
        return {}
    last = case.proposals[-1]
    return {
        "need": last.need,
        "evidence": last.evidence,
        "equality": last.equality,
        "consistency_check": last.consistency,
        "no_alternative": last.no_alternative,
        "element": codes.get(last.element_name, ""),
        "count": last.expected,
        "tariff": last.tariff,
        "tariff_source": last.tariff_source,
        "tariff_on": last.tariff_on,
        "provider": str(last.provider_id or ""),
    }
