"""A figure of a return beside the one before: what changed, and what it is about."""

from dataclasses import replace

from commissioning.activity.presented.figures import change_cell
from commissioning.activity.rules.currencies import CURRENCIES
from commissioning.activity.rules.figures import Figure

FIGURE = Figure(
    service_id=1,
    service_code="DIAB",
    service_name="Diabetes nurses",
    month="2008-04",
    currency=next(each for each in CURRENCIES if each.code == "contact"),
    now=500_000,
    before=None,
    is_anew=False,
    number=1,
)


def test_a_first_submission_changed_nothing() -> None:
    assert FIGURE.change is None
    assert change_cell(FIGURE.change).text == "–"


def test_what_was_not_given_before_or_is_not_given_now_counts_nothing() -> None:
    assert replace(FIGURE, is_anew=True).change == 500_000
    assert replace(FIGURE, is_anew=True, now=None, before=20_000).change == -20_000
    assert change_cell(-20_000).text == "−2"
    assert change_cell(5_000).text == "+0.5"
    assert change_cell(0).look == "app-nothing"


def test_it_is_said_what_a_figure_is_about() -> None:
    assert FIGURE.about == "all contacts of Diabetes nurses in April 2008"
    assert replace(FIGURE, place="Practice 7, X82001").about.endswith("in April 2008, Practice 7, X82001")
