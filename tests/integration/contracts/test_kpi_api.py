"""`/api/v1/kpi-results`: a provider's machine returns results, asks what would be found, and reads what is due."""

import zlib
from collections.abc import Iterator
from fractions import Fraction

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from commissioning.activity.rules.months import Frequency
from contracts.performance.actions.returning import correct_result
from contracts.performance.models.results import KpiReturn, Result, ReturnedFile
from contracts.performance.queries.results import list_results
from contracts.performance.rules.kinds import Unit
from core.audit_trail.models import AuditEvent
from core.db import db, transaction
from core.sending import KINDS
from core.spreadsheets.writing import Sheet, write_xlsx
from tests.builders_activity import APRIL, MAY_AT, Field, a_field
from tests.builders_api import PURPOSE, said
from tests.builders_kpi_api import KPI_RESULTS, KpiMachine, a_csv, a_kpi_of, a_machine, a_row, freeze
from tests.counting import statements

MARCH = "2008-03"
NOTHING_DIFFERS = "Nothing differs from what stands. Nothing was returned."
FROZEN = "CN-01, April 2008: the result is frozen. Record a correction beside it, on the page of the KPI."
USED = "This key was used for other figures before. Send these with a key of their own."


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with time_machine.travel(MAY_AT):
        yield


@pytest.fixture
def field(app: Flask) -> Field:
    """The trust with its provider."""
    del app
    return a_field()


@pytest.fixture
def kpi(field: Field) -> int:
    """A KPI of the provider, CN-01."""
    return a_kpi_of(field)


@pytest.fixture
def machine(app: Flask, field: Field, kpi: int) -> KpiMachine:
    """The provider's machine."""
    del kpi
    return a_machine(app, field.provider)


def _kept() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(KpiReturn)) or 0


def _versions(kpi_id: int) -> list[tuple[str, int, int | None]]:
    db.session.rollback()
    return [(each.period, each.number, each.numerator) for each in list_results(kpi_id)]


def test_results_are_returned_as_data_and_read_again(machine: KpiMachine, field: Field) -> None:
    answer = machine.returns(a_row(), a_row(period=MARCH, above="7.5"), words="One team was ill.")
    told = answer.json or {}
    assert (answer.status_code, answer.mimetype) == (201, "application/json")
    assert (told["number"], told["way"], told["file"], told["words"]) == (1, "data", "sent.csv", "One team was ill.")
    assert told["results"] == [
        {"kpi": "CN-01", "period": [MARCH], "number": 1, "numerator": "7.5", "denominator": "100"},
        {"kpi": "CN-01", "period": [APRIL], "number": 1, "numerator": "96", "denominator": "100"},
    ]
    assert answer.headers["Location"] == f"{KPI_RESULTS}/{told['id']}"
    made = db.session.get_one(KpiReturn, told["id"])
    assert (made.returned_by_id, made.provider_id) == (field.provider.person_id, field.provider.organisation_id)
    kept = zlib.decompress(db.session.get_one(ReturnedFile, told["id"]).content)
    assert kept == a_csv("CN-01,2008-04,96,100", "CN-01,2008-03,7.5,100")
    read = machine.get(answer.headers["Location"]).json or {}
    stands = {"stands": True, "is_frozen": False, "corrections": []}
    assert read == told | {"results": [each | stands for each in told["results"]]}


def test_the_audit_trail_names_person_and_token(machine: KpiMachine, field: Field) -> None:
    machine.returns()
    done = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "performance.return_results")).one()
    assert (done.by_id, done.account) == (field.provider.person_id, PURPOSE)


def test_a_file_is_the_body_and_kept_byte_for_byte(machine: KpiMachine) -> None:
    content = a_csv("CN-01,2008-04,96,100")
    told = machine.uploads(content, query="?words=Final").json or {}
    assert (told["way"], told["file"], told["words"], len(told["results"])) == ("file", "sent.csv", "Final", 1)
    assert zlib.decompress(db.session.get_one(ReturnedFile, told["id"]).content) == content


def test_a_workbook_is_taken_like_the_csv_file(machine: KpiMachine, kpi: int) -> None:
    content = write_xlsx(
        [Sheet(name="results", header=["kpi", "period", "numerator", "denominator"], rows=[["CN-01", APRIL, 96, 100]])]
    )
    answer = machine.uploads(content, KINDS["xlsx"])
    assert (answer.status_code, (answer.json or {})["file"], _versions(kpi)) == (
        201,
        "sent.xlsx",
        [(APRIL, 1, 960_000)],
    )


