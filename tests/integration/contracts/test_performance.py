"""KPIs on both engines: defined, returned, frozen, corrected, marked; what is refused, who may not, the trail."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contracts.performance.actions import defining, judging, returning
from contracts.performance.models.kpis import SUBJECT
from contracts.performance.models.results import FREEZE_SUBJECT, RETURN_SUBJECT
from contracts.performance.queries.board import lines_of
from contracts.performance.queries.due import list_due
from contracts.performance.queries.kpis import Chosen, find_seen, get_kpi, list_in_use
from contracts.performance.queries.off_track import list_off_track, list_performance
from contracts.performance.queries.results import list_results
from contracts.performance.rules.kinds import Status
from contracts.performance.rules.quality import Answer, Mark
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from tests.builders_contracts import Contracting
from tests.builders_performance import (
    a_definition,
    a_draft_kpi,
    a_kpi,
    a_kpi_of_contract,
    frozen,
    given,
    returned,
    used,
)
from tests.builders_rounds import AT, DAY

pytestmark = pytest.mark.usefixtures("database")
MARK = Mark(
    timely=Answer.YES,
    complete=Answer.NO,
    validated=Answer.UNKNOWN,
    signed_off=Answer.NO,
    last_audited_on=None,
    is_sufficient=False,
    words="Two teams were left out.",
)


def _status(kpi_id: int, month: str) -> Status:
    (line,) = lines_of([get_kpi(kpi_id)], first_month=month, last_month=month)
    return line.status


def test_a_kpi_is_made_put_in_use_and_its_version_is_frozen() -> None:
    people = Contracting()
    kpi_id = a_draft_kpi(people)
    assert list_in_use(people.commissioner, Chosen()) == []
    used(kpi_id, people)
    kpi = get_kpi(kpi_id)
    assert (kpi.draft, [(each.number, each.from_month) for each in kpi.versions]) == (None, [(1, "2007-04")])
    assert [line.did for line in history_of(SUBJECT, kpi_id)] == [
        "put version 1 of its definition in use from April 2007: Agreed",
        "made the KPI CN-01, Urgent first visits within two working days, as a draft",
    ]
    with pytest.raises(DBAPIError, match="what performance_definition holds is frozen"):
        db.session.execute(text("UPDATE performance_definition SET from_month = '2006-04'"))
    db.session.rollback()


def test_an_id_is_given_once_and_a_contract_has_its_own_provider() -> None:
    people = Contracting()
    _, contract_id = a_kpi_of_contract(people)
    with pytest.raises(Refusal, match=r"There is a KPI CN-01 already\. Give this one another ID\."):
        a_draft_kpi(people, "cn-01")
    tie = defining.Tie(provider_id=people.trust, contract_id=contract_id)
    with transaction(), pytest.raises(Refusal, match=r"Contract WH/01 is with Provider services\. Choose its provider"):
        defining.make_kpi(
            commissioner_id=people.pct, code="B", tie=tie, definition=a_definition(), by=people.commissioner, at=AT
        )


def test_a_definition_inside_out_or_of_unknown_currencies_is_refused() -> None:
    people = Contracting()
    with pytest.raises(Refusal, match="what the denominator counts"):
        a_draft_kpi(people, denominator="")
    with pytest.raises(Refusal, match="No activity is counted as moonshine"):
        a_draft_kpi(people, numerator_from=("moonshine",), services=("PHYSIO",))


def test_a_kpi_changed_in_mid_year_leaves_old_results_their_definition() -> None:
    people = Contracting()
    kpi_id = a_kpi(people)
    returned(people.provider, given(kpi_id, "2007-12", 90, 100))
    with transaction():
        defining.write_definition(
            kpi_id=kpi_id, definition=a_definition(target=Fraction(80)), by=people.commissioner, at=AT
        )
    with transaction(), pytest.raises(Refusal, match="old results keep their definition"):
        defining.put_in_use(kpi_id=kpi_id, from_month="2007-12", reason="Now", by=people.commissioner, at=AT)
    used(kpi_id, people, "2008-01")
    returned(people.provider, given(kpi_id, "2008-01", 90, 100))
    assert (_status(kpi_id, "2007-12"), _status(kpi_id, "2008-01")) == (Status.AMBER, Status.GREEN)
    assert [each.definition.number for each in list_results(kpi_id)] == [2, 1]


def test_a_draft_is_discarded_and_a_kpi_retired_after_its_results() -> None:
    people = Contracting()
    kpi_id = a_kpi(people)
    with transaction():
        defining.write_definition(kpi_id=kpi_id, definition=a_definition(name="New"), by=people.commissioner, at=AT)
    with transaction():
        defining.discard_draft(kpi_id=kpi_id, by=people.commissioner)
    returned(people.provider, given(kpi_id, "2007-12", 90, 100))
    with transaction(), pytest.raises(Refusal, match=r"There are results up to December 2007\. Retire it from after"):
        defining.retire_kpi(kpi_id=kpi_id, month="2007-12", reason="Over", by=people.commissioner)
    with transaction():
        defining.retire_kpi(kpi_id=kpi_id, month="2008-01", reason="Over", by=people.commissioner)
    with transaction(), pytest.raises(Refusal, match="was retired from January 2008"):
        defining.write_definition(kpi_id=kpi_id, definition=a_definition(), by=people.commissioner, at=AT)
    assert history_of(SUBJECT, kpi_id)[0].did == "retired it from January 2008: Over"


def test_results_have_versions_and_only_what_differs_is_one() -> None:
    people = Contracting()
    kpi_id = a_kpi(people)
    made = returned(people.provider, given(kpi_id, "2007-12", 95, 100), given(kpi_id, "2008-01", 96, 100))
    returned(people.provider, given(kpi_id, "2007-12", 94, 100), given(kpi_id, "2008-01", 96, 100))
    found = [(each.period, each.number, each.numerator) for each in list_results(kpi_id)]
    assert found == [("2008-01", 1, 960_000), ("2007-12", 2, 940_000), ("2007-12", 1, 950_000)]
    assert _status(kpi_id, "2007-12") is Status.AMBER
    said = [line.did for line in history_of(RETURN_SUBJECT, made.id)]
    assert said == ["returned 2 results under number 1, December 2007 to January 2008"]
    with pytest.raises(Refusal, match=r"Nothing differs from what stands\. Nothing was returned\."):
        returned(people.provider, given(kpi_id, "2007-12", 94, 100))


@pytest.mark.parametrize(
    ("period", "above", "below", "sentence"),
    [
        ("2007-12", 101, 100, "CN-01, December 2007: The numerator, 101, is above the denominator, 100."),
        ("2007-12", 5, None, "CN-01, December 2007: Numerator and denominator go together."),
        ("2008-03", 5, 10, "CN-01, March 2008: the period is not over yet."),
        ("2007-03", 5, 10, "CN-01, 2007-03: no definition was in use then."),
    ],
)
def test_results_that_cannot_be_are_refused(period: str, above: int, below: int | None, sentence: str) -> None:
    people = Contracting()
    kpi_id = a_kpi(people)
    with pytest.raises(Refusal) as refused:
        returned(people.provider, given(kpi_id, period, above, below))
    assert str(refused.value).startswith(sentence)
    assert list_results(kpi_id) == []


def test_a_frozen_result_is_never_replaced_and_its_correction_stands_beside() -> None:
    people = Contracting()
    kpi_id = a_kpi(people)
    returned(people.provider, given(kpi_id, "2007-12", 95, 100))
    (result,) = list_results(kpi_id)

    def correct() -> None:
        with transaction():
            returning.correct_result(
                kpi_id=kpi_id,
                result_id=result.id,
                numerator=Fraction(80),
                denominator=Fraction(100),
                reason="Miscounted",
                by=people.provider,
                at=AT,
            )

    with pytest.raises(Refusal, match=r"This result is not frozen\. Return it anew instead\."):
        correct()
    frozen(people, (kpi_id, "2007-12"))
    with pytest.raises(Refusal, match=r"the result is frozen\. Record a correction beside it"):
        returned(people.provider, given(kpi_id, "2007-12", 80, 100))
    correct()
    assert _status(kpi_id, "2007-12") is Status.GREEN
    assert history_of(SUBJECT, kpi_id)[0].did == (
        "recorded a correction beside the frozen result of December 2007: Miscounted"
    )
    assert [line.did for line in history_of(FREEZE_SUBJECT, people.pct)] == [
        "froze 1 results, December 2007 to December 2007"
    ]
    with pytest.raises(Refusal, match="All of these are frozen already"):
        frozen(people, (kpi_id, "2007-12"))
    with pytest.raises(Refusal, match="nothing was returned for January 2008"):
        frozen(people, (kpi_id, "2008-01"))


def test_insufficient_data_override_green_from_their_month_on() -> None:
    people = Contracting()
    kpi_id = a_kpi(people)
    returned(people.provider, given(kpi_id, "2007-12", 95, 100), given(kpi_id, "2008-01", 96, 100))
    with transaction():
        judging.mark_quality(kpi_id=kpi_id, mark=MARK, from_month="2008-01", by=people.commissioner, at=AT, on=DAY)
    assert (_status(kpi_id, "2007-12"), _status(kpi_id, "2008-01")) == (Status.GREEN, Status.GREY)
    assert history_of(SUBJECT, kpi_id)[0].did == "marked its data as insufficient from January 2008"
    with transaction(), pytest.raises(Refusal, match="Say why the quality of the data is insufficient"):
        judging.mark_quality(
            kpi_id=kpi_id,
            mark=replace(MARK, words=""),
            from_month="2008-01",
            by=people.commissioner,
            at=AT,
            on=DAY,
        )


def test_limits_are_rebased_once_a_period_with_a_dated_reason() -> None:
    people = Contracting()
    kpi_id = a_kpi(people)

    def rebase(month: str, since: date, reason: str = "A second team") -> None:
        with transaction():
            judging.rebase_limits(
                kpi_id=kpi_id, month=month, since_on=since, reason=reason, by=people.commissioner, at=AT, on=DAY
            )

    rebase("2007-10", date(2007, 10, 2))
    assert history_of(SUBJECT, kpi_id)[0].did.endswith("begin anew with October 2007: A second team")
    with pytest.raises(Refusal, match="Two rebases of one period overlap"):
        rebase("2007-10", date(2007, 10, 9))
    with pytest.raises(Refusal, match="the day of the change lies in it"):
        rebase("2007-12", date(2007, 11, 30))
    with pytest.raises(Refusal, match="Write why the limits begin anew"):
        rebase("2007-12", date(2007, 12, 1), " ")


def test_what_happened_is_noted() -> None:
    people = Contracting()
    kpi_id = a_kpi(people)
    with transaction():
        judging.annotate(kpi_id=kpi_id, month="2007-10", words="A flood", by=people.commissioner, at=AT)
    assert history_of(SUBJECT, kpi_id)[0].did == "noted of October 2007: A flood"


@pytest.mark.parametrize("who", ["auditor", "lead", "member", "provider", "stranger"])
def test_only_the_commissioner_defines_judges_and_notes(who: str) -> None:
    people = Contracting()
    kpi_id, _ = a_kpi_of_contract(people)
    by = getattr(people, who)
    with transaction(), pytest.raises(NotAllowed):
        defining.write_definition(kpi_id=kpi_id, definition=a_definition(name="X"), by=by, at=AT)
    with transaction(), pytest.raises(NotAllowed):
        defining.retire_kpi(kpi_id=kpi_id, month="2008-04", reason="Why", by=by)
    with transaction(), pytest.raises(NotAllowed):
        judging.freeze_results(commissioner_id=people.pct, keys=[(kpi_id, "2007-12")], by=by, at=AT)
    with transaction(), pytest.raises(NotAllowed):
        judging.mark_quality(kpi_id=kpi_id, mark=MARK, from_month="2007-12", by=by, at=AT, on=DAY)
    with transaction(), pytest.raises(NotAllowed):
        judging.annotate(kpi_id=kpi_id, month="2007-12", words="Why", by=by, at=AT)


@pytest.mark.parametrize("who", ["finance", "auditor", "lead", "commissioner", "stranger"])
def test_only_a_provider_returns_results(who: str) -> None:
    people = Contracting()
    kpi_id = a_kpi(people)
    with pytest.raises(NotAllowed):
        returned(getattr(people, who), given(kpi_id, "2007-12", 95, 100))


def test_a_provider_returns_its_own_kpis_alone() -> None:
    people = Contracting()
    kpi_id = a_kpi(people)
    with pytest.raises(Refusal, match="One of these KPIs is not yours to report"):
        returned(people.idle_provider, given(kpi_id, "2007-12", 95, 100))


@pytest.mark.parametrize(
    ("who", "tied", "alone"),
    [
        ("commissioner", True, True),
        ("finance", True, True),
        ("auditor", True, True),
        ("provider", True, True),
        ("idle_provider", False, False),
        ("lead", True, False),
        ("member", True, False),
        ("lead_of_watcom", False, False),
        ("stranger", False, False),
    ],
)
def test_who_sees_a_kpi_of_a_contract_and_one_of_none(who: str, tied: bool, alone: bool) -> None:
    people = Contracting()
    kpi_id, _ = a_kpi_of_contract(people)
    other = a_kpi(people, "CN-02")
    by = getattr(people, who)
    assert (find_seen(kpi_id, by=by) is not None, find_seen(other, by=by) is not None) == (tied, alone)


def test_a_kpi_that_was_never_in_use_is_the_commissioners_alone() -> None:
    people = Contracting()
    kpi_id = a_draft_kpi(people)
    seen = [find_seen(kpi_id, by=by) is not None for by in (people.commissioner, people.provider, people.auditor)]
    assert seen == [True, False, False]


def test_what_is_due_is_of_periods_that_are_over() -> None:
    people = Contracting()
    kpi_id = a_kpi(people)
    returned(people.provider, given(kpi_id, "2008-02", 95, 100))
    due = list_due(people.providing, on=DAY, months=2)
    assert [(each.period.first_month, each.is_open, each.due_on) for each in due] == [
        ("2008-02", False, date(2008, 3, 25)),
        ("2008-01", True, date(2008, 2, 21)),
    ]
    assert [each.is_late(on=DAY) for each in due] == [False, True]


def test_rooms_above_are_told_what_is_off_track_or_missing() -> None:
    people = Contracting()
    kpi_id, contract_id = a_kpi_of_contract(people)
    returned(people.provider, given(kpi_id, "2008-01", 80, 100), given(kpi_id, "2007-12", 96, 100))
    assert list_off_track(contract_id, "2007-12", small_up_to=5) == []
    (told,) = list_off_track(contract_id, "2008-01", small_up_to=5)
    assert (told.code, told.value, told.target, told.status, told.is_off_track) == (
        "CN-01",
        "80",
        "at least 95",
        "Red",
        True,
    )
    (missing,) = list_performance(contract_id, "2008-02", small_up_to=5)
    assert (missing.is_missing, missing.status, missing.reason) == (True, "Grey", "Missing: February 2008.")
