"""KPIs made of frozen activity, alone or with a part that is returned; what is not frozen or missing is no figure."""

from fractions import Fraction
from typing import Any

import pytest

from commissioning.activity.actions.accepting import freeze_month
from commissioning.activity.rules.asking import Way
from contracts.performance.actions.checking import Sent
from contracts.performance.actions.defining import Tie, make_kpi, put_in_use
from contracts.performance.actions.returning import return_results
from contracts.performance.queries.board import lines_of
from contracts.performance.queries.due import list_due
from contracts.performance.queries.kpis import get_kpi
from contracts.performance.rules.assessing import Assessed
from contracts.performance.rules.kinds import Unit
from core.db import transaction
from core.errors import Refusal
from tests.builders_activity import APRIL, FROZEN_AT, FROZEN_ON, MAY_AT, Field, a_field, lines_for, submitted
from tests.builders_performance import a_definition, given

pytestmark = pytest.mark.usefixtures("database")
BOTH = ("DIAB", "PULM")


def _kpi(field: Field, **changes: Any) -> int:
    with transaction():
        kpi = make_kpi(
            commissioner_id=field.trust.id,
            code="A-01",
            tie=Tie(provider_id=field.provider.organisation_id),
            definition=a_definition(**changes),
            by=field.commissioner,
            at=MAY_AT,
        )
        put_in_use(kpi_id=kpi.id, from_month=APRIL, reason="Agreed", by=field.commissioner, at=MAY_AT)
        return kpi.id


def _frozen(field: Field) -> None:
    with transaction():
        freeze_month(
            expectation_id=field.expectation_id, month=APRIL, by=field.commissioner, at=FROZEN_AT, on=FROZEN_ON
        )


def _april(kpi_id: int) -> Assessed:
    (line,) = lines_of([get_kpi(kpi_id)], first_month=APRIL, last_month=APRIL)
    assert line.latest is not None
    return line.latest


def _contacts(field: Field, **changes: Any) -> int:
    number = {"unit": Unit.NUMBER, "denominator": "", "minimum_denominator": 0, "target": Fraction(60)}
    return _kpi(field, numerator_from=("contact",), services=BOTH, **{**number, **changes})


def test_currencies_are_added_up_over_services_once_they_are_frozen() -> None:
    field = a_field()
    kpi_id = _contacts(field)
    submitted(field)
    assert _april(kpi_id).judgement.reason == "Missing: April 2008."
    _frozen(field)
    assert _april(kpi_id).measured.value == 60
    assert list_due(field.provider.organisation_id, on=FROZEN_ON) == []


def test_a_service_without_figures_leaves_none_and_is_never_nought() -> None:
    field = a_field()
    kpi_id = _contacts(field)
    submitted(field, [line for line in lines_for() if not line.startswith("PULM")] + ["PULM,X82001,2008-04,referral,1"])
    _frozen(field)
    assert _april(kpi_id).measured.value is None


def test_another_provider_is_not_counted() -> None:
    field = a_field()
    submitted(field)
    _frozen(field)
    with transaction():
        kpi = make_kpi(
            commissioner_id=field.trust.id,
            code="A-02",
            tie=Tie(provider_id=field.other_provider.organisation_id),
            definition=a_definition(numerator_from=("contact",), denominator_from=("contact",), services=BOTH),
            by=field.commissioner,
            at=MAY_AT,
        )
        put_in_use(kpi_id=kpi.id, from_month=APRIL, reason="Agreed", by=field.commissioner, at=MAY_AT)
        kpi_id = kpi.id
    assert _april(kpi_id).measured.value is None


def test_one_part_comes_from_activity_and_the_other_by_return() -> None:
    field = a_field()
    kpi_id = _kpi(field, denominator_from=("contact",), services=BOTH)
    submitted(field)
    _frozen(field)
    sent = Sent(way=Way.TYPED, file_name="", content=b"typed")

    def returned(above: int, below: int | None) -> None:
        with transaction():
            return_results(
                provider_id=field.provider.organisation_id,
                given=[given(kpi_id, APRIL, above, below)],
                sent=sent,
                by=field.provider,
                at=FROZEN_AT,
                on=FROZEN_ON,
            )

    with pytest.raises(Refusal, match="This KPI takes no denominator by return"):
        returned(57, 60)
    returned(57, None)
    assert _april(kpi_id).measured.value == 95
    returned(61, None)
    assert _april(kpi_id).judgement.reason == "The numerator is above the denominator."