def test_what_differs_becomes_the_next_version_and_nothing_else(machine: KpiMachine, kpi: int) -> None:
    first = machine.returns(a_row(), a_row(period=MARCH)).headers["Location"]
    second = machine.returns(a_row(above=95), a_row(period=MARCH)).json or {}
    assert [(each["period"], each["number"]) for each in second["results"]] == [([APRIL], 2)]
    assert _versions(kpi) == [(APRIL, 2, 950_000), (APRIL, 1, 960_000), (MARCH, 1, 960_000)]
    read = machine.get(first).json or {}
    assert [(each["period"], each["stands"]) for each in read["results"]] == [([MARCH], True), ([APRIL], False)]
    again = machine.returns(a_row(above=95))
    assert (again.status_code, said(again), _kept()) == (409, NOTHING_DIFFERS, 2)


def test_null_says_that_there_is_no_figure_and_a_denominator_may_be_left_out(
    machine: KpiMachine, field: Field, kpi: int
) -> None:
    counted = a_kpi_of(field, "CN-02", unit=Unit.NUMBER, denominator="", target=Fraction(5), unit_words="infections")
    row = {"kpi": "CN-02", "period": APRIL, "numerator": 7}
    machine.returns(a_row(), row)
    told = machine.returns(a_row(above=None, below=None)).json or {}
    assert (told["results"][0]["numerator"], told["results"][0]["denominator"]) == (None, None)
    assert (_versions(kpi), _versions(counted)) == ([(APRIL, 2, None), (APRIL, 1, 960_000)], [(APRIL, 1, 70_000)])


def test_a_dry_run_changes_nothing_and_says_what_would_be_found(machine: KpiMachine, field: Field, kpi: int) -> None:
    rows = (a_row(), a_row(period=MARCH, above=101), a_row(period="2008-05"))
    told = machine.returns(*rows, query="?dry_run=true", key="dry").json or {}
    above = "CN-01, March 2008: The numerator, 101, is above the denominator, 100."
    early = "CN-01, May 2008: the period is not over yet."
    assert [(each["row"], each["said"]) for each in told["findings"]] == [(3, above), (4, early)]
    assert (told["rows"], told["changes"], told["would_be_taken"], told["why_not"]) == (3, 0, False, f"{above} {early}")
    good = machine.returns(query="?dry_run=true").json or {}
    assert (good["rows"], good["changes"], good["would_be_taken"], good["findings_in_all"]) == (1, 1, True, 0)
    assert _kept() == 0
    machine.returns()
    again = machine.returns(query="?dry_run=true").json or {}
    assert (again["would_be_taken"], again["why_not"], again["changes"]) == (False, NOTHING_DIFFERS, 0)
    freeze(field, (kpi, APRIL))
    assert (machine.returns(a_row(above=1), query="?dry_run=true").json or {})["why_not"] == FROZEN
    assert _kept() == 1


def test_what_is_wrong_is_told_by_row_and_nothing_is_taken(machine: KpiMachine) -> None:
    content = a_csv("CN-01,2008-04,96,100", "CN-99,2008-04,1,2", "CN-01,April,1,2", "CN-01,2008-03,-1,2")
    answer = machine.uploads(content)
    found = [(each["row"], each["column"], each["value"]) for each in (answer.json or {})["findings"]]
    assert (answer.status_code, found) == (
        422,
        [(3, "kpi", "CN-99"), (4, "period", "April"), (5, "numerator", "-1")],
    )
    assert said(answer).startswith(
        "sent.csv, row 3, column kpi: expected is the ID of one of your KPIs; it says “CN-99”."
    )
    twice = machine.returns(a_row(), a_row(above=95))
    assert (twice.status_code, (twice.json or {})["findings"]) == (
        422,
        [
            {
                "row": 3,
                "column": "",
                "value": "",
                "said": "CN-01, 2008-04: this period stands twice. Keep one of them.",
            }
        ],
    )
    assert _kept() == 0


