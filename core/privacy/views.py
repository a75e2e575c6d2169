"""Pages of privacy: the data-protection page, one's own data, giving data out, anonymising who left."""

from flask import Blueprint, Response, abort, current_app, flash, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.audit_trail.words import say
from core.forms import Press
from core.navigation import Beside, Tab, add_beside, add_tab
from core.one_use import press, submit
from core.people.queries import get_person
from core.people.rules.leaving import is_former
from core.permissions import Permission
from core.privacy import actions, exports, queries
from core.privacy.forms import GiveOutForm, ProposeForm
from core.privacy.rules import ANSWERED_WITHIN_DAYS, first_day_free
from core.sending import send
from core.web import binding, current_actor, page, page_of, public, requires, signed_in

views = Blueprint("privacy", __name__, url_prefix="/data-protection")
add_tab(
    Tab(
        of="people",
        place=30,
        label="Leavers",
        endpoint="privacy.list_leavers",
        permission=Permission.ADMINISTER_PEOPLE,
    )
)
for _act, _words in {
    "propose_anonymising": "proposed to anonymise the account: {reason}",
    "confirm_anonymising": "anonymised the account",
    "decline_anonymising": "left the account as it is",
    "give_out_data": "gave them what is kept about them, as they asked on {asked_on}",
}.items():
    say(f"privacy.{_act}", _words)
Answer = AnyResponse | tuple[str, int]
_GIVEN_OUT = "data_given_out"


def _years() -> int:
    years: int = current_app.config["LEAVERS_KEPT_YEARS"]
    return years


@views.get("/")
@public
def show_data_protection() -> tuple[str, int]:
    """Say what is kept about those who use the installation, why, how long, who sees it, and whom to ask."""
    return page(
        "core/privacy/show_data_protection.html",
        entries=queries.register().entries,
        years=_years(),
        days=ANSWERED_WITHIN_DAYS,
        contact=current_app.config["DATA_PROTECTION_CONTACT"],
    )


@views.get("/own")
@signed_in
def show_own_data() -> tuple[str, int]:
    """Show how much of each entry of the register is kept about the reader, and where to take it."""
    data = queries.own_data(get_person(current_actor().person_id))
    return page("core/privacy/show_own_data.html", data=data)


@views.get("/own.json")
@signed_in
def download_own_json() -> Response:
    """Give all that is kept about the reader as JSON."""
    return send(exports.as_json(queries.own_data(get_person(current_actor().person_id))), "json", "own data")


@views.get("/own.xlsx")
@signed_in
def download_own_xlsx() -> Response:
    """Give all that is kept about the reader as XLSX."""
    return send(exports.as_xlsx(queries.own_data(get_person(current_actor().person_id))), "xlsx", "own data")


@views.route("/people/<int:person_id>/give-out", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE)
@binding
def give_out_data(person_id: int) -> Answer:
    """Record that a person asked in writing for their data; the files are then given to the administrator once here."""
    person, form = get_person(person_id), GiveOutForm()

    def act() -> str:
        asked_on = form.asked_on.data
        actions.give_out_data(
            person_id=person_id,
            asked_on=asked_on,
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
            href=url_for("privacy.show_own_data"),
        )
        session[_GIVEN_OUT] = person_id
        return url_for("privacy.give_out_data", person_id=person_id)

    is_open = session.get(_GIVEN_OUT) == person_id
    return submit(form, act) or page(
        "core/privacy/give_out_data.html", form, person=person, is_open=is_open, days=ANSWERED_WITHIN_DAYS
    )


@views.get("/people/<int:person_id>.json")
@requires(Permission.ADMINISTER_PEOPLE)
def download_json(person_id: int) -> Response:
    """Give a person’s data as JSON to the administrator who recorded the request in this session."""
    _check_given_out(person_id)
    return send(exports.as_json(queries.own_data(get_person(person_id))), "json", f"data of person {person_id}")


@views.get("/people/<int:person_id>.xlsx")
@requires(Permission.ADMINISTER_PEOPLE)
def download_xlsx(person_id: int) -> Response:
    """Give a person’s data as XLSX to the administrator who recorded the request in this session."""
    _check_given_out(person_id)
    return send(exports.as_xlsx(queries.own_data(get_person(person_id))), "xlsx", f"data of person {person_id}")


@views.get("/leavers")
@requires(Permission.ADMINISTER_PEOPLE)
def list_leavers() -> tuple[str, int]:
    """List whom somebody proposed to anonymise, those that wait first."""
    return page("core/privacy/list_leavers.html", leavers=page_of(queries.select_leavers()), years=_years())


@views.route("/people/<int:person_id>/anonymise", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE)
@binding
def propose_anonymising(person_id: int) -> Answer:
    """Propose that the name of somebody who left goes."""
    person, form = get_person(person_id), ProposeForm()

    def act() -> str:
        actions.propose_anonymising(
            person_id=person_id,
            reason=str(form.reason.data),
            by=current_actor(),
            on=clock.today(),
            at=clock.now(),
            years=_years(),
        )
        flash("Another administrator decides over it.")
        return url_for("privacy.list_leavers")

    left_on = queries.deactivated_on(person_id)
    return submit(form, act) or page(
        "core/privacy/propose_anonymising.html",
        form,
        person=person,
        free_on=first_day_free(left_on, years=_years()) if left_on else None,
    )


@views.route("/leavers/<int:leaver_id>/confirm", methods=["GET", "POST"])
@requires(Permission.ADMINISTER_PEOPLE)
@binding
def confirm_anonymising(leaver_id: int) -> Answer:
    """Take the name out for good, as the second administrator."""
    leaver, form = queries.get_leaver(leaver_id), Press()

    def act() -> str:
        actions.confirm_anonymising(
            leaver_id=leaver_id, by=current_actor(), on=clock.today(), at=clock.now(), years=_years()
        )
        return url_for("privacy.list_leavers")

    return submit(form, act) or page("core/privacy/confirm_anonymising.html", form, leaver=leaver)


@views.post("/leavers/<int:leaver_id>/decline")
@requires(Permission.ADMINISTER_PEOPLE)
def decline_anonymising(leaver_id: int) -> AnyResponse:
    """Leave the account as it is."""

    def act() -> str:
        actions.decline_anonymising(leaver_id=leaver_id, by=current_actor(), at=clock.now())
        return url_for("privacy.list_leavers")

    return press(act, url_for("privacy.list_leavers"))


def _check_given_out(person_id: int) -> None:
    if session.get(_GIVEN_OUT) != person_id:
        abort(404)


def _beside_person(person_id: int) -> list[Beside]:
    """What an administrator can do on the page of a person."""
    person = get_person(person_id)
    found = []
    if person_id != current_actor().person_id and not is_former(person.email):
        give = url_for("privacy.give_out_data", person_id=person_id)
        found.append(Beside(heading="Data", lines=[], act="Give out their data", href=give))
        if not person.is_active:
            propose = url_for("privacy.propose_anonymising", person_id=person_id)
            found.append(Beside(heading="Leaving", lines=[], act="Anonymise", href=propose))
    return found


add_beside("privacy", of="person", make=_beside_person)
