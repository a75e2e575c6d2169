"""A re-commissioning: its list with what is decided and what is not, beginning one, adding a scheme, files."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from commissioning.organisations.queries.localities import list_groups
from commissioning.organisations.views.blueprint import commissioner_in_view
from core import clock
from core.navigation import Tab, add_home_part, add_tab
from core.one_use import submit
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import current_actor, page, requires
from core.working_days import time_left
from les.schemes.actions import recommissioning
from les.schemes.documents.recommissioning import exercise_pdf
from les.schemes.forms.recommissioning import AddForm, BeginForm, DecisionFilter
from les.schemes.forms.schemes import number_in
from les.schemes.models.recommissioning import Exercise, SchemeCase
from les.schemes.presented.recommissioning import Around, cases_table, counted, decided_as, no_link
from les.schemes.queries.ending import ended_on_of, list_waiting_ends
from les.schemes.queries.opinions import standings
from les.schemes.queries.recommissioning import (
    find_seen_exercise,
    groups_concerned,
    list_cases,
    list_exercises,
    schemes_to_cover,
)
from les.schemes.rules.opinions import Standing
from les.schemes.rules.recommissioning import UNDECIDED, Outcome
from les.schemes.rules.seeing import Sight, sight_of
from les.schemes.views import recommissioning_at_home
from les.schemes.views.blueprint import views

Answer = Response | tuple[str, int]
RECOMMISSIONING = "schemes.show_recommissioning"
_KNOWN = (UNDECIDED, *Outcome)


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add re-commissioning to the lists of enhanced services, and its part of the home page."""
    del state
    see = Permission.SEE_SCHEMES
    add_tab(Tab(of="les", place=98, label="Re-commissioning", endpoint=RECOMMISSIONING, permission=see))
    add_home_part("recommissioning", recommissioning_at_home.home_part)


@views.get("/recommissioning")
@requires(Permission.SEE_SCHEMES)
def show_recommissioning() -> tuple[str, int]:
    """Show the newest re-commissioning, or that there is none yet."""
    newest = next(iter(list_exercises(current_actor().commissioner_ids)), None)
    if newest is not None:
        return _shown(newest)
    may_begin = current_actor().may(Permission.MAINTAIN_SCHEMES)
    return page("les/schemes/no_recommissioning.html", may_begin=may_begin)


@views.get("/recommissioning/<int:exercise_id>")
@requires(Permission.SEE_SCHEMES)
def show_exercise(exercise_id: int) -> tuple[str, int]:
    """Show a re-commissioning: how many are decided how, what is left by when, and every scheme."""
    return _shown(reached_exercise(exercise_id))


@views.get("/recommissioning/<int:exercise_id>/schemes.csv")
@requires(Permission.SEE_SCHEMES)
def download_exercise_csv(exercise_id: int) -> Response:
    """Give the list as it is shown as CSV."""
    exercise = reached_exercise(exercise_id)
    return send(table_as_csv(_whole(exercise)), "csv", exercise.called, request.args.get("decision", ""))


@views.get("/recommissioning/<int:exercise_id>/schemes.xlsx")
@requires(Permission.SEE_SCHEMES)
def download_exercise_xlsx(exercise_id: int) -> Response:
    """Give the list as it is shown as XLSX."""
    exercise = reached_exercise(exercise_id)
    return send(tables_as_xlsx([_whole(exercise)]), "xlsx", exercise.called, request.args.get("decision", ""))


@views.get("/recommissioning/<int:exercise_id>/exercise.pdf")
@requires(Permission.SEE_SCHEMES)
def download_exercise_pdf(exercise_id: int) -> Response:
    """Give the whole re-commissioning as a board reads it: all cases with what the reader may see of them."""
    exercise = reached_exercise(exercise_id)
    cases = list_cases(exercise.id)
    if sight_of(current_actor().role) is not Sight.ALL:
        abort(404)
    return send(exercise_pdf(exercise, cases, around(exercise, cases)), "pdf", exercise.called)


@views.route("/recommissioning/begin", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_SCHEMES)
def begin_exercise() -> Answer:
    """Begin a re-commissioning over all approved schemes."""
    trust, actor, on = commissioner_in_view(), current_actor(), clock.today()
    form = BeginForm(data={"began_on": on})

    def act() -> str:
        begun = recommissioning.begin_exercise(
            commissioner_id=trust.id,
            began_on=form.began_on.data,
            months=number_in(form.months.data) or 0,
            source=str(form.source.data or ""),
            by=actor,
            on=on,
            at=clock.now(),
        )
        flash(f"{begun.called} is begun over {len(list_cases(begun.id))} schemes. Ask the groups for their opinions.")
        return address_of_exercise(begun)

    done = submit(form, act)
    covered = schemes_to_cover(actor, trust.id)
    return done or page("les/schemes/begin_exercise.html", form, covered=covered, crumbs=crumbs_to_exercises())


