"""The sentence above a chart is true whatever the figures are."""

from fractions import Fraction

import pytest

from budgets.rounds.charts.findings import (
    Named,
    finding_on_amounts,
    finding_on_bridge,
    finding_on_differences,
    finding_on_distance,
    finding_on_shares,
)


def apart(above: str, below: str) -> str:
    return f"Red stands furthest above its fair share, by {above}; Dac furthest below, by {below}."


def named(**values: Fraction | int | str | None) -> list[Named]:
    return [
        Named(name=name, value=Fraction(value) if isinstance(value, str) else value) for name, value in values.items()
    ]


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (named(Red="8.2765", Dac="-6.7781", Wat="-0.2"), apart("8.3%", "6.8%")),
        (named(Red="0", Dac="0"), "All 2 groups stand exactly at their fair share."),
        (named(Red="0"), "Red stands exactly at its fair share."),
        (named(Red="2.5"), "Red stands above its fair share, by 2.5%."),
        (named(Red="-2.5"), "Red stands below its fair share, by 2.5%."),
        (named(Red="2.5", Dac="0"), "Red stands furthest above its fair share, by 2.5%; no group stands below."),
        (named(Red="-2.5", Dac="0"), "Red stands furthest below its fair share, by 2.5%; no group stands above."),
        (named(Red="0.01", Dac="-0.01"), apart("less than 0.1%", "less than 0.1%")),
        (
            named(Red="3", Dac="3", Wat="-1"),
            "Red and Dac stand furthest above their fair share, by 3.0%; Wat furthest below, by 1.0%.",
        ),
        (named(Red=None), "No group has a fair share to compare with."),
        (named(Red="1", Dac="-1", Wat=None), apart("1.0%", "1.0%") + " Wat has no fair share to compare with."),
    ],
)
def test_says_who_stands_furthest_from_the_fair_share(figures: list[Named], sentence: str) -> None:
    assert finding_on_distance(figures) == sentence


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (named(Dac=300, Wat=100, Sta=100), "Dac has the largest gross budget, £3.00; Wat and Sta the smallest, £1.00."),
        (named(Dac=0, Wat=0), "All 2 groups have the same gross budget, £0.00."),
        (named(Dac="100.4", Wat="100.2"), "All 2 groups have the same gross budget, £1.00."),
        (named(Dac=-300), "Dac has a gross budget of -£3.00."),
        (named(Dac=100, Wat=-100), "Dac has the largest gross budget, £1.00; Wat the smallest, -£1.00."),
        (named(Dac=None), "No group has a gross budget to show."),
        (named(Dac=100, Wat=None), "Dac has a gross budget of £1.00. Wat has no gross budget."),
    ],
)
def test_says_who_has_most_and_least(figures: list[Named], sentence: str) -> None:
    assert finding_on_amounts(figures, "gross budget") == sentence


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (named(Dac=0, Wat=0), "No group’s gross budget changes."),
        (named(Dac=5, Wat=5), "Dac and Wat gain most, £0.05 each; no group loses."),
        (named(Dac=-5, Wat=0), "Dac loses most, £0.05; no group gains."),
        (named(Dac=-5, Wat=7), "Wat gains most, £0.07; Dac loses most, £0.05."),
    ],
)
def test_says_who_gains_and_who_loses(figures: list[Named], sentence: str) -> None:
    assert finding_on_differences(figures, "gross budget") == sentence


@pytest.mark.parametrize(
    ("figures", "of", "sentence"),
    [
        (named(Dac=75, Wat=25), 100, "Dac takes the largest part of Podiatry, £0.75 (75.0% of what is split)."),
        (named(Dac=-75, Wat=-25), -100, "Dac takes the largest part of Podiatry, -£0.75 (75.0% of what is split)."),
        (named(Dac=0, Wat=0), 0, "No group gets anything from Podiatry."),
        (named(Dac=50, Wat=50), 100, "All 2 groups get the same from Podiatry, £0.50."),
        (named(Dac=50), 50, "Dac has all that is split of Podiatry, £0.50."),
    ],
)
def test_says_who_takes_most_of_a_line(figures: list[Named], of: int, sentence: str) -> None:
    assert finding_on_shares(figures, "Podiatry", of) == sentence


def test_says_that_no_step_changes_a_baseline() -> None:
    assert finding_on_bridge(100, [], 100, "Dac", "net budget") == (
        "Dac: a baseline of £1.00 becomes a net budget of £1.00; no step changes it."
    )


def test_says_what_takes_most_when_nothing_adds() -> None:
    steps = named(reserve=-10, pace=-5)
    assert finding_on_bridge(100, steps, 85, "Dac", "net budget").endswith("; reserve takes most, £0.10.")
