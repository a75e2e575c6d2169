"""What the commissioner does with results: freeze, mark the quality of the data, rebase limits, note what happened."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from commissioning.activity.rules.asking import check_words
from commissioning.activity.rules.months import Period, month_of
from contracts.performance.actions.recording import held_kpi, record_of, record_on
from contracts.performance.models.kpis import Kpi
from contracts.performance.models.notes import Annotation, QualityMark, RebasedLimits
from contracts.performance.models.results import FREEZE_SUBJECT, FrozenResult
from contracts.performance.queries.board import rebases_of
from contracts.performance.queries.kpis import hold_kpis
from contracts.performance.queries.results import Standings, standing_results
from contracts.performance.rules.assessing import check_rebase, periods_of
from contracts.performance.rules.quality import Mark, check_mark
from contracts.performance.rules.versions import check_month, version_at
from core.audit import Values
from core.db import db
from core.errors import Refusal
from core.permissions import Actor, Permission, check_may
from core.spc_limits import Rebase


def freeze_results(
    *,
    commissioner_id: int,
    keys: Sequence[tuple[int, str]],
    by: Actor,
    at: datetime,
    seen: Mapping[tuple[int, str], int] | None = None,
) -> list[FrozenResult]:
    """Freeze what stands for these KPIs and periods: the provider can then only record corrections beside it.

    `seen`: the numbers of the results the person looked at. One that was returned anew meanwhile is not frozen unseen.
    """
    check_may(by, Permission.JUDGE_RESULTS, commissioner_id=commissioner_id)
    if not keys:
        raise Refusal("Choose at least one result to freeze.")
    kpis = {kpi.id: kpi for kpi in hold_kpis({kpi_id for kpi_id, _ in keys})}
    if any(kpi.commissioner_id != commissioner_id for kpi in kpis.values()):
        raise Refusal("One of these results is another commissioner’s.")
    periods = [period for _, period in keys]
    standing = standing_results(list(kpis), min(periods), max(periods))
    made = [
        FrozenResult(kpi_id=kpi_id, period=period, result_id=result_id, frozen_by_id=by.person_id, frozen_at=at)
        for (kpi_id, period), result_id in _results_to_freeze(kpis, keys, standing, seen or {}).items()
    ]
    if not made:
        raise Refusal("All of these are frozen already.")
    db.session.add_all(made)
    db.session.flush()
    new: Values = {"results": len(made), "first": str(Period(min(periods))), "last": str(Period(max(periods)))}
    record_of((FREEZE_SUBJECT, commissioner_id), "freeze_results", by=by, commissioner_id=commissioner_id, new=new)
    return made


def _results_to_freeze(
    kpis: Mapping[int, Kpi], keys: Sequence[tuple[int, str]], standing: Standings, seen: Mapping[tuple[int, str], int]
) -> dict[tuple[int, str], int]:
    """The result that stands of each KPI and period that is not frozen yet; refused where it is not the one seen."""
    found: dict[tuple[int, str], int] = {}
    for key in dict.fromkeys(keys):
        kpi, period = kpis[key[0]], key[1]
        stands = standing.get(kpi.id, {}).get(period)
        if stands is None:
            said = _said(kpi, period)
            raise Refusal(f"{kpi.code}: nothing was returned for {said}, so there is nothing to freeze.")
        if stands.is_frozen:
            continue
        if stands.number != seen.get(key, stands.number):
            raise Refusal(
                f"{kpi.code}: a new result came for {_said(kpi, period)} since you opened the page. "
                "Nothing was frozen. Look at it first."
            )
        found[key] = stands.result_id
    return found


def mark_quality(*, kpi_id: int, mark: Mark, from_month: str, by: Actor, at: datetime, on: date) -> QualityMark:
    """Say how good a KPI’s data are, from a period on. What was said before stays in the history."""
    kpi = held_kpi(kpi_id, by=by, permission=Permission.JUDGE_RESULTS)
    check_mark(mark, on=on)
    period = _period_of(kpi, from_month)
    if period.first_day > on:
        raise Refusal(f"{period} has not begun. The mark holds from a period that has.")
    made = QualityMark(
        kpi_id=kpi.id,
        from_month=period.first_month,
        timely=mark.timely,
        complete=mark.complete,
        validated=mark.validated,
        signed_off=mark.signed_off,
        last_audited_on=mark.last_audited_on,
        is_sufficient=mark.is_sufficient,
        words=check_words(mark.words, "what the mark rests on") if mark.words.strip() else "",
        marked_by_id=by.person_id,
        marked_at=at,
    )
    db.session.add(made)
    db.session.flush()
    verdict = "sufficient" if mark.is_sufficient else "insufficient"
    record_on(kpi, "mark_quality", by=by, new={"verdict": verdict, "from": str(period)})
    return made


def rebase_limits(
    *, kpi_id: int, month: str, since_on: date, reason: str, by: Actor, at: datetime, on: date
) -> RebasedLimits:
    """Let the limits of the process chart begin anew with a period, since a day and for a reason."""
    kpi = held_kpi(kpi_id, by=by, permission=Permission.JUDGE_RESULTS)
    period = _period_of(kpi, month)
    kept = check_words(reason, "why the limits begin anew")
    versions = kpi.in_use
    known = periods_of(versions, versions[0].from_month, month_of(on), retired=kpi.retired_month or "")
    if not period.first_day <= since_on <= period.last_day:
        raise Refusal(f"The limits begin anew with {period}: the day of the change lies in it.")
    check_rebase(period, rebases_of([kpi.id]).get(kpi.id, {}), Rebase(at=0, on=since_on, reason=kept), known=known)
    made = RebasedLimits(
        kpi_id=kpi.id,
        period=period.first_month,
        since_on=since_on,
        reason=kept,
        rebased_by_id=by.person_id,
        rebased_at=at,
    )
    db.session.add(made)
    db.session.flush()
    record_on(kpi, "rebase_limits", by=by, new={"period": str(period), "reason": kept})
    return made


def annotate(*, kpi_id: int, month: str, words: str, by: Actor, at: datetime) -> Annotation:
    """Note what happened in a period that a reader of the chart should know."""
    kpi = held_kpi(kpi_id, by=by, permission=Permission.JUDGE_RESULTS)
    period = _period_of(kpi, month)
    made = Annotation(
        kpi_id=kpi.id,
        period=period.first_month,
        words=check_words(words, "what happened"),
        noted_by_id=by.person_id,
        noted_at=at,
    )
    db.session.add(made)
    db.session.flush()
    record_on(kpi, "annotate", by=by, new={"period": str(period), "words": made.words})
    return made


def _said(kpi: Kpi, period: str) -> str:
    version = version_at(kpi.in_use, period)
    return str(Period(period, version.definition.length if version else 1))


def _period_of(kpi: Kpi, month: str) -> Period:
    check_month(month)
    version = version_at(kpi.in_use, month)
    if version is None:
        raise Refusal(f"No definition of {kpi.code} was in use in {Period(month)}.")
    return version.definition.period_of(month)
