"""What a KPI may say of itself, its versions, and the library."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from commissioning.activity.rules.months import Frequency, Period
from contracts.performance.queries.library import find_example, list_examples
from contracts.performance.rules.definition import (
    Definition,
    Step,
    as_plain,
    check_definition,
    definition_from,
    measures_alike,
    problems_in_definition,
)
from contracts.performance.rules.examples import plain_definition
from contracts.performance.rules.kinds import Direction, Kind, Unit
from contracts.performance.rules.versions import Version, check_from_month, counted_since, version_at
from core.canonical import canonical_text
from core.errors import Refusal

COUNT: dict[str, Any] = {"kind": Kind.CUMULATIVE, "unit": Unit.NUMBER, "denominator": ""}


def _with(**changes: Any) -> Definition:
    return replace(plain_definition(), **changes)


def test_a_plain_definition_has_no_problem() -> None:
    assert problems_in_definition(plain_definition()) == []


def test_a_range_inside_out_is_refused_in_words() -> None:
    inside_out = _with(direction=Direction.IN_RANGE, target=Fraction(12), target_high=Fraction(8))
    with pytest.raises(Refusal, match=r"The range is inside out: it runs from 12 to 8\. Swap its ends\."):
        check_definition(inside_out)


def test_a_range_of_one_point_is_no_range_inside_out() -> None:
    assert not problems_in_definition(_with(direction=Direction.IN_RANGE, target=Fraction(8), target_high=Fraction(8)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Say what the KPI is called."),
        ({"denominator": ""}, "Say what the denominator counts: a percentage or ratio has one."),
        ({"kind": Kind.CUMULATIVE}, "A cumulative count is a number. Choose the unit “number”, or another kind."),
        ({"target_high": Fraction(99)}, "Only a range has an upper end. Take it out, or choose “within a range”."),
        ({"target": Fraction(101)}, "A target that is a percentage lies between 0 and 100."),
        ({"amber": Fraction(-1)}, "Amber lies on the bad side of the target, by so much: not below nought."),
        ({"phasing": (Fraction(100),)}, "Only the target of a cumulative count is phased over the year."),
        (
            {**COUNT, "phasing": (Fraction(9),) * 12},
            "Phasing has twelve shares, April to March, that come to 100 per cent.",
        ),
        ({"baseline_until": "March"}, "The last month of the baseline is written as 2009-03."),
        ({"due_days": 0}, "A result is due from 1 to 90 working days after the end of its period."),
        (
            {"numerator_from": ("contact",)},
            "Figures from activity are added up over services. Choose at least one.",
        ),
    ],
)
def test_what_cannot_be_used_is_said_in_words(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in problems_in_definition(_with(**changes))


def test_a_definition_comes_back_exactly_as_it_was_kept() -> None:
    whole = _with(
        target=Fraction(19, 3),
        trajectory=(Step(month="2008-10", target=Fraction(185, 2)),),
        numerator_from=("contact",),
        services=("PODIATRY",),
    )
    assert definition_from(as_plain(whole)) == whole
    assert canonical_text(as_plain(definition_from(as_plain(whole)))) == canonical_text(as_plain(whole))


def _version(number: int, month: str, definition: Definition) -> Version:
    return Version(id=number, number=number, from_month=month, definition=definition)


def test_a_month_has_the_version_that_held_then() -> None:
    versions = [_version(1, "2007-04", plain_definition()), _version(2, "2008-04", _with(target=Fraction(90)))]
    assert [getattr(version_at(versions, month), "number", None) for month in ("2007-03", "2008-03", "2008-04")] == [
        None,
        1,
        2,
    ]


def test_figures_are_counted_alike_until_what_is_counted_changes() -> None:
    first, tighter = plain_definition(), _with(target=Fraction(90))
    other = _with(numerator="Something else")
    versions = [_version(1, "2007-04", first), _version(2, "2007-10", tighter), _version(3, "2008-01", other)]
    assert measures_alike(first, tighter)
    assert [counted_since(versions, each) for each in versions] == ["2007-04", "2007-04", "2008-01"]


def test_old_results_keep_their_definition() -> None:
    versions = [_version(1, "2007-04", plain_definition())]
    expected = "There are results up to January 2008, and old results keep their definition. "
    with pytest.raises(Refusal, match=expected):
        check_from_month("2008-01", plain_definition(), versions, last_result=Period("2008-01"))
    check_from_month("2008-02", plain_definition(), versions, last_result=Period("2008-01"))


def test_quarters_begin_with_a_quarter() -> None:
    quarterly = _with(frequency=Frequency.QUARTERLY)
    with pytest.raises(Refusal, match="A KPI of quarters begins in April, July, October or January"):
        check_from_month("2008-05", quarterly, [], last_result=None)


def test_every_example_of_the_library_can_be_used_and_says_what_it_is_for() -> None:
    examples = list_examples()
    assert len({each.key for each in examples}) == len(examples) == 13
    assert all(not problems_in_definition(each.definition) for each in examples)
    dna = find_example("dna")
    assert dna is not None
    assert dna.definition.target == 6
    assert find_example("nothing") is None
