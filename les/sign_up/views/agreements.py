"""The register of agreements, a practice’s own schemes, an agreement with its document, and ending it."""

from typing import Any

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from core import clock
from core.one_use import submit
from core.permissions import Permission
from core.sending import send
from core.signatures.queries import list_signatures
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import binding, current_actor, page, page_of_list, requires
from les.schemes.models.schemes import Scheme
from les.schemes.queries.schemes import list_schemes, shown_version
from les.schemes.rules.kinds import State, Verdict
from les.sign_up.actions import leaving
from les.sign_up.documents import agreement_pdf
from les.sign_up.forms.offers import DecideEndingForm, LeaveForm
from les.sign_up.forms.seeing_to import AgreementsFilter
from les.sign_up.models.agreements import SUBJECT, LesAgreement
from les.sign_up.presented.agreements import STATES, agreements_table, facts_of, state_on
from les.sign_up.presented.offers import bound_table
from les.sign_up.queries.agreements import list_seen_agreements
from les.sign_up.queries.leaving import find_leaving, list_leavings, notice_days_of
from les.sign_up.queries.offers import answers_of_agreements, list_open_offered
from les.sign_up.queries.practices import InGroup, practices_in_groups
from les.sign_up.rules.binding import binding_from
from les.sign_up.rules.kinds import Side
from les.sign_up.rules.leaving import earliest_leaving
from les.sign_up.views.blueprint import (
    agreement_at,
    crumbs_to_agreement,
    crumbs_to_list,
    is_practice,
    reached_agreement,
    views,
)

Answer = Response | tuple[str, int]


@views.get("")
@requires(Permission.SEE_CLAIMS)
def list_agreements() -> tuple[str, int]:
    """List the agreements that concern the reader."""
    found, places, asked = _found()
    listed = page_of_list(found)
    return page(
        "les/sign_up/list_agreements.html",
        asked=asked,
        found=listed,
        shown=agreements_table(
            listed.rows, places, on=clock.today(), link=lambda each: agreement_at(each.id), count=listed.count
        ),
        is_filtered=any(request.args.get(name) for name in ("scheme", "group", "state")),
        may_see_offers=not is_practice(),
        offerable=_offerable(),
    )


@views.get("/agreements.csv")
@requires(Permission.SEE_CLAIMS)
def download_agreements_csv() -> Response:
    """Give the register as it is shown as CSV."""
    return send(table_as_csv(_whole()), "csv", "agreements of enhanced services")


@views.get("/agreements.xlsx")
@requires(Permission.SEE_CLAIMS)
def download_agreements_xlsx() -> Response:
    """Give the register as it is shown as XLSX."""
    return send(tables_as_xlsx([_whole()]), "xlsx", "agreements of enhanced services")


@views.get("/mine")
@requires(Permission.BIND_PRACTICE)
def show_own() -> tuple[str, int]:
    """Show a practice its schemes: what it is in, until when, and what it can answer."""
    actor, on = current_actor(), clock.today()
    found = [each for each in list_seen_agreements(actor) if state_on(each, on=on) != "ended"]
    opened = list_open_offered(actor.organisation_id, on=on)
    return page(
        "les/sign_up/show_own.html",
        shown=agreements_table(found, _places(), on=on, link=lambda each: agreement_at(each.id)),
        unanswered=[each for each in opened if not each.answers],
        declined=[each for each in opened if each.answers],
    )


@views.get("/agreements/<int:agreement_id>")
@requires(Permission.SEE_CLAIMS)
def show_agreement(agreement_id: int) -> tuple[str, int]:
    """Show an agreement: state, what binds, signature, who ends it."""
    agreement, actor, on = reached_agreement(agreement_id), current_actor(), clock.today()
    answer = answers_of_agreements([agreement_id]).get(agreement_id)
    told = binding_from(answer.offered.content) if answer else None
    leavings = list_leavings(agreement_id)
    runs = agreement.ends_on is None or agreement.ends_on > on
    waits = any(each.waits for each in leavings)
    return page(
        "les/sign_up/show_agreement.html",
        agreement=agreement,
        state=STATES[state_on(agreement, on=on)],
        pairs=facts_of(agreement, answer),
        documents=bound_table(told, lambda key: _document_at(agreement, answer, key)) if told else None,
        signatures=list_signatures(SUBJECT, agreement_id),
        leavings=leavings,
        may_leave=runs and actor.organisation_id == agreement.practice_id and actor.may(Permission.BIND_PRACTICE),
        may_end=runs and not waits and actor.may(Permission.OFFER_SCHEMES),
        may_decide=actor.may(Permission.APPROVE_SCHEMES),
        crumbs=crumbs_to_list(),
    )


@views.get("/agreements/<int:agreement_id>/agreement.pdf")
@requires(Permission.SEE_CLAIMS)
def download_agreement(agreement_id: int) -> Response:
    """Give an agreement as PDF, with all documents named, their hashes and the signature."""
    agreement = reached_agreement(agreement_id)
    answer = answers_of_agreements([agreement_id]).get(agreement_id)
    if answer is None:
        abort(404)
    content = agreement_pdf(agreement, answer, list_signatures(SUBJECT, agreement_id))
    return send(content, "pdf", agreement.number.replace("/", " "))


