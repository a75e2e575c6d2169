"""One's own account: grants and switching between them, interests, tokens."""

from flask import flash, render_template, session, url_for
from werkzeug.wrappers import Response

from core import clock
from core.one_use import press, submit
from core.people import queries
from core.people import sign_in as sessions
from core.people.actions.interests import OF_INTEREST
from core.people.actions.interests import declare_interest as declare
from core.people.actions.interests import end_interest as end
from core.people.actions.signing_in import switch_grant as switch
from core.people.actions.tokens import issue_token as issue
from core.people.actions.tokens import revoke_token as revoke
from core.people.forms import EndForm, InterestForm, TokenForm
from core.people.queries.codes import has_codes, has_short_recovery_codes
from core.people.queries.delegations import delegators_of, list_delegations
from core.people.views.blueprint import views
from core.people.views.elsewhere import is_connected
from core.permissions import Actor, Permission, Role
from core.web import binding, current_actor, page, signed_in


@views.get("/account")
@signed_in
def show_account() -> str:
    """Show one's grants, interests and tokens."""
    person_id, today = current_actor().person_id, clock.today()
    grants = queries.list_grants(person_id, on=today)
    return render_template(
        "core/people/show_account.html",
        person=queries.get_person(person_id),
        has_codes=has_codes(person_id),
        has_short_codes=has_short_recovery_codes(person_id),
        is_connected=is_connected(),
        grants=grants,
        delegators=delegators_of([grant.id for grant in grants]),
        delegations=list_delegations(person_id, on=today),
        administers=Role.ADMINISTRATOR,
        interests=queries.list_interests(person_id),
        tokens=queries.list_tokens(person_id),
        secret=session.pop("shown_once", None),
    )


@views.post("/account/grants/<int:grant_id>/switch")
@signed_in
def switch_grant(grant_id: int) -> Response:
    """Act under another of one's grants from now on."""
    queries.get_grant(grant_id, person_id=current_actor().person_id)
    switched: list[Actor] = []

    def act() -> str:
        switched.append(switch(grant_id=grant_id, by=current_actor(), on=clock.today()))
        return url_for("home.show_home")

    answer = press(act, url_for("people.show_account"))
    for actor in switched:
        sessions.act_under(actor)
        flash(f"You now act for {actor.organisation_name}.")
    return answer


@views.route("/account/interests/declare", methods=["GET", "POST"])
@signed_in
def declare_interest() -> Response | tuple[str, int]:
    """Declare an interest in a practice or provider."""
    form = InterestForm(queries.list_organisations_to_choose(on=clock.today(), kinds=OF_INTEREST), clock.today())

    def act() -> str:
        starts_on = form.starts_on.data
        declare(party_id=form.party.data, words=str(form.words.data), starts_on=starts_on, by=current_actor())
        return url_for("people.show_account")

    return submit(form, act) or page("core/people/declare_interest.html", form)


@views.route("/account/interests/<int:interest_id>/end", methods=["GET", "POST"])
@signed_in
def end_interest(interest_id: int) -> Response | tuple[str, int]:
    """Say from which day on an interest is over."""
    queries.get_interest(interest_id, person_id=current_actor().person_id)
    form = EndForm(clock.today())

    def act() -> str:
        end(interest_id=interest_id, ends_on=form.ends_on.data, by=current_actor())
        return url_for("people.show_account")

    return submit(form, act) or page("core/people/end_interest.html", form)


@views.route("/account/tokens/issue", methods=["GET", "POST"])
@signed_in
@binding
def issue_token() -> Response | tuple[str, int]:
    """Issue a token; its secret is shown once, on the next page."""
    actor = current_actor()
    form = TokenForm(actor.role)

    def act() -> str:
        _, session["shown_once"] = issue(
            purpose=str(form.purpose.data),
            scope=frozenset(Permission(value) for value in form.scope.data or ()),
            expires_on=form.expires_on.data,
            by=actor,
            on=clock.today(),
            at=clock.now(),
        )
        return url_for("people.show_account")

    return submit(form, act) or page("core/people/issue_token.html", form)


@views.post("/account/tokens/<int:token_id>/revoke")
@signed_in
def revoke_token(token_id: int) -> Response:
    """End a token of one's own at once."""
    queries.get_token(token_id, person_id=current_actor().person_id)

    def act() -> str:
        revoke(token_id=token_id, by=current_actor(), at=clock.now())
        return url_for("people.show_account")

    return press(act, url_for("people.show_account"))
