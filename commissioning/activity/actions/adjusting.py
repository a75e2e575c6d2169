"""Later corrections: the provider posts an adjustment of a frozen month to an open one, with a reason."""

from datetime import date, datetime

from commissioning.activity.actions.recording import held_for_provider, record_on, tell
from commissioning.activity.models.expectations import SUBJECT, Expectation
from commissioning.activity.models.freezing import Adjustment
from commissioning.activity.queries.expectations import currencies_of
from commissioning.activity.queries.figures import find_figure_now
from commissioning.activity.queries.returns import get_return
from commissioning.activity.rules.adjusting import Correction, check_adjusted, check_leaves_enough, units_adjusted
from commissioning.activity.rules.asking import check_words
from commissioning.activity.rules.currencies import Currency
from commissioning.activity.rules.due import check_is_expected
from commissioning.activity.rules.months import Period
from commissioning.catalogue.models import CommissionedService
from commissioning.organisations.queries.lines import parties_by_code
from core.audit import Values
from core.db import db
from core.errors import Refusal
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission


def post_adjustment(
    *, expectation_id: int, correction: Correction, by: Actor, at: datetime, on: date, href: str = ""
) -> Adjustment:
    """Correct a frozen month by an exact quantity, posted to an open period. The frozen figures stay as they are.

    `href`: the page of the corrected return, for the message to the commissioner; none is written where it is blank.
    """
    expectation = held_for_provider(expectation_id, by)
    corrected, into = _periods(expectation, correction, on=on)
    service, known = _what(expectation, correction)
    units = units_adjusted(known, correction.quantity, correction.practice)
    check_leaves_enough(known, find_figure_now(expectation, correction), units)
    adjustment = Adjustment(
        expectation_id=expectation.id,
        month=correction.month,
        posted_to=into.first_month,
        service_id=service.id,
        practice_id=_practice_id(expectation.commissioner_id, correction.practice),
        currency=correction.currency,
        units=units,
        reason=check_words(correction.reason, "why the figure is corrected"),
        posted_by_id=by.person_id,
        posted_at=at,
    )
    db.session.add(adjustment)
    db.session.flush()
    new: Values = {
        "service": service.name,
        "month": str(corrected),
        "posted_to": str(into),
        "currency": known.label,
        "quantity": f"{correction.quantity:+f}",
        "reason": adjustment.reason,
    }
    record_on(by, "post_adjustment", (SUBJECT, expectation.id), commissioner_id=expectation.commissioner_id, new=new)
    _tell_commissioner(expectation, adjustment, new, href=href, at=at, on=on)
    return adjustment


def _periods(expectation: Expectation, correction: Correction, *, on: date) -> tuple[Period, Period]:
    """The period that is corrected and the one in which it counts, both fit for it."""
    months = (correction.month, correction.posted_to)
    for month in months:
        check_is_expected(expectation.expected, month)
    corrected, into = (get_return(expectation.id, month, on=on) for month in months)
    frozen = (corrected.facts.is_frozen, into.facts.is_frozen)
    check_adjusted(corrected.due, into.due, is_frozen=frozen[0], into_frozen=frozen[1], on=on)
    return corrected.due.period, into.due.period


def _what(expectation: Expectation, correction: Correction) -> tuple[CommissionedService, Currency]:
    services = {each.service.code: each.service for each in expectation.services}
    known = currencies_of(expectation.commissioner_id).get(correction.currency)
    if correction.service not in services or known is None:
        raise Refusal("Choose a service and a currency of this return.")
    return services[correction.service], known


def _tell_commissioner(
    expectation: Expectation, adjustment: Adjustment, said: Values, *, href: str, at: datetime, on: date
) -> None:
    tell(
        expectation.commissioner_id,
        Permission.ACCEPT_ACTIVITY,
        key=f"activity.post_adjustment/{adjustment.id}",
        subject=f"{expectation.provider.name} corrected {expectation.name} for {said['month']}",
        words=(
            f"{said['currency']} of {said['service']} by {said['quantity']}, "
            f"counted in {said['posted_to']}: {adjustment.reason}"
        ),
        href=href,
        at=at,
        on=on,
    )


def _practice_id(commissioner_id: int, practice: str) -> int | None:
    if not practice:
        return None
    known = parties_by_code(commissioner_id, PartyKind.PRACTICE)
    if practice not in known:
        raise Refusal("Choose a practice of this primary care trust.")
    return known[practice].id
