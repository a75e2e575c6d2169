"""KPIs under attack: two people at once, results changed unseen, months that are none, small counts, other parties."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask

from commissioning.activity.rules.asking import Way
from commissioning.activity.rules.months import Frequency
from contracts.agreements.queries.contracts import get_contract
from contracts.performance.actions import defining, judging, returning
from contracts.performance.actions.checking import Sent
from contracts.performance.actions.judging import freeze_results
from contracts.performance.queries.board import Line, as_all_see, as_seen, drawn_lines, lines_of
from contracts.performance.queries.kpis import get_kpi
from contracts.performance.queries.moved import moved_since
from contracts.performance.queries.results import list_results, standing_results
from contracts.performance.rules.kinds import Direction, Kind, Status, Unit
from contracts.performance.rules.quality import Answer, Mark
from contracts.performance.rules.showing import WITHHELD
from contracts.reviews.own_sections.watched import kpis_section
from contracts.reviews.sections import Period
from core.db import transaction
from core.errors import Refusal
from core.permissions import Actor
from tests.at_once import at_once
from tests.builders_contracts import Contracting
from tests.builders_performance import a_draft_kpi, a_kpi, a_kpi_of_contract, frozen, given, returned, used
from tests.builders_rounds import AT, DAY

pytestmark = pytest.mark.usefixtures("database")
TYPED = Sent(way=Way.TYPED, file_name="", content=b"typed")
SMALL: dict[str, Any] = {
    "unit": Unit.NUMBER,
    "kind": Kind.RATE,
    "denominator": "",
    "target": Fraction(0),
    "direction": Direction.LOWER,
}
MARK = Mark(
    timely=Answer.YES,
    complete=Answer.YES,
    validated=Answer.YES,
    signed_off=Answer.YES,
    last_audited_on=None,
    is_sufficient=True,
    words="",
)


def _freeze(people: Contracting, kpi_id: int, period: str) -> None:
    freeze_results(commissioner_id=people.pct, keys=[(kpi_id, period)], by=people.commissioner, at=AT)


def _return(people: Contracting, kpi_id: int, above: int) -> None:
    results = [given(kpi_id, "2008-01", above, 100)]
    returning.return_results(provider_id=people.providing, given=results, sent=TYPED, by=people.provider, at=AT, on=DAY)


def _line(kpi_id: int, by: Actor) -> Line:
    lines = lines_of([get_kpi(kpi_id)], first_month="2007-12", last_month="2008-02")
    return as_seen(lines, by, small_up_to=5)[0]


def test_one_of_two_who_freeze_at_once_is_told(database: Flask) -> None:
    people = Contracting()
    kpi_id = a_kpi(people)
    returned(people.provider, given(kpi_id, "2008-01", 95, 100))
    acts = [lambda: _freeze(people, kpi_id, "2008-01")] * 2
    came = at_once(database, *acts)
    assert came == ["All of these are frozen already.", "done"]


def test_a_result_returned_while_it_is_frozen_never_stands_beside_a_frozen_one(database: Flask) -> None:
    people = Contracting()
    kpi_id = a_kpi(people)
    returned(people.provider, given(kpi_id, "2008-01", 95, 100))
    came = at_once(database, lambda: _freeze(people, kpi_id, "2008-01"), lambda: _return(people, kpi_id, 99))
    stands = standing_results([kpi_id], "2008-01", "2008-01")[kpi_id]["2008-01"]
    assert stands.is_frozen
    assert stands.number == len(list_results(kpi_id)), "what was frozen is the last result that was taken"
    assert came[1] == "done" or "the result is frozen" in came[1]


def test_two_results_returned_at_once_are_two_versions_or_one(database: Flask) -> None:
    people = Contracting()
    kpi_id = a_kpi(people)
    came = at_once(database, lambda: _return(people, kpi_id, 90), lambda: _return(people, kpi_id, 91))
    assert "done" in came
    assert [each.number for each in list_results(kpi_id)] in ([1], [2, 1])


def test_what_is_frozen_is_what_was_seen() -> None:
    people = Contracting()
    kpi_id = a_kpi(people)
    returned(people.provider, given(kpi_id, "2008-01", 95, 100))
    returned(people.provider, given(kpi_id, "2008-01", 20, 100))
    key = (kpi_id, "2008-01")
    told = r"CN-01: a new result came for January 2008 since you opened the page\. Nothing was frozen\. Look at it"
    with transaction(), pytest.raises(Refusal, match=told):
        freeze_results(commissioner_id=people.pct, keys=[key], seen={key: 1}, by=people.commissioner, at=AT)
    with transaction():
        freeze_results(commissioner_id=people.pct, keys=[key], seen={key: 2}, by=people.commissioner, at=AT)
    assert standing_results([kpi_id], "2008-01", "2008-01")[kpi_id]["2008-01"].is_frozen


@pytest.mark.parametrize("month", ["soon", "2008-13", "9999-12", "2008-4", ""])
def test_what_is_no_month_is_refused_in_words_wherever_one_is_asked_for(month: str) -> None:
    people = Contracting()
    kpi_id = a_kpi(people)
    told = r"A month is written as year and month, such as 2008-04\. Correct it\."
    with transaction(), pytest.raises(Refusal, match=told):
        defining.retire_kpi(kpi_id=kpi_id, month=month, reason="Over", by=people.commissioner)
    with transaction(), pytest.raises(Refusal, match=told):
        judging.mark_quality(kpi_id=kpi_id, mark=MARK, from_month=month, by=people.commissioner, at=AT, on=DAY)
    with transaction(), pytest.raises(Refusal, match=told):
        judging.annotate(kpi_id=kpi_id, month=month, words="A flood", by=people.commissioner, at=AT)
    with pytest.raises(Refusal, match="CN-01: a period is named by its first month, such as 2008-04"):
        returned(people.provider, given(kpi_id, month, 1, 2))


def test_a_mark_does_not_hold_from_a_period_to_come_and_a_kpi_of_quarters_ends_with_one() -> None:
    people = Contracting()
    kpi_id = a_kpi(people)
    with transaction(), pytest.raises(Refusal, match=r"May 2008 has not begun\. The mark holds from a period that has"):
        judging.mark_quality(
            kpi_id=kpi_id, mark=MARK, from_month="2008-05", by=people.commissioner, at=AT, on=date(2008, 3, 3)
        )
    quarterly = used(a_draft_kpi(people, "Q", frequency=Frequency.QUARTERLY), people)
    with transaction(), pytest.raises(Refusal, match="A KPI of quarters ends with a quarter"):
        defining.retire_kpi(kpi_id=quarterly, month="2008-05", reason="Over", by=people.commissioner)


def test_small_counts_are_for_provider_and_commissioner() -> None:
    people = Contracting()
    kpi_id, _ = a_kpi_of_contract(people)
    returned(people.provider, given(kpi_id, "2008-01", 97, 100))
    for by in (people.commissioner, people.provider):
        measured = _line(kpi_id, by).assessed[1].measured
        assert (measured.numerator, measured.value) == (Fraction(97), Fraction(97))
    seen = _line(kpi_id, people.lead)
    assert (seen.is_small, seen.is_withheld) == (True, False)
    assert (seen.assessed[1].measured.numerator, seen.assessed[1].measured.value) == (None, Fraction(97))


def test_a_small_count_that_is_the_figure_is_withheld_with_its_chart() -> None:
    people = Contracting()
    kpi_id = a_kpi(people, **SMALL)
    returned(people.provider, given(kpi_id, "2008-01", 2, None), given(kpi_id, "2008-02", 40, None))
    own = _line(kpi_id, people.commissioner)
    assert (own.status, len(drawn_lines([own]))) == (Status.RED, 1)
    seen = _line(kpi_id, people.lead)
    assert [each.judgement.reason for each in seen.assessed] == [WITHHELD] * 3
    assert [each.measured.value for each in seen.assessed] == [None] * 3
    assert all(each.to_date.value is None for each in seen.assessed), "no sum tells the one that is missing"
    assert drawn_lines([seen]) == []
    (line,) = as_all_see([own], small_up_to=5)
    assert line.is_withheld, "packs and logs are read by all sides"
    frozen(people, (kpi_id, "2008-01"), (kpi_id, "2008-02"))
    assert moved_since([(kpi_id, date(2008, 2, 1))], DAY, small_up_to=5) == [WITHHELD]
    (said,) = moved_since([(kpi_id, date(2008, 2, 1))], DAY, small_up_to=1)
    assert "it rose from 2" in said


def test_a_pack_names_the_kpi_whose_small_counts_it_does_not_tell() -> None:
    people = Contracting()
    kpi_id, contract_id = a_kpi_of_contract(people)
    small = a_kpi(people, "CN-02", contract_id, name="Falls with harm", **SMALL)
    returned(people.provider, given(kpi_id, "2008-01", 80, 100), given(small, "2008-01", 2, None))
    part = kpis_section(
        get_contract(contract_id), Period(first_day=date(2008, 1, 1), last_day=date(2008, 1, 31), review_id=1), DAY
    )
    assert part.sentences == [
        "1 of 1 key performance indicators needs a look.",
        "The last figure is provisional: not frozen yet when this was put together.",
        "Small numbers, shown to the provider and the commissioner only: Falls with harm.",
    ]


def test_a_definition_with_endless_words_is_refused() -> None:
    people = Contracting()
    with pytest.raises(Refusal, match=r"A name has up to 200 characters; this one has 5,000\."):
        a_draft_kpi(people, name="x" * 5_000)
    with pytest.raises(Refusal, match=r"“Why” has up to 2,000 characters\. Shorten it\."):
        a_draft_kpi(people, why="x" * 2_001)
