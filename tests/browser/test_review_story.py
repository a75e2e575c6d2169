"""The whole story of keeping a contract in a real browser: a KPI goes outside its limits, is frozen, stands in the pack
of the next review; a decision, an action that names the KPI, a notice about it; plan, missed milestone, exception,
payment withheld and released; and the pack after that says whether the KPI moved.

Pages that other tests never see in such a state are looked at here with axe and at 320 pixels.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.browser.agreeing import Stage
from tests.browser.contracting import COMMISSIONER, LEAD, PROVIDER, choose, choose_day, read_document, words_of
from tests.browser.faults import faults_on
from tests.browser.serving import served, watched_tab
from tests.conftest import copied_year

FINANCE = "PCT finance"
CONTRACT, KPI, REVIEW, MEETING = "/contracts/5", "/contracts/kpis/1", "/contracts/reviews/3", "/meetings/3"
NOTICE = f"{CONTRACT}/notices/3"
NAME = "Urgent referrals seen within four hours"
KPIS_ITEM = "Key performance indicators off track and exceptions"
TITLE = "Urgent referrals wait"
CAR = "A third car for urgent referrals"
BEFORE, AFTER = "80.2% in March 2008 (red)", "95.9% in May 2008 (green)"
MOVED = (
    f"Higher is better: it rose from {BEFORE} to {AFTER}; the process chart says that the latest figure is within "
    "common cause: no more than chance."
)


@pytest.fixture
def app(told_year: Path, tmp_path: Path) -> Flask:
    """A copy of the demo year with its story."""
    return copied_year(told_year, tmp_path)


@pytest.fixture
def stage(app: Flask, browser: Browser) -> Iterator[Stage]:
    """The tab of all who act."""
    with served(app) as address, watched_tab(browser, address) as tab:
        yield Stage(tab)


def test_from_a_figure_outside_its_limits_to_the_pack_that_says_whether_it_moved(stage: Stage, axe: Axe) -> None:
    give_the_review_another_day(stage)
    return_a_figure_outside_its_limits(stage, axe)
    freeze_it(stage, axe)
    freeze_the_pack(stage, axe)
    hold_the_review(stage, axe)
    issue_the_notice(stage, axe)
    answer_and_plan(stage, axe)
    miss_a_milestone(stage, axe)
    withhold(stage, axe)
    put_it_right_and_release(stage, axe)
    close_the_notice(stage, axe)
    see_whether_it_moved(stage, axe)


def give_the_review_another_day(stage: Stage) -> None:
    """The papers of April’s review are late; it is moved so that the figures of March can be looked at."""
    stage.enter(COMMISSIONER, month=3, day=18, path=REVIEW)
    stage.sees("Papers due")
    stage.follow("Move it")
    choose_day(stage, "Day of the review", (17, 4, 2008))
    stage.fill("Why", "So that the figures of March are there.")
    stage.press("Move the review")
    stage.sees("Review 3 is on 17 April 2008; its papers are due by 3 April 2008.")


def return_a_figure_outside_its_limits(stage: Stage, axe: Axe) -> None:
    """The provider types the result of March in; it is provisional, and the chart says that it is no chance."""
    stage.enter(PROVIDER, month=4, day=1, path="/contracts/kpis")
    stage.go_on("Return results")
    type_results(stage, "March 2008", 97, 121)
    assert not faults_on(stage.tab, "results returned", axe)
    stage.tab.goto(KPI)
    stage.sees("Red", "the latest figure, 80.2 in Mar 08, lies below the lower limit: a concern.")


def type_results(stage: Stage, period: str, above: int, below: int) -> None:
    """Type numerator and denominator of the KPI in one period, and return them."""
    stage.main.get_by_label(f"Numerator of CN-01, {period}").fill(str(above))
    stage.main.get_by_label(f"Denominator of CN-01, {period}").fill(str(below))
    stage.press("Return these results")
    stage.sees("is taken.")


def freeze_results(stage: Stage, *periods: str) -> None:
    """The commissioner freezes the results of the KPI in these periods."""
    stage.tab.goto("/contracts/kpis/freeze")
    for period in periods:
        stage.main.get_by_label(f"{period}: CN-01 {NAME}", exact=False).check()
    stage.press("Freeze what is ticked")
    stage.sees(f"{len(periods)} results are frozen.")


def freeze_it(stage: Stage, axe: Axe) -> None:
    """The commissioner freezes the first quarter of the year."""
    stage.enter(COMMISSIONER, month=4, day=2)
    freeze_results(stage, "January 2008", "February 2008", "March 2008")
    stage.tab.goto(KPI)
    assert [row[7] for row in stage.rows("Figures by period")[:3]] == ["Frozen"] * 3
    assert not faults_on(stage.tab, "KPI outside its limits", axe)


def freeze_the_pack(stage: Stage, axe: Axe) -> None:
    """The figure stands in the pack of the next review, as page and as PDF; whoever takes part reads it."""
    stage.enter(COMMISSIONER, month=4, day=3, path=REVIEW)
    stage.go_on("Look at the pack and freeze it")
    row = next(row for row in stage.rows("Indicators off track, standing out or missing") if row[0].startswith(NAME))
    assert (row[1], row[2][:4], row[4]) == ("March 2008", "80.2", "Red stands out")
    stage.press("Freeze pack 1")
    stage.sees("Pack 1 is frozen. Everybody who takes part is told.")
    stage.enter(LEAD, month=4, day=4, path=REVIEW)
    stage.go_on("Read the pack")
    stage.sees(f"{NAME}: the latest figure, 80.2 in Mar 08, lies below the lower limit: a concern.")
    assert not faults_on(stage.tab, "pack with a KPI outside its limits", axe)
    said = words_of(stage.download("Download as PDF"))
    for words in (NAME, "March 2008", "lies below the lower limit"):
        assert words in said, words


def hold_the_review(stage: Stage, axe: Axe) -> None:
    """In the meeting: who is there, a decision, and an action that names the KPI it should move."""
    stage.enter(COMMISSIONER, month=4, day=17, path=MEETING)
    stage.press("Open the meeting")
    stage.go_on("Note who is there")
    for present in stage.main.get_by_role("radio", name="Present", exact=True).all():
        present.check()
    stage.press("Save attendance")
    stage.sees("The meeting is quorate")
    stage.follow(f"Decision on {KPIS_ITEM}")
    stage.fill("What was decided", "A performance notice is issued about urgent referrals.")
    stage.press("Record the decision")
    stage.follow(f"Action on {KPIS_ITEM}")
    stage.fill("What is to be done", f"{CAR}.")
    choose(stage, "Which organisation does it", "Provider services")
    stage.fill("Who does it", "Head of community services")
    choose_day(stage, "Done by", (9, 5, 2008))
    groups = stage.main.get_by_label("What it should move", exact=True).locator("optgroup")
    assert [each.get_attribute("label") for each in groups.all()] == [
        "KPIs of Community matrons",
        "KPIs of Community nursing",
        "KPIs of Podiatry",
    ]
    choose(stage, "What it should move", f"CN-01 {NAME}")
    assert not faults_on(stage.tab, "action that names a KPI", axe)
    stage.press("Record the action")
    stage.sees(f"should move CN-01 {NAME}", "Decision 1. A performance notice")
    assert not faults_on(stage.tab, "meeting with an action", axe)
    stage.tab.goto("/meetings/actions")
    row = next(row for row in stage.rows("3 actions") if row[0].startswith(CAR))
    assert row[-1] == (
        f"CN-01 {NAME} No result since then is frozen yet, so nobody can say whether it moved. Before, it was {BEFORE}."
    )
    assert not faults_on(stage.tab, "action log with a KPI", axe)
    stage.follow(f"CN-01 {NAME}")


def issue_the_notice(stage: Stage, axe: Axe) -> None:
    """From the page of the KPI, where the notice stands afterwards; its letter names the KPI."""
    stage.follow("Issue a notice about this KPI")
    stage.sees(f"It is about KPI CN-01, {NAME}.")
    stage.main.get_by_role("radio", name="Performance notice").check()
    stage.fill("What it is about, in a few words", TITLE)
    stage.fill("Clause, schedule or setting it rests on", "Schedule “Quality requirements”, first standard")
    stage.fill("What is not as the contract has it", "In March 97 of 121 urgent referrals were seen in four hours.")
    stage.fill("What the provider is asked to do", "Say why, and propose a plan.")
    assert not faults_on(stage.tab, "issuing a notice about a KPI", axe)
    stage.press("Issue the notice")
    stage.sees("Notice 3 is issued. Provider services is told.", f"It is about KPI CN-01, {NAME}.")
    assert f"KPI CN-01, {NAME}" in read_document(stage, "Download the letter as PDF")
    stage.follow(f"KPI CN-01, {NAME}")
    stage.sees(f"Notice 3: {TITLE}, WH/2007/03, issued on 17 April 2008: issued")
    assert not faults_on(stage.tab, "KPI with a notice", axe)


def answer_and_plan(stage: Stage, axe: Axe) -> None:
    """The provider finds the notice at home, answers, and proposes a plan, to which the commissioner agrees."""
    stage.enter(PROVIDER, month=4, day=28)
    stage.follow("Answer the notice (WH/2007/03, notice 3)")
    stage.go_on("Answer the notice")
    stage.fill("What you say", "One of two cars was off the road for three weeks.")
    stage.press("Give this answer")
    stage.follow("Propose a plan")
    stage.main.get_by_role("radio", name="Remedial action plan").check()
    stage.fill("What the plan is to reach", "95 in 100 urgent referrals seen within four hours.")
    milestones = ((CAR, "Head of community services", (9, 5, 2008)), ("95 in 100", "Lead nurse", (30, 5, 2008)))
    for number, (what, owner, due_on) in enumerate(milestones, start=1):
        stage.fill(f"Milestone {number}: what is done", what)
        stage.fill(f"Milestone {number}: who sees to it, by role", owner)
        choose_day(stage, f"Milestone {number}: by when", due_on)
    assert not faults_on(stage.tab, "plan to propose", axe)
    stage.press("Propose this plan")
    stage.enter(COMMISSIONER, month=4, day=30, path=NOTICE)
    stage.go_on("Read the plan and answer it")
    stage.main.get_by_role("radio", name="We agree to this plan").check()
    stage.press("Give this answer")
    stage.sees("0 of 2 milestones accepted")
    assert not faults_on(stage.tab, "notice with a plan", axe)


def miss_a_milestone(stage: Stage, axe: Axe) -> None:
    """The first milestone is missed: it stands on the commissioner’s home page, and an exception is reported."""
    stage.enter(COMMISSIONER, month=5, day=12)
    stage.main.get_by_role("link", name="(WH/2007/03, notice 3)").first.click()
    stage.go_on("Issue an exception report on milestone 1")
    stage.fill("What was not done, and what follows", "There are still two cars. Payment is withheld.")
    assert not faults_on(stage.tab, "exception report", axe)
    stage.press("Issue the report")
    stage.sees("Milestone 1 missed: exception report stage 1")


def withhold(stage: Stage, axe: Axe) -> None:
    """Money is withheld: one proposes, another approves; neither can do both."""
    stage.follow("Withhold payment")
    choose(stage, "Of the payment for", "May 2008")
    choose(stage, "For", "Milestone 1")
    stage.fill("Amount in pounds", "1,000.00")
    stage.fill("Reason", "The third car was not there by 9 May.")
    assert not faults_on(stage.tab, "withholding", axe)
    stage.press("Propose to withhold it")
    decide(stage, "withheld £1,000.00", day=13, axe=axe)
    stage.sees("Withheld: £1,000.00")
    assert not faults_on(stage.tab, "notice with money withheld", axe)


def decide(stage: Stage, what: str, *, day: int, axe: Axe) -> None:
    """Finance finds an entry of the ledger at home, and approves it."""
    stage.enter(FINANCE, month=5, day=day)
    stage.follow(f"Approve or decline: {what} (WH/2007/03)")
    stage.main.get_by_role("radio", name="Approve it").check()
    assert not faults_on(stage.tab, f"deciding over {what}", axe)
    stage.press("Record the decision")
    stage.sees("Your decision is recorded.")


def put_it_right_and_release(stage: Stage, axe: Axe) -> None:
    """The milestone is reached and accepted, and what was withheld for it released by two people."""
    finish_milestone(stage, 1, month=5, day=20)
    stage.follow("Release, retain or waive entry", exact=False)
    stage.main.get_by_role("radio", name="Released").check()
    stage.fill("Amount in pounds", "1,000.00")
    stage.fill("Reason", "The third car runs since 19 May.")
    assert not faults_on(stage.tab, "releasing", axe)
    stage.press("Propose it")
    decide(stage, "released £1,000.00", day=22, axe=axe)
    stage.sees("Released: £1,000.00")


def finish_milestone(stage: Stage, number: int, *, month: int, day: int) -> None:
    """The provider reports a milestone done; the next day the commissioner accepts it."""
    stage.enter(PROVIDER, month=month, day=day, path=NOTICE)
    stage.go_on(f"Report milestone {number} done")
    stage.fill("What you say", "It is done.")
    stage.press("Report it done")
    stage.enter(COMMISSIONER, month=month, day=day + 1, path=NOTICE)
    stage.go_on(f"Accept milestone {number} or not")
    stage.main.get_by_role("radio", name="It is done").check()
    stage.press("Record it")


def close_the_notice(stage: Stage, axe: Axe) -> None:
    """Every milestone is accepted and nothing is held: the notice is closed."""
    finish_milestone(stage, 2, month=6, day=2)
    stage.go_on("Close the notice")
    stage.fill("What you say", "Urgent referrals are seen in time again.")
    assert not faults_on(stage.tab, "closing a notice", axe)
    stage.press("Close the notice")
    stage.sees("Closed")
    assert not faults_on(stage.tab, "notice that is closed", axe)


def see_whether_it_moved(stage: Stage, axe: Axe) -> None:
    """The figures of April and May are frozen; the pack of the next review says what became of the action."""
    stage.enter(PROVIDER, month=6, day=9, path="/contracts/kpis/results")
    type_results(stage, "April 2008", 111, 120)
    type_results(stage, "May 2008", 117, 122)
    stage.enter(COMMISSIONER, month=6, day=10)
    freeze_results(stage, "April 2008", "May 2008")
    stage.tab.goto(f"{CONTRACT}/reviews")
    stage.press("Call the reviews that are due")
    stage.sees("1 review called.")
    stage.enter(COMMISSIONER, month=6, day=16, path=f"{CONTRACT}/reviews")
    stage.follow("WH/2007/03, review 4", exact=False)
    stage.go_on("Look at the pack and freeze it")
    stage.press("Freeze pack 1")
    row = stage.row("Actions agreed before", CAR)
    assert row[-1] == f"CN-01 {NAME} {MOVED}"
    assert not faults_on(stage.tab, "pack that says whether a KPI moved", axe)
    said = words_of(stage.download("Download as PDF"))
    assert MOVED in said
    stage.tab.goto(KPI)
    stage.sees(f"Notice 3: {TITLE}, WH/2007/03, issued on 17 April 2008: closed")
    expect(stage.main).to_contain_text("Issue a notice about this KPI")