def test_a_frozen_result_is_refused_in_words_and_its_correction_is_read(
    machine: KpiMachine, field: Field, kpi: int
) -> None:
    where = machine.returns(a_row(), a_row(period=MARCH)).headers["Location"]
    freeze(field, (kpi, APRIL))
    answer = machine.returns(a_row(above=95), a_row(period=MARCH, above=95))
    assert (answer.status_code, said(answer), _kept()) == (422, FROZEN, 1)
    assert machine.returns(a_row(), a_row(period=MARCH, above=95)).status_code == 201
    with transaction():
        (result,) = (each for each in list_results(kpi) if each.period == APRIL)
        correct_result(
            kpi_id=kpi,
            result_id=result.id,
            numerator=Fraction(95),
            denominator=Fraction(100),
            reason="One was counted twice",
            by=field.provider,
            at=MAY_AT,
        )
    march, april = (machine.get(where).json or {})["results"]
    assert (march["stands"], march["is_frozen"], april["stands"], april["is_frozen"]) == (False, False, True, True)
    (beside,) = april["corrections"]
    assert (beside["numerator"], beside["reason"]) == ("95", "One was counted twice")
    (line,) = (each for each in (machine.get(KPI_RESULTS).json or {})["due"] if each["period"] == [APRIL])
    assert (line["state"], line["can_be_sent"], line["why_not"], line["numerator"]) == (
        "frozen",
        False,
        "The result is frozen. Record a correction beside it, on the page of the KPI.",
        "96",
    )


def test_one_key_makes_one_return_and_the_first_answer_again(machine: KpiMachine) -> None:
    first = machine.returns(key="april-1")
    machine.returns(a_row(above=95))
    second = machine.returns(key="april-1")
    assert (first.status_code, second.status_code, _kept()) == (201, 200, 2)
    assert (first.data, first.headers["Location"]) == (second.data, second.headers["Location"])


def test_a_key_is_not_used_for_anything_else_but_free_after_a_refusal(machine: KpiMachine) -> None:
    assert machine.returns(a_row(period="2008-05"), key="k").status_code == 422
    assert machine.returns(key="k").status_code == 201
    for other in (machine.returns(a_row(above=95), key="k"), machine.returns(words="Late", key="k")):
        assert (other.status_code, said(other)) == (409, USED)
    assert _kept() == 1


def test_what_is_due_late_and_returned_is_listed_from_a_month_on(machine: KpiMachine, field: Field) -> None:
    quarterly = a_kpi_of(field, "CN-02", frequency=Frequency.QUARTERLY)
    made = machine.returns(a_row(period=MARCH)).json or {}
    told = machine.get(KPI_RESULTS).json or {}
    lines = [(each["kpi"], each["period"], each["state"], each["due_on"]) for each in told["due"]]
    assert lines == [
        ("CN-01", ["2008-04"], "due", "2008-05-22"),
        ("CN-02", ["2008-01", "2008-02", "2008-03"], "late", "2008-04-21"),
        ("CN-01", ["2008-03"], "returned", "2008-04-21"),
        ("CN-01", ["2008-02"], "late", "2008-03-25"),
        ("CN-01", ["2008-01"], "late", "2008-02-21"),
    ]
    assert told["due"][0]["asked"] == ["numerator", "denominator"]
    assert (told["due"][2]["number"], told["due"][2]["numerator"], told["due"][0]["numerator"]) == (1, "96", None)
    head = {name: made[name] for name in ("id", "number", "way", "file", "sha256", "returned_at")}
    assert told["returns"] == [head | {"results": 1}]
    since = machine.get(f"{KPI_RESULTS}?since=2008-04").json or {}
    assert [each["period"] for each in since["due"]] == [["2008-04"]]
    later = machine.get(f"{KPI_RESULTS}?since=2008-06").json or {}
    assert later == {"due": [], "returns": []}
    assert _versions(quarterly) == []


def test_a_list_of_many_makes_as_many_queries_as_one_of_few(machine: KpiMachine, field: Field) -> None:
    machine.returns()
    few = _queries_of(machine)
    for number in range(2, 8):
        a_kpi_of(field, f"CN-0{number}")
        machine.returns(a_row(f"CN-0{number}"), a_row(f"CN-0{number}", MARCH))
    assert _queries_of(machine) == few
    assert db.session.scalar(select(func.count()).select_from(Result)) == 13


def _queries_of(machine: KpiMachine) -> list[int]:
    last = (machine.get(KPI_RESULTS).json or {})["returns"][0]["id"]
    counts = []
    for path in (KPI_RESULTS, f"{KPI_RESULTS}/{last}"):
        with statements() as asked:
            assert machine.get(path).status_code == 200
        counts.append(len(asked))
    return counts
