"""Pages of population snapshots: the days counted, the practices of a day, recording one practice."""

from datetime import date

from flask import flash, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from commissioning.organisations.actions.populations import record_population as record
from commissioning.organisations.forms import PopulationForm
from commissioning.organisations.queries import populations as queries
from commissioning.organisations.rules.checks import people_from
from commissioning.organisations.views.blueprint import commissioner_in_view, party_in_view, views
from commissioning.organisations.views.home import may_maintain
from core import clock
from core.one_use import submit
from core.parties.rules import PartyKind
from core.permissions import Permission
from core.web import current_actor, page, page_of, requires


@views.get("/organisations/populations")
@requires(Permission.SEE_ORGANISATIONS)
def list_populations() -> tuple[str, int]:
    """List the days counted, with their practices and sums."""
    days = queries.list_counted_days(commissioner_in_view().id)
    return page(
        "commissioning/organisations/list_populations.html",
        days=days,
        names=list(dict.fromkeys(name for day in days for name in day.people)),
        may_maintain=may_maintain(),
    )


@views.get("/organisations/populations/day")
@requires(Permission.SEE_ORGANISATIONS)
def show_day() -> tuple[str, int]:
    """Show what was counted on one day, practice by practice."""
    try:
        on = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        raise NotFound from None
    trust = commissioner_in_view()
    populations = page_of(queries.select_in_force(trust.id, on=on))
    if not populations.count:
        raise NotFound
    names = sorted({weighting.name for population in populations.rows for weighting in population.weightings})
    return page("commissioning/organisations/show_day.html", on=on, populations=populations, names=names)


@views.route("/organisations/practices/<int:practice_id>/populations/record", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ORGANISATIONS)
def record_population(practice_id: int) -> Response | tuple[str, int]:
    """Record a practice's people on a day, or correct them."""
    practice = party_in_view(practice_id, PartyKind.PRACTICE)
    form = PopulationForm(queries.list_weighting_names(practice.commissioner_id or 0))

    def act() -> str:
        record(
            practice_id=practice_id,
            on=form.counted_on.data,
            registered=people_from(str(form.registered.data)),
            weighted=form.weighted,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash("The population is recorded.")
        return url_for("organisations.show_practice", practice_id=practice_id)

    return submit(form, act) or page("commissioning/organisations/record_population.html", form, practice=practice)
