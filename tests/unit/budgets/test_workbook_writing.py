import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from budgets.method.calculation import calculate
from budgets.method.methods import method_from
from budgets.method.policy import Policy
from budgets.method.workbook import (
    Activity,
    Adjustment,
    AdjustmentKind,
    CostCentre,
    Group,
    Membership,
    Population,
    Service,
    Workbook,
)
from budgets.rounds.exports.results import calculation_as_xlsx, calculation_as_zip
from budgets.rounds.exports.templates import EXAMPLE, EXAMPLE_POLICY, template_as_xlsx
from budgets.rounds.exports.workbooks import workbook_as_xlsx, workbook_as_zip
from budgets.rounds.imports.workbooks import read_workbook
from core.identifiers import has_identifier
from core.spreadsheets.guarding import cleaned
from core.spreadsheets.reading import read_tables
from core.spreadsheets.tables import Upload
from tests.unit.budgets import small_workbook

FOLDER = Path("examples/west-herts-2008-09")

names = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=12)
    .map(lambda text: cleaned(text) or "x")
    .filter(lambda text: not has_identifier(text) and "_x" not in text and cleaned(text) == text)
)
# below ten digits: a longer number may pass the NHS number check
amounts = st.integers(-(10**11) + 1, 10**11 - 1)
numbers = st.decimals(0, 10**8, places=3).map(Fraction)

joined = st.none() | st.dates(date(1950, 1, 1), date(2007, 1, 1))
cost_centres = st.builds(
    CostCentre, code=st.just("C"), service=st.just("S"), amount=amounts, description=names, wte=st.none() | numbers,
    subjective=names, recurrent=st.booleans(), in_scope=st.just(True), reason=st.just(""), row=st.just(0),
)  # fmt: skip
adjustments = st.builds(
    Adjustment, service=st.just("S"), kind=st.sampled_from(AdjustmentKind), amount=amounts, recurrent=st.booleans(),
    description=names, row=st.just(0),
)  # fmt: skip


@st.composite
def workbooks(draw: st.DrawFn) -> Workbook:
    quantities = draw(st.lists(st.one_of(st.integers(0, 10**9 - 1), numbers), max_size=4))
    weights = draw(st.lists(st.one_of(st.none(), numbers), min_size=2, max_size=2))
    return Workbook(
        groups=(Group(code="A", name=draw(names), locality=draw(names)), Group(code="B", name="b", lead=draw(names))),
        practices=(
            Membership(practice="P1", name=draw(names), group="A", joined=draw(joined)),
            Membership(practice="P2", name="p", group="B"),
        ),
        population_columns=("community",),
        populations=tuple(
            Population(
                practice=practice,
                on=EXAMPLE_POLICY.capitation_date,
                registered=1 + draw(numbers),
                weighted={} if weight is None else {"community": weight},
            )
            for practice, weight in zip(("P1", "P2"), weights, strict=True)
        ),
        services=(
            Service(
                code="S",
                name=draw(names),
                method=method_from("capitation:33.5+equal:66.5"),
                currencies=draw(st.sampled_from([(), ("contact",), ("fce", "bed_day")])),
                hosted_share=draw(st.sampled_from([Fraction(0), Fraction("33.33"), Fraction(100)])),
                uplift=draw(st.none() | st.just(Fraction(0)) | st.just(Fraction("-2.5"))),
            ),
        ),
        cost_centres=(draw(cost_centres),),
        adjustments=(draw(adjustments),),
        activity=Activity(
            service=("S",) * len(quantities),
            practice=("P1",) * len(quantities),
            month=tuple(f"2007-{month:02d}" for month in range(1, len(quantities) + 1)),
            currency=("contact",) * len(quantities),
            quantity=tuple(int(q) if q == int(q) else q for q in quantities),
        ),
    )  # fmt: skip


POLICY = replace(EXAMPLE_POLICY, population="registered", returned_amount=0, returned_basis=None)


@settings(deadline=None, max_examples=25)
@given(workbooks())
def test_a_workbook_reads_back_equal(workbook: Workbook) -> None:
    """TRAPS 14: zero survives, blank stays blank."""
    for name, write in (("a.xlsx", workbook_as_xlsx), ("a.zip", workbook_as_zip)):
        found = read_workbook(Upload(name, write(workbook, POLICY)))
        assert [str(problem) for problem in found.problems] == []
        assert (found.workbook, found.policy) == (workbook, POLICY)


def test_the_example_reads_back_equal() -> None:
    read = read_workbook(FOLDER)
    assert read.workbook is not None
    assert read.policy is not None
    for name, write in (("a.xlsx", workbook_as_xlsx), ("a.zip", workbook_as_zip)):
        content = write(read.workbook, read.policy)
        assert content == write(read.workbook, read.policy)
        again = read_workbook(Upload(name, content))
        assert (again.workbook, again.policy) == (read.workbook, read.policy)


def test_the_template_can_be_read_and_calculated_as_it_is() -> None:
    read = read_workbook(Upload("template.xlsx", template_as_xlsx()))
    assert (read.problems, read.notices) == ((), ())
    assert (read.workbook, read.policy) == (EXAMPLE, EXAMPLE_POLICY)
    assert all(check.passed for check in calculate(EXAMPLE, EXAMPLE_POLICY).checks)


def test_the_template_has_drop_down_lists_and_instructions() -> None:
    book = load_workbook(io.BytesIO(template_as_xlsx()))
    assert book.sheetnames[0] == "instructions"
    assert book["services"].freeze_panes == "A2"
    rules = {str(rule.sqref): rule.formula1 for rule in book["practices"].data_validations.dataValidation}
    assert rules == {"C2:C5001": "groups!$A$2:$A$1000"}


def test_results_come_out_sheet_by_sheet() -> None:
    calculation = calculate(EXAMPLE, EXAMPLE_POLICY)
    names = ["summary", "matrix_gross", "matrix_net", "lines", "practices", "bridge", "checks", "warnings"]
    for name, content in (("a.xlsx", calculation_as_xlsx(calculation)), ("a.zip", calculation_as_zip(calculation))):
        tables = read_tables(Upload(name, content))
        assert tables.problems == ()
        assert sorted(tables.tables) == sorted(name for name in names if name in tables.tables)
        assert set(names) - set(tables.tables) <= {"warnings"}
        rows = [cells for _, cells in tables.tables["matrix_gross"].records()]
        assert [Fraction(row["EXA"]) for row in rows] == [
            Fraction(line.gross["EXA"], 100) for line in calculation.lines
        ]


@pytest.mark.parametrize("write", [workbook_as_xlsx, workbook_as_zip])
def test_an_empty_fallback_list_survives_the_round_trip(write: Callable[[Workbook, Policy], bytes]) -> None:
    """TRAPS 14."""
    book, rules = small_workbook.workbook(), small_workbook.policy(fallback=())
    again = read_workbook(Upload("book.xlsx" if write is workbook_as_xlsx else "book.zip", write(book, rules)))
    assert again.problems == ()
    assert again.policy == rules
