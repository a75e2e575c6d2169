from datetime import date

import pytest

from budgets.papers.rules import Level, check_issue, may_open
from core.errors import Refusal

ON = date(2008, 3, 18)
MEETING = date(2008, 3, 20)


@pytest.mark.parametrize(
    ("title", "meeting_on", "has_proposal", "told"),
    [
        ("Papers", MEETING, False, "There is no proposal to meet about. Put a calculation to the groups first."),
        ("  ", MEETING, True, "Enter the title of the papers, such as Leads’ meeting."),
        ("x" * 121, MEETING, True, "The title of the papers has at most 120 characters."),
        (
            "About 943 476 5919",
            MEETING,
            True,
            "The title holds a number that passes the NHS number check. Take it out.",
        ),
        (
            "Papers",
            date(2008, 3, 17),
            True,
            "The meeting is over. Papers are issued for one that is still to come.",
        ),
        ("Papers", date(2009, 3, 20), True, "The meeting is more than a year away. Check the date."),
    ],
)
def test_refuses_papers_that_cannot_be_issued(title: str, meeting_on: date, has_proposal: bool, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_issue(title=title, meeting_on=meeting_on, on=ON, has_proposal=has_proposal)
    assert str(refused.value) == told


def test_a_meeting_on_the_day_and_a_year_ahead_is_fine() -> None:
    for day in (ON, date(2009, 3, 19)):
        check_issue(title="Papers", meeting_on=day, on=ON, has_proposal=True)


@pytest.mark.parametrize("level", list(Level))
def test_who_opens_what(level: Level) -> None:
    provider = may_open(level, "DAC", sees_figures=False, sees_all=False, organisation_code="PROV")
    own = may_open(level, "DAC", sees_figures=True, sees_all=False, organisation_code="DAC")
    other = may_open(level, "DAC", sees_figures=True, sees_all=False, organisation_code="WAT")
    commissioner = may_open(level, "DAC", sees_figures=True, sees_all=True, organisation_code="WHP")
    assert provider == (level is Level.HEADLINES)
    assert (own, commissioner) == (True, True)
    assert other == (level is not Level.PRACTICES)
