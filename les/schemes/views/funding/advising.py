"""Asking groups for their opinion of an application, and giving it in view of specification, budget and spend."""

from flask import abort, flash
from werkzeug.wrappers import Response

from commissioning.organisations.queries.localities import list_groups
from core import clock
from core.errors import Refusal
from core.one_use import submit
from core.permissions import Permission
from core.web import current_actor, page, requires
from core.wording import listed, sterling
from les.schemes.actions.funding import advising
from les.schemes.forms.funding import AskForm, OpinionForm
from les.schemes.rules.funding import FundingState
from les.schemes.views.funding.application import grounds_of, seen_asks
from les.schemes.views.funding.blueprint import address_of, crumbs_to, reached_application, views

Answer = Response | tuple[str, int]


@views.route("/<int:application_id>/ask", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_SCHEMES)
def ask_opinions(application_id: int) -> Answer:
    """Ask groups for their opinion by a day."""
    application, on = reached_application(application_id), clock.today()
    known = {ask.group_id for ask in application.asks}
    groups = [
        (group.id, f"{group.name}, {locality.name}" if locality else group.name)
        for group, locality in list_groups(application.commissioner_id, on=on)
        if group.id not in known
    ]
    form = AskForm(groups=groups)

    def act() -> str:
        if form.due_on.data is None:
            raise Refusal("Say by which day the groups answer.")
        asks = advising.ask_opinions(
            application_id=application_id,
            group_ids=form.group_ids,
            due_on=form.due_on.data,
            by=current_actor(),
            on=on,
            at=clock.now(),
            href=address_of(application),
        )
        flash(f"Asked: {listed([ask.group.name for ask in asks])}. The leads are told.")
        return f"{address_of(application)}#opinions"

    done = submit(form, act)
    return done or page(
        "les/schemes/funding/ask_opinions.html",
        form,
        application=application,
        asked=sterling(application.pence),
        groups=groups,
        crumbs=crumbs_to(application),
    )


@views.route("/<int:application_id>/opinion", methods=["GET", "POST"])
@requires(Permission.ADVISE_ON_SCHEMES)
def give_opinion(application_id: int) -> Answer:
    """Give the opinion of one’s group, below what it rests on."""
    application, actor = reached_application(application_id), current_actor()
    asks = seen_asks(application, actor)
    if not asks:
        abort(404)
    form = OpinionForm()

    def act() -> str:
        said = advising.give_opinion(
            application_id=application_id,
            opinion=form.chosen,
            words=str(form.words.data or ""),
            by=actor,
            on=clock.today(),
            at=clock.now(),
            href=address_of(application),
        )
        flash(f"The opinion of your group is given: {said.opinion_name.lower()}.")
        return f"{address_of(application)}#opinions"

    done = submit(form, act)
    if done is None and application.state is not FundingState.ASKED and not form.has_errors:
        abort(404)
    return done or page(
        "les/schemes/funding/give_opinion.html",
        form,
        application=application,
        asked=sterling(application.pence),
        ask=asks[0],
        grounds=grounds_of(application, actor),
        crumbs=crumbs_to(application),
    )