@views.route("/agreements/<int:agreement_id>/leave", methods=["GET", "POST"])
@requires(Permission.BIND_PRACTICE)
@binding
def leave_scheme(agreement_id: int) -> Answer:
    """Leave a scheme with its notice."""
    agreement, on = reached_agreement(agreement_id), clock.today()
    notice = notice_days_of(agreement)
    earliest = earliest_leaving(on=on, notice_days=notice, joined_on=agreement.joined_on)
    form = LeaveForm(left_on=earliest)

    def act() -> str:
        told: dict[str, Any] = {"by": current_actor(), "on": on, "at": clock.now(), "href": agreement_at(agreement_id)}
        reason = str(form.reason.data or "")
        leaving.leave_scheme(agreement_id=agreement_id, left_on=form.left_on.data, reason=reason, **told)
        flash("Your notice is given, and the commissioner is told.")
        return agreement_at(agreement_id)

    done = submit(form, act)
    return done or page(
        "les/sign_up/leave_scheme.html",
        form,
        agreement=agreement,
        notice=notice,
        earliest=earliest,
        crumbs=crumbs_to_agreement(agreement),
    )


@views.route("/agreements/<int:agreement_id>/end", methods=["GET", "POST"])
@requires(Permission.OFFER_SCHEMES)
def end_agreement(agreement_id: int) -> Answer:
    """Ask that an agreement ends; a second person decides."""
    agreement, form = reached_agreement(agreement_id), LeaveForm()

    def act() -> str:
        told: dict[str, Any] = {"by": current_actor(), "on": clock.today(), "at": clock.now()}
        reason = str(form.reason.data or "")
        leaving.end_agreement(agreement_id=agreement_id, left_on=form.left_on.data, reason=reason, **told)
        flash("A second person decides over it. The agreement runs on until then.")
        return agreement_at(agreement_id)

    done = submit(form, act)
    crumbs = crumbs_to_agreement(agreement)
    return done or page("les/sign_up/end_agreement.html", form, agreement=agreement, crumbs=crumbs)


@views.route("/endings/<int:leaving_id>/decide", methods=["GET", "POST"])
@requires(Permission.APPROVE_SCHEMES)
@binding
def decide_ending(leaving_id: int) -> Answer:
    """Decide, as a second person, whether an agreement ends."""
    actor = current_actor()
    wish = find_leaving(leaving_id, actor.commissioner_ids)
    if wish is None or wish.side is Side.PRACTICE:
        abort(404)
    form = DecideEndingForm(is_own=wish.told_by_id == actor.person_id)

    def act() -> str:
        verdict: Verdict = form.chosen
        leaving.decide_ending(
            leaving_id=leaving_id,
            verdict=verdict,
            reason=str(form.reason.data or ""),
            by=actor,
            on=clock.today(),
            at=clock.now(),
            href=agreement_at(wish.agreement_id),
        )
        flash("Your decision is recorded.")
        return agreement_at(wish.agreement_id)

    done = submit(form, act)
    return done or page("les/sign_up/decide_ending.html", form, wish=wish, crumbs=crumbs_to_agreement(wish.agreement))


def _offerable() -> list[Scheme]:
    """The schemes that the reader can offer now."""
    actor = current_actor()
    if not actor.may(Permission.OFFER_SCHEMES):
        return []
    return [each for each in list_schemes(actor) if shown_version(each).state is State.APPROVED]


def _whole() -> Table:
    found, places, _ = _found()
    return agreements_table(found, places, on=clock.today())


def _places() -> dict[int, InGroup]:
    trusts, on = sorted(current_actor().commissioner_ids), clock.today()
    return {each.practice.id: each for key in trusts for each in practices_in_groups(key, on=on, with_closed=True)}


def _found() -> tuple[list[LesAgreement], dict[int, InGroup], AgreementsFilter]:
    """The agreements that fit the query of the address, with the groups of practices, and the filter."""
    on, places = clock.today(), _places()
    every = list_seen_agreements(current_actor())
    scheme, group, state = (request.args.get(name, "") for name in ("scheme", "group", "state"))
    schemes = {each.scheme_id: each.scheme.called for each in every}
    named = {each.practice_id: places[each.practice_id].group_name for each in every if each.practice_id in places}
    groups = [(name, name) for name in sorted(set(named.values()))]
    asked = AgreementsFilter(schemes=list(schemes.items()), groups=groups, states=list(STATES.items()))
    found = [
        each
        for each in every
        if (not scheme or str(each.scheme_id) == scheme)
        and (not group or named.get(each.practice_id) == group)
        and (state not in STATES or state_on(each, on=on) == state)
    ]
    return found, places, asked


def _document_at(agreement: LesAgreement, answer: Any, attachment_id: int | None) -> str:
    if attachment_id is None:
        return url_for("schemes.show_version", version_id=agreement.version_id)
    return url_for("sign_up.download_bound", offered_id=answer.offered_id, attachment_id=attachment_id)
