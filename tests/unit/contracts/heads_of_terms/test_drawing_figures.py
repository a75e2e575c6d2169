"""Figures drawn from a calculation: parts always add up to their total, the split to the same total as the services."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgets.method.calculation import calculate
from budgets.method.policy import Holder
from budgets.method.workbook import CostCentre, MustDo
from contracts.heads_of_terms.rules.drawing import Drawn, Particulars, Party, draw, lines_gone
from contracts.heads_of_terms.rules.figures import Figure, FigureKind, figures_from, figures_kept, sum_of
from tests.builders_rounds import a_policy
from tests.builders_sign_off import GROUPS, a_workbook_of_five

LINES = ("PHYSIO", "PODIATRY", "BEDS", "MATRONS")
KINDS_OF_MONEY = (FigureKind.TOTAL, FigureKind.SPLIT)


def about(*lines: str, groups: tuple[str, ...] = tuple(GROUPS)) -> Particulars:
    return Particulars(
        commissioner=Party(code="5P3", name="West Hertfordshire PCT"),
        provider=Party(code="PROV", name="Provider services"),
        groups=tuple(Party(code=code, name=GROUPS[code], attendees="PbC lead") for code in groups),
        starts_on=date(2008, 4, 1),
        ends_on=date(2009, 3, 31),
        lines=lines or LINES,
    )


def drawn(*, physio: int = 2_000_000_00, beds: int = 300_000_00, matrons: int = 80_000_00, **policy: str) -> Drawn:
    amounts = {"PHYSIO": physio, "PODIATRY": 500_000_01, "BEDS": beds}
    workbook = replace(
        a_workbook_of_five(),
        cost_centres=tuple(
            CostCentre(code=f"C{n}", service=code, amount=amount) for n, (code, amount) in enumerate(amounts.items())
        ),
        must_dos=tuple(replace(must_do, amount=matrons) for must_do in a_workbook_of_five().must_dos),
    )
    keys = {"growth__amount": "900000.00", "growth__uncommitted": "reserve", **policy}
    return Drawn(calculation=calculate(workbook, a_policy(**keys)), policy=a_policy(**keys), deadline=date(2008, 3, 31))


def shown(kind: FigureKind, particulars: Particulars, source: Drawn) -> dict[str, str]:
    return {figure.label: figure.shown for figure in draw(kind, particulars, source)}


def total(figures: tuple[Figure, ...]) -> int:
    return next(figure.pence or 0 for figure in figures if figure.is_total)


@settings(max_examples=40, deadline=None)
@given(
    physio=st.integers(0, 10**11),
    beds=st.integers(0, 10**10),
    matrons=st.integers(0, 80_000_000),
    lines=st.sets(st.sampled_from([*LINES, "GROWTH"]), min_size=1),
    groups=st.sets(st.sampled_from(list(GROUPS))),
)
def test_the_split_always_adds_up_to_the_total(
    physio: int, beds: int, matrons: int, lines: set[str], groups: set[str]
) -> None:
    source = drawn(physio=physio, beds=beds, matrons=matrons)
    particulars = about(*sorted(lines), groups=tuple(sorted(groups)))
    by_line, by_group = (draw(kind, particulars, source) for kind in KINDS_OF_MONEY)
    assert sum_of(by_line) == total(by_line) == total(by_group) == sum_of(by_group)
    assert total(by_line) == sum(line.total for line in source.calculation.lines if line.code in lines)


def test_groups_that_are_not_named_stand_in_the_split_together() -> None:
    source = drawn()
    found = shown(FigureKind.SPLIT, about("PHYSIO", "BEDS", groups=("DAC", "WAT")), source)
    assert list(found) == [
        "DacCom",
        "WatCom",
        "Groups that these heads do not name",
        "Pooled for all groups",
        "Total",
    ]
    whole = shown(FigureKind.SPLIT, about("PHYSIO", "BEDS"), source)
    assert "Groups that these heads do not name" not in whole
    assert whole["Total"] == found["Total"]


def test_growth_that_is_held_is_named_as_such() -> None:
    found = shown(FigureKind.SPLIT, about("GROWTH"), drawn())
    assert found["Held by the commissioner until committed"] == found["Total"] == "£820,000.00"


def test_the_uplift_is_said_in_its_three_percentages_and_in_pounds() -> None:
    source = drawn(uplift__percent="2.3", uplift__gross_percent="5.3", uplift__efficiency_percent="3")
    found = shown(FigureKind.UPLIFT, about("PHYSIO"), replace(source, own_uplifts={"PHYSIO": Fraction("3.1")}))
    assert found == {
        "Gross, for pay and prices": "5.3%",
        "Efficiency requirement": "3%",
        "Net uplift": "2.3%",
        "Net uplift, Physiotherapy": "3.1%",
        "Net uplift in these lines": "£46,000.00",
    }


def test_returned_money_in_the_lines_and_in_all() -> None:
    source = drawn(returned_money__amount="280000.00", returned_money__basis="baseline")
    assert shown(FigureKind.RETURNED, about(), source) == {
        "Returned money in these lines": "£280,000.00",
        "Returned to the localities in all": "£280,000.00",
    }


def test_must_dos_are_paid_from_growth_money() -> None:
    assert shown(FigureKind.MUST_DOS, about(), drawn()) == {
        "Community matrons": "£80,000.00",
        "Paid from growth money": "£80,000.00",
    }
    assert shown(FigureKind.MUST_DOS, about("PHYSIO"), drawn()) == {"Must-dos": "none among these lines"}


@pytest.mark.parametrize(
    ("decided", "held_by"), [(Holder.PROVIDER, "Provider services"), (None, "West Hertfordshire PCT")]
)
def test_the_decision_who_holds_the_reserve_counts_before_the_policy(decided: Holder | None, held_by: str) -> None:
    source = drawn(risk_reserve__percent="1", risk_reserve__held_by="commissioner")
    found = shown(FigureKind.RESERVE, about("PHYSIO"), replace(source, holder=decided))
    assert found == {"Held by": held_by, "Risk reserve on these lines": "£20,460.00"}


def test_a_reserve_that_nobody_holds_is_said() -> None:
    assert shown(FigureKind.RESERVE, about("PHYSIO"), drawn())["Held by"] == "nobody: none is set"


def test_parties_period_places_attendees_and_sign_off() -> None:
    source = replace(drawn(), places={"PHYSIO": ["Dacorum", "Watford"]}, signed_on=date(2008, 3, 28))
    particulars = about("PHYSIO", "BEDS", "MATRONS", groups=("DAC",))
    assert shown(FigureKind.PARTIES, particulars, source)["PbC group, assenting"] == "DacCom (DAC)"
    assert shown(FigureKind.PERIOD, particulars, source)["Last day"] == "31 March 2009"
    assert shown(FigureKind.SERVICES, particulars, source) == {
        "Physiotherapy": "Dacorum and Watford",
        "Rehabilitation beds": "no locality recorded",
    }
    assert shown(FigureKind.ATTENDEES, particulars, source) == {"DacCom": "PbC lead"}
    assert shown(FigureKind.SIGN_OFF, particulars, source) == {
        "The budget is to be signed off by": "31 March 2008",
        "The budget was signed off on": "28 March 2008",
    }
    assert draw(FigureKind.NONE, particulars, source) == ()


def test_lines_that_the_round_has_no_more_are_named() -> None:
    assert lines_gone(about("PHYSIO", "OLD"), drawn().calculation) == ["OLD"]


@pytest.mark.parametrize("kind", list(FigureKind))
def test_figures_are_kept_as_they_were_drawn(kind: FigureKind) -> None:
    figures = draw(kind, about(), drawn())
    assert figures_from(figures_kept(figures)) == figures
    assert len({figure.key for figure in figures}) == len(figures)


def test_a_must_do_is_no_service() -> None:
    assert isinstance(a_workbook_of_five().must_dos[0], MustDo)
    assert "Community matrons" not in shown(FigureKind.SERVICES, about(), drawn())
