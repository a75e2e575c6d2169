"""Pages on which the commissioner freezes results, marks the data, rebases limits and notes what happened."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from commissioning.activity.rules.months import Period, month_after
from contracts.performance.actions import judging as acts
from contracts.performance.forms.judging import AnnotationForm, FreezeForm, QualityForm, RebaseForm
from contracts.performance.models.kpis import Kpi
from contracts.performance.queries.kpis import Chosen, list_in_use
from contracts.performance.queries.off_track import CHARTED_MONTHS
from contracts.performance.queries.results import standing_results
from contracts.performance.rules.assessing import periods_of
from contracts.performance.rules.figures import written
from contracts.performance.rules.measuring import Observed
from contracts.performance.rules.versions import version_at
from contracts.performance.views.asked import last_month
from contracts.performance.views.blueprint import address_of, crumbs, crumbs_to, own_kpi, views
from core import clock
from core.one_use import submit
from core.permissions import Permission
from core.web import binding, current_actor, page, requires


@views.route("/freeze", methods=["GET", "POST"])
@requires(Permission.JUDGE_RESULTS)
@binding
def freeze_results() -> Response | tuple[str, int]:
    """Freeze results that stand: the provider can then only record corrections beside them."""
    actor = current_actor()
    form = FreezeForm(_to_freeze())

    def act() -> str:
        seen = form.seen()
        made = acts.freeze_results(
            commissioner_id=actor.organisation_id, keys=list(seen), seen=seen, by=actor, at=clock.now()
        )
        flash(f"{len(made):,} {'result is' if len(made) == 1 else 'results are'} frozen.")
        return url_for("performance.freeze_results")

    if answer := submit(form, act):
        return answer
    return page("contracts/performance/freeze_results.html", form, crumbs=crumbs())


def _to_freeze() -> list[tuple[object, str]]:
    """What stands and is not frozen, newest period first, in words."""
    kpis = {kpi.id: kpi for kpi in list_in_use(current_actor(), Chosen())}
    last = last_month(clock.today())
    standing = standing_results(list(kpis), month_after(last, -CHARTED_MONTHS), last) if kpis else {}
    found = [
        (period, kpis[kpi_id], stands)
        for kpi_id, periods in standing.items()
        for period, stands in periods.items()
        if not stands.is_frozen
    ]
    ordered = sorted(found, key=lambda each: (each[0], each[1].code), reverse=True)
    return [
        (
            f"{kpi.id}|{period}|{stands.number}",
            f"{_period(kpi, period)}: {kpi.code} {kpi.definition.name}, {_counts(stands.observed)}",
        )
        for period, kpi, stands in ordered
    ]


def _period(kpi: Kpi, month: str) -> str:
    version = version_at(kpi.in_use, month)
    return str(Period(month, version.definition.length) if version else Period(month))


def _counts(observed: Observed) -> str:
    known = [written(each) for each in (observed.numerator, observed.denominator) if each is not None]
    return " of ".join(known) or "no figure"


@views.route("/<int:kpi_id>/quality", methods=["GET", "POST"])
@requires(Permission.JUDGE_RESULTS)
def mark_quality(kpi_id: int) -> Response | tuple[str, int]:
    """Say how good the data of a KPI are."""
    kpi, form = own_kpi(kpi_id), QualityForm()

    def act() -> str:
        acts.mark_quality(
            kpi_id=kpi_id,
            mark=form.mark(),
            from_month=str(form.from_month.data or "").strip(),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
        )
        flash(f"The data of {kpi.code} are marked.")
        return address_of(kpi_id)

    if answer := submit(form, act):
        return answer
    return page("contracts/performance/mark_quality.html", form, kpi=kpi, crumbs=crumbs_to(kpi))


@views.route("/<int:kpi_id>/rebase", methods=["GET", "POST"])
@requires(Permission.JUDGE_RESULTS)
def rebase_limits(kpi_id: int) -> Response | tuple[str, int]:
    """Let the limits of the chart begin anew with a period."""
    kpi = own_kpi(kpi_id)
    form = RebaseForm(_periods(kpi)[:-1])

    def act() -> str:
        if form.since_on.data is None:
            raise RuntimeError("no day was typed: the form is not valid")
        acts.rebase_limits(
            kpi_id=kpi_id,
            month=str(form.period.data),
            since_on=form.since_on.data,
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
            on=clock.today(),
        )
        flash("The limits begin anew with that period.")
        return address_of(kpi_id)

    if answer := submit(form, act):
        return answer
    return page("contracts/performance/rebase_limits.html", form, kpi=kpi, crumbs=crumbs_to(kpi))


@views.route("/<int:kpi_id>/annotate", methods=["GET", "POST"])
@requires(Permission.JUDGE_RESULTS)
def annotate_kpi(kpi_id: int) -> Response | tuple[str, int]:
    """Note what happened in a period."""
    kpi = own_kpi(kpi_id)
    form = AnnotationForm(_periods(kpi))

    def act() -> str:
        acts.annotate(
            kpi_id=kpi_id,
            month=str(form.period.data),
            words=str(form.words.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash("It is noted, and stands on the chart.")
        return address_of(kpi_id)

    if answer := submit(form, act):
        return answer
    return page("contracts/performance/annotate_kpi.html", form, kpi=kpi, crumbs=crumbs_to(kpi))


def _periods(kpi: Kpi) -> list[tuple[object, str]]:
    """The periods of a KPI that are over, newest first."""
    last = last_month(clock.today())
    found = periods_of(kpi.in_use, month_after(last, -CHARTED_MONTHS), last, retired=kpi.retired_month or "")
    return [(period.first_month, str(period)) for period in reversed(found)]