@views.route("/recommissioning/<int:exercise_id>/add", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_SCHEMES)
def add_to_exercise(exercise_id: int) -> Answer:
    """Add a scheme that was approved since."""
    exercise = reached_exercise(exercise_id)
    form = AddForm(schemes=[(each.id, each.called) for each in _left_out(exercise)])

    def act() -> str:
        added = recommissioning.add_to_exercise(
            exercise_id=exercise_id,
            scheme_id=number_in(form.scheme.data) or 0,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"{added.scheme.called} is added. It is to be decided like the others.")
        return address_of_exercise(exercise)

    done = submit(form, act)
    crumbs = crumbs_to_exercise(exercise)
    return done or page("les/schemes/add_to_exercise.html", form, exercise=exercise, crumbs=crumbs)


def reached_exercise(exercise_id: int) -> Exercise:
    """The re-commissioning of the address, if it concerns the reader; else there is none."""
    found = find_seen_exercise(exercise_id, current_actor())
    if found is None:
        abort(404)
    return found


def address_of_exercise(exercise: Exercise) -> str:
    """The page of a re-commissioning."""
    return url_for("schemes.show_exercise", exercise_id=exercise.id)


def address_of_case(case: SchemeCase) -> str:
    """The page of a scheme in a re-commissioning."""
    return url_for("schemes.show_case", case_id=case.id)


def crumbs_to_exercises() -> list[tuple[str, str]]:
    """The way to re-commissioning."""
    return [("Enhanced services", url_for("schemes.list_schemes")), ("Re-commissioning", url_for(RECOMMISSIONING))]


def crumbs_to_exercise(exercise: Exercise) -> list[tuple[str, str]]:
    """The way to the acts on a re-commissioning."""
    return [*crumbs_to_exercises(), (exercise.called, address_of_exercise(exercise))]


def around(exercise: Exercise, cases: Sequence[SchemeCase]) -> Around:
    """What is known around cases for the one who reads, today; as many queries however many cases there are."""
    actor, on = current_actor(), clock.today()
    sight = sight_of(actor.role)
    groups = list_groups(exercise.commissioner_id, on=on) if sight is not Sight.OUTCOME else []
    if sight is Sight.GROUP:
        groups = [pair for pair in groups if pair[0].id == actor.organisation_id]
    found = {each.id: standings(each, groups_concerned(each.scheme, groups), on=on) for each in cases}
    return Around(
        on=on,
        sight=sight,
        opinions={case_id: _own(each, actor.organisation_name, sight) for case_id, each in found.items()},
        ended=ended_on_of([each.scheme_id for each in cases]),
        ends_waiting={each.scheme_id: each for each in list_waiting_ends([exercise.commissioner_id])},
    )


def _own(found: list[Standing], group: str, sight: Sight) -> list[Standing]:
    """Everything for those who see all; else one’s own group alone."""
    return found if sight is Sight.ALL else [each for each in found if each.group == group]


def _shown(exercise: Exercise) -> tuple[str, int]:
    actor, on = current_actor(), clock.today()
    cases = list_cases(exercise.id)
    known = around(exercise, cases)
    listed = [each for each in cases if _decision_asked() in ("", decided_as(each))]
    exercises = list_exercises(actor.commissioner_ids)
    is_newest = exercise.id == next(each.id for each in exercises if each.commissioner_id == exercise.commissioner_id)
    counts = counted(cases)
    may = actor.may(Permission.MAINTAIN_SCHEMES) and is_newest
    return page(
        "les/schemes/show_exercise.html",
        exercise=exercise,
        crumbs=crumbs_to_exercises(),
        asked=DecisionFilter(),
        is_filtered=bool(_decision_asked()),
        counts=counts,
        undecided=counts[0][2],
        left=time_left(exercise.decide_by, on),
        is_overdue=exercise.decide_by < on and counts[0][2] > 0,
        shown=cases_table(listed, known, address_of_case),
        sees_all=known.sight is Sight.ALL,
        can=_can(exercise, counts[0][2], may=may),
        others=[each for each in exercises if each.id != exercise.id],
    )


def _can(exercise: Exercise, undecided: int, *, may: bool) -> dict[str, bool]:
    return {
        "ask": may and undecided > 0,
        "add": may and bool(_left_out(exercise)),
        "begin": may and undecided == 0,
    }


def _left_out(exercise: Exercise) -> list[Any]:
    """The approved schemes without an end that do not stand in it."""
    inside = {each.scheme_id for each in exercise.cases}
    return [each for each in schemes_to_cover(current_actor(), exercise.commissioner_id) if each.id not in inside]


def _whole(exercise: Exercise) -> Table:
    cases = list_cases(exercise.id)
    known = around(exercise, cases)
    return cases_table([each for each in cases if _decision_asked() in ("", decided_as(each))], known, no_link)


def _decision_asked() -> str:
    asked = request.args.get("decision", "")
    return asked if asked in _KNOWN else ""
