"""What is kept as text comes back the same, and the same value always gives the same text."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgets.method.kept import workbook_from, workbook_text
from budgets.method.methods import method_from
from budgets.method.workbook import (
    Activity,
    Adjustment,
    AdjustmentKind,
    CostCentre,
    Group,
    Mandate,
    Membership,
    MustDo,
    Population,
    Service,
    Workbook,
)
from tests.builders_rounds import a_workbook

words = st.text(max_size=8)
exact = st.fractions(max_denominator=10_000)
days = st.dates()
methods = st.sampled_from(
    ["capitation", "capitation/community", "direct:STA", "pooled", "activity:60.50+capitation:39.50"]
).map(method_from)
activity_rows = st.lists(
    st.tuples(words, words, words, words, st.one_of(st.integers(0, 10**9), exact), st.integers(2, 10**6)), max_size=6
)


@st.composite
def workbooks(draw: st.DrawFn) -> Workbook:
    columns = [tuple(column) for column in zip(*draw(activity_rows), strict=True)] or [()] * 6
    names = ("service", "practice", "month", "currency", "quantity", "row")
    return Workbook(
        groups=tuple(draw(st.lists(st.builds(Group, code=words, name=words, row=st.integers(0, 9)), max_size=3))),
        practices=tuple(
            draw(
                st.lists(
                    st.builds(
                        Membership,
                        practice=words,
                        name=words,
                        group=words,
                        joined=st.none() | days,
                        left=st.none() | days,
                    ),
                    max_size=3,
                )
            )
        ),
        population_columns=tuple(draw(st.lists(words, max_size=3))),
        populations=tuple(
            draw(
                st.lists(
                    st.builds(
                        Population, practice=words, on=days, registered=exact, weighted=st.dictionaries(words, exact)
                    ),
                    max_size=3,
                )
            )
        ),
        services=tuple(
            draw(
                st.lists(
                    st.builds(
                        Service,
                        code=words,
                        name=words,
                        method=methods,
                        currencies=st.lists(words, max_size=2).map(tuple),
                        uplift=st.none() | exact,
                        in_scope=st.booleans(),
                    ),
                    max_size=3,
                )
            )
        ),
        cost_centres=tuple(
            draw(
                st.lists(
                    st.builds(CostCentre, code=words, service=words, amount=st.integers(), wte=st.none() | exact),
                    max_size=3,
                )
            )
        ),
        activity=Activity(**dict(zip(names, columns, strict=True))),
        adjustments=tuple(
            draw(
                st.lists(
                    st.builds(Adjustment, service=words, kind=st.sampled_from(AdjustmentKind), amount=st.integers()),
                    max_size=2,
                )
            )
        ),
        must_dos=tuple(
            draw(
                st.lists(
                    st.builds(
                        MustDo,
                        code=words,
                        name=words,
                        amount=st.integers(),
                        method=methods,
                        mandate=st.none() | st.sampled_from(Mandate),
                    ),
                    max_size=2,
                )
            )
        ),
    )


def _rows(workbook: Workbook) -> list[object]:
    return [[group.row for group in workbook.groups], workbook.activity.row]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(workbooks())
def test_a_workbook_comes_back_the_same_with_its_rows(workbook: Workbook) -> None:
    back = workbook_from(workbook_text(workbook))
    assert back == workbook
    assert _rows(back) == _rows(workbook)
    assert workbook_text(back) == workbook_text(workbook)


def test_a_fraction_is_kept_without_rounding() -> None:
    third = Population(practice="X", on=date(2008, 1, 1), registered=Fraction(1, 3))
    workbook = replace(a_workbook(), populations=(third,))
    assert '"registered":["1/3"]' in workbook_text(workbook)
    assert workbook_from(workbook_text(workbook)).populations[0].registered == Fraction(1, 3)


def test_the_text_of_a_workbook_is_the_same_on_every_machine() -> None:
    assert workbook_text(replace(a_workbook(), populations=())) == (
        '{"groups":{"code":["DAC","WAT"],"name":["DacCom","WatCom"],"locality":["",""],"lead":["",""],"row":[2,3]},'
        '"practices":{"practice":["X00001","X00002"],"name":["Practice 1","Practice 2"],"group":["DAC","WAT"],'
        '"joined":[null,null],"left":[null,null],"row":[2,3]},"population_columns":["weighted"],'
        '"populations":{"practice":[],"on":[],"registered":[],"weighted":[],"row":[]},'
        '"services":{"code":["PHYSIO"],"name":["Physiotherapy"],"method":["capitation"],"category":[""],'
        '"currencies":[[]],"hosted_share":["100"],"uplift":[null],"risk_reserve":[null],"in_scope":[true],"row":[2]},'
        '"cost_centres":{"code":["C1"],"service":["PHYSIO"],"amount":[10000000],"description":[""],"subjective":[""],'
        '"recurrent":[true],"wte":[null],"in_scope":[true],"reason":[""],"row":[2]},'
        '"cost_centre_map":{"cost_centre":[],"group":[],"percent":[],"row":[]},'
        '"activity":{"service":["PHYSIO"],"practice":["X00001"],"month":["2007-04"],"currency":["contact"],'
        '"quantity":[10],"row":[2]},"currency_weights":{"currency":[],"weight":[],"service":[],"row":[]},'
        '"fixed_shares":{"service":[],"group":[],"percent":[],"row":[]},'
        '"adjustments":{"service":[],"kind":[],"amount":[],"recurrent":[],"description":[],"row":[]},'
        '"must_dos":{"code":[],"name":[],"amount":[],"method":[],"mandate":[],"row":[]},'
        '"prior_year":{"service":[],"group":[],"amount":[],"row":[]}}'
    )
