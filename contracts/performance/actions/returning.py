"""What a provider does: return results, typed or as a file, and correct frozen ones beside them."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction

from commissioning.activity.rules.asking import check_words
from commissioning.activity.rules.months import Period
from contracts.performance.actions.checking import Given, Sent, check_provider, check_words_with, new_among
from contracts.performance.actions.recording import held_kpi, record_of, record_on
from contracts.performance.models.kpis import Kpi
from contracts.performance.models.results import RETURN_SUBJECT, Correction, KpiReturn, Result, ReturnedFile
from contracts.performance.queries.kpis import hold_kpis, list_of_provider
from contracts.performance.queries.results import (
    get_result,
    next_result_numbers,
    next_return_number,
    standing_results,
)
from contracts.performance.queries.returned import find_by_request
from contracts.performance.rules.figures import units_of
from contracts.performance.rules.judging import problem_in_counts
from contracts.performance.rules.measuring import Observed
from contracts.performance.rules.versions import version_at
from core.api.keys import check_repeated, check_request_key
from core.canonical import hash_of_bytes
from core.db import db
from core.errors import NotAllowed, Refusal
from core.permissions import Actor, Permission
from core.signatures.queries import hold_organisation


def return_results(
    *, provider_id: int, given: Sequence[Given], sent: Sent, by: Actor, at: datetime, on: date
) -> KpiReturn:
    """Return results of periods that are over. What differs from what stands becomes its next version.

    All of it is taken or none. A frozen result is never replaced: what is wrong in it is corrected beside it.
    A machine that sends the same key again gets the return it made before.
    """
    commissioner_id = check_provider(provider_id, by)
    hold_organisation(provider_id)
    if (before := _made_before(provider_id, sent)) is not None:
        return before
    check_words_with(sent)
    own = {kpi.id for kpi in list_of_provider(provider_id)}
    kpis = {kpi.id: kpi for kpi in hold_kpis(own.intersection(each.kpi_id for each in given))}
    new = new_among(given, kpis, on=on)
    made = _kept_return(provider_id, commissioner_id, sent, by, at)
    _keep_results(made, new, kpis)
    periods = sorted({each.period for each in new})
    record_of(
        (RETURN_SUBJECT, made.id),
        "return_results",
        by=by,
        commissioner_id=commissioner_id,
        new={
            "number": made.number,
            "results": len(new),
            "first": str(Period(periods[0])),
            "last": str(Period(periods[-1])),
        },
    )
    return made


def _made_before(provider_id: int, sent: Sent) -> KpiReturn | None:
    """What the provider sent under this key before: the very same, or it is refused."""
    if sent.request_key is None:
        return None
    check_request_key(sent.request_key)
    made = find_by_request(provider_id, sent.request_key)
    if made is not None:
        now = (sent.way, hash_of_bytes(sent.content), sent.kept_words)
        check_repeated((made.way, made.file_hash, made.words), now)
    return made


def _kept_return(provider_id: int, commissioner_id: int, sent: Sent, by: Actor, at: datetime) -> KpiReturn:
    made = KpiReturn(
        commissioner_id=commissioner_id,
        provider_id=provider_id,
        number=next_return_number(provider_id),
        way=sent.way,
        file_name=sent.file_name[:200],
        file_hash=hash_of_bytes(sent.content),
        words=sent.kept_words,
        request_key=sent.request_key,
        returned_by_id=by.person_id,
        returned_at=at,
    )
    db.session.add(made)
    db.session.flush()
    db.session.add(ReturnedFile(return_id=made.id, content=zlib.compress(sent.content)))
    return made


def _keep_results(made: KpiReturn, new: Sequence[Given], kpis: Mapping[int, Kpi]) -> None:
    numbers = next_result_numbers([(each.kpi_id, each.period) for each in new])
    for each in new:
        version = version_at(kpis[each.kpi_id].in_use, each.period)
        if version is None:
            raise RuntimeError("a result without a definition: it was not checked")
        db.session.add(
            Result(
                return_id=made.id,
                kpi_id=each.kpi_id,
                definition_id=version.id,
                period=each.period,
                number=numbers[each.kpi_id, each.period],
                numerator=units_of(each.numerator),
                denominator=units_of(each.denominator),
            )
        )
    db.session.flush()


def correct_result(
    *,
    kpi_id: int,
    result_id: int,
    numerator: Fraction | None,
    denominator: Fraction | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> Correction:
    """Record what a frozen result should have been, beside it, with the reason. The result itself stays."""
    kpi = held_kpi(kpi_id, by=by, permission=Permission.SUBMIT_RESULTS)
    if by.organisation_id != kpi.provider_id:
        raise NotAllowed(f"You act for {by.organisation_name}. These results are another provider’s.")
    result = get_result(kpi.id, result_id)
    stands = standing_results([kpi.id], result.period, result.period)[kpi.id][result.period]
    if not stands.is_frozen or stands.result_id != result.id:
        raise Refusal("This result is not frozen. Return it anew instead.")
    version = result.definition.as_version
    period = Period(result.period, version.definition.length)
    if wrong := problem_in_counts(version.definition, numerator, denominator):
        raise Refusal(f"{kpi.code}, {period}: {wrong}")
    if stands.observed == Observed(numerator, denominator):
        raise Refusal("This is what the result says. Nothing was recorded.")
    made = Correction(
        result_id=result.id,
        numerator=units_of(numerator),
        denominator=units_of(denominator),
        reason=check_words(reason, "why the result was wrong"),
        corrected_by_id=by.person_id,
        corrected_at=at,
    )
    db.session.add(made)
    db.session.flush()
    record_on(kpi, "correct_result", by=by, new={"period": str(period), "reason": made.reason})
    return made
