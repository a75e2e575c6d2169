"""What a practice was offered, and answering it: one offer, or all that are open on one page."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from core import clock
from core.forms import Form
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires
from les.schemes.forms.schemes import number_in
from les.sign_up.actions import answering
from les.sign_up.actions.answering import Answered
from les.sign_up.forms.offers import AnswerForm
from les.sign_up.models.offers import Offered
from les.sign_up.presented.offers import answer_of, bound_table, facts_of
from les.sign_up.queries.offers import is_practices_own, list_open_offered
from les.sign_up.rules.binding import binding_from
from les.sign_up.rules.kinds import Outcome
from les.sign_up.views.blueprint import agreement_at, crumbs_to_list, offer_at, offered_at, reached_offered, views

Answer = Response | tuple[str, int]


@views.get("/offered/<int:offered_id>")
@requires(Permission.SEE_CLAIMS)
def show_offered(offered_id: int) -> tuple[str, int]:
    """Show what a practice was offered: terms, what changes, all documents that would bind it, and its answer."""
    offered, actor, on = reached_offered(offered_id), current_actor(), clock.today()
    told = binding_from(offered.content)
    opened = [each.id for each in list_open_offered(offered.practice_id, on=on)]
    return page(
        "les/sign_up/show_offered.html",
        offered=offered,
        told=told,
        state=answer_of(offered, on=on),
        pairs=facts_of(told),
        documents=bound_table(told, lambda attachment_id: _document_at(offered, attachment_id)),
        may_answer=is_practices_own(offered, actor) and offered.id in opened,
        agreement_href=_agreement_of(offered),
        crumbs=crumbs_to_list(),
    )


@views.route("/offered/<int:offered_id>/answer", methods=["GET", "POST"])
@requires(Permission.BIND_PRACTICE)
@binding
def answer_offer(offered_id: int) -> Answer:
    """Accept or decline an offer."""
    offered = reached_offered(offered_id)
    told = binding_from(offered.content)
    form = AnswerForm(practice=told.practice_name, declined=bool(offered.answers))
    if request.method != "POST":
        form.seen_hash.data = offered.content_hash

    def act() -> str:
        answered = Answered(
            offered_id=offered_id,
            outcome=form.chosen,
            seen_hash=str(form.seen_hash.data or ""),
            reason=str(form.reason.data or ""),
        )
        answer = answering.answer_offer(
            answered=answered, by=current_actor(), on=clock.today(), at=clock.now(), href=offer_at(offered.offer_id)
        )
        if answer.agreement_id is None:
            flash(f"You declined {told.called}. You can still accept it while the offer is open.")
            return offered_at(offered_id)
        flash(f"{told.practice_name} is signed up to {told.called}.")
        return agreement_at(answer.agreement_id)

    done = submit(form, act)
    return done or page(
        "les/sign_up/answer_offer.html",
        form,
        offered=offered,
        told=told,
        pairs=facts_of(told),
        documents=bound_table(told, lambda attachment_id: _document_at(offered, attachment_id)),
        crumbs=[*crumbs_to_list(), (told.called, offered_at(offered_id))],
    )


@views.route("/mine/answer", methods=["GET", "POST"])
@requires(Permission.BIND_PRACTICE)
@binding
def answer_all() -> Answer:
    """Answer all open offers to one’s practice on one page; what is left blank stays open."""
    actor, on, form = current_actor(), clock.today(), Form()
    found = [each for each in list_open_offered(actor.organisation_id, on=on) if not each.answers]

    def act() -> str:
        answers = answering.answer_offers(answers=_answers(), by=actor, on=on, at=clock.now())
        accepted = sum(each.outcome is Outcome.ACCEPTED for each in answers)
        flash(f"You accepted {accepted} and declined {len(answers) - accepted}.")
        return url_for("sign_up.show_own")

    done = submit(form, act)
    return done or page(
        "les/sign_up/answer_all.html",
        form,
        offers=[(each, binding_from(each.content), request.form.get(f"answer-{each.id}", "")) for each in found],
        crumbs=crumbs_to_list(),
    )


def _answers() -> list[Answered]:
    """What was chosen, with the hash of each offer that the page showed. Another practice’s offer is none."""
    chosen = {
        number_in(name.removeprefix("answer-")): value for name, value in request.form.items() if "answer-" in name
    }
    wanted = {key: value for key, value in chosen.items() if key and value in (Outcome.ACCEPTED, Outcome.DECLINED)}
    return [
        Answered(
            offered_id=reached_offered(key).id,
            outcome=Outcome(value),
            seen_hash=request.form.get(f"seen-{key}", ""),
        )
        for key, value in wanted.items()
    ]


def _document_at(offered: Offered, attachment_id: int | None) -> str:
    if attachment_id is None:
        return url_for("schemes.show_version", version_id=offered.offer.version_id)
    return url_for("sign_up.download_bound", offered_id=offered.id, attachment_id=attachment_id)


def _agreement_of(offered: Offered) -> str:
    made = [each.agreement_id for each in offered.answers if each.agreement_id is not None]
    return agreement_at(made[0]) if made else ""
