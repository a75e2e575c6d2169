"""The whole story of an activity return in a real browser: the template filled in with errors, mended, taken with a
query, answered, accepted and frozen; the budget that is worked out from it; a later correction, and who sees it.

Pages that other tests never see in such a state are looked at here with axe and at 320 pixels.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from openpyxl import Workbook
from playwright.sync_api import Browser, expect

from tests.browser.agreeing import Stage
from tests.browser.contracting import COMMISSIONER, choose, read_document
from tests.browser.faults import faults_on
from tests.browser.returning import filled, send, take_template
from tests.browser.serving import served, watched_tab
from tests.conftest import copied_year

CLINIC = "Provider manager, GP-led clinic"
RETURN = "Contacts by service, practice and month"
SERVICE = "MSK-CATS"
FEBRUARY, MARCH = "/activity/returns/2/2008-02", "/activity/returns/2/2008-03"
QUESTION = "First and follow-up contacts make all contacts"
ANSWER = "Seven contacts by telephone are in the total alone. They are neither first nor follow-up."
REASON = "Two clinic sessions were counted twice."


@pytest.fixture
def app(told_year: Path, tmp_path: Path) -> Flask:
    """A copy of the demo year with its story."""
    return copied_year(told_year, tmp_path)


@pytest.fixture
def stage(app: Flask, browser: Browser) -> Iterator[Stage]:
    """The tab of all who act."""
    with served(app) as address, watched_tab(browser, address) as tab:
        yield Stage(tab)


def test_from_the_template_to_the_later_correction(stage: Stage, axe: Axe) -> None:
    template = open_the_return(stage, axe)
    send_it_with_errors(stage, template, axe)
    send_it_mended(stage, template, axe)
    answer_the_query(stage, axe)
    accept_it(stage, axe)
    freeze_the_month(stage, axe)
    count_months_of_the_working_budget(stage)
    fill_the_inputs(stage, axe)
    recalculate_the_budget(stage, axe)
    correct_it_later(stage, axe)
    see_the_correction(stage, axe)


def open_the_return(stage: Stage, axe: Axe) -> bytes:
    """The provider finds the late return from its home page, and takes the template of the month away."""
    stage.enter(CLINIC, month=3, day=19)
    stage.tab.goto("/activity")
    stage.main.locator(".app-key-figures li", has_text="Late").get_by_role("link").click()
    stage.follow(RETURN, exact=False)
    expect(stage.tab.locator("h1")).to_contain_text("February 2008")
    stage.sees("Late")
    assert not faults_on(stage.tab, "return that is late", axe)
    return take_template(stage, "Download the template (XLSX)")


def send_it_with_errors(stage: Stage, template: bytes, axe: Axe) -> None:
    """Every error is told at once, each with its row and column; nothing is kept."""
    stage.go_on("Check or submit a file")
    send(stage, filled(template, _damage), "Check it")
    stage.sees("4", "Nothing of this file was kept.")
    told = [(row[0], row[1], row[2]) for row in stage.rows("Errors: these rows cannot be taken (4)")]
    last = told[-1][0]
    assert told == [
        ("2", "quantity", "1,234"),
        ("3", "quantity", "-3"),
        ("4", "service", "GONE"),
        (last, "service", "Total"),
    ]
    stage.sees(
        "a number without marks between its digits: 1234, not 1,234 or 1 234",
        "a number of 0 or more",
        "the code of a service",
        "this is a row of totals: take it out",
    )
    assert not faults_on(stage.tab, "return with errors", axe)
    stage.tab.goto(FEBRUARY)
    stage.sees("Nothing was submitted yet.")


def send_it_mended(stage: Stage, template: bytes, axe: Axe) -> None:
    """The mended file is taken, though one figure must be explained; a double click submits it once."""
    stage.go_on("Check or submit a file")
    content = filled(template, _seven_more)
    send(stage, content, "Check it")
    stage.sees("The file can be submitted; there are queries to answer")
    assert [row[4] for row in stage.rows("Queries: taken, and to be answered (1)")] == [QUESTION]
    assert not faults_on(stage.tab, "return with a query", axe)
    send(stage, content, "Submit it")
    stage.sees("Number 1 is submitted", "no row is owed", "1 query is to be answered.")
    assert not faults_on(stage.tab, "submission", axe)
    said = read_document(stage, "Download the receipt (PDF)")
    for words in ("Receipt of number 1", RETURN, "February 2008", "GP-led clinic"):
        assert words in said, words


def answer_the_query(stage: Stage, axe: Axe) -> None:
    """The provider says why; the commissioner could not accept it before."""
    stage.enter(COMMISSIONER, month=3, day=19, path=FEBRUARY)
    stage.sees("1 query is not answered yet. The return can be accepted when the answers have come.")
    stage.enter(CLINIC, month=3, day=20, path=FEBRUARY)
    stage.sees("Queried")
    stage.follow(QUESTION, exact=False)
    stage.fill("Your answer", ANSWER)
    stage.press("Answer")
    stage.sees("Your answer is with the commissioner. No query is left to answer.")
    assert not faults_on(stage.tab, "return whose query is answered", axe)


def accept_it(stage: Stage, axe: Axe) -> None:
    """The commissioner reads the answer and accepts; that settles the query."""
    stage.enter(COMMISSIONER, month=3, day=25, path=FEBRUARY)
    assert not faults_on(stage.tab, "return to accept", axe)
    stage.follow("Read the answer", exact=False)
    stage.sees(ANSWER)
    stage.tab.goto(FEBRUARY)
    stage.press("Accept this return")
    stage.sees(f"{RETURN} for February 2008 is accepted.", "This return is accepted already.", "Settled")


def freeze_the_month(stage: Stage, axe: Axe) -> None:
    """From its freeze day on the month is frozen; what is left open would be said first."""
    stage.sees("February 2008 may be frozen from")
    stage.enter(COMMISSIONER, month=4, day=16, path=FEBRUARY)
    stage.follow("Freeze February 2008")
    stage.sees("The return is accepted, every query answered, and no row is owed.")
    assert not faults_on(stage.tab, "freezing", axe)
    stage.press("Freeze February 2008")
    stage.sees("February 2008 is frozen.", "Frozen")


def count_months_of_the_working_budget(stage: Stage) -> None:
    """The working budget counts the twelve months to February 2008 from now on."""
    stage.tab.goto("/budgets/rounds/scenarios/1/policy")
    stage.main.locator("[name=activity__from]").fill("2007-03")
    stage.main.locator("[name=activity__to]").fill("2008-02")
    stage.press("Save the policy")
    stage.sees("The policy was saved.")


def fill_the_inputs(stage: Stage, axe: Axe) -> None:
    """The frozen figures of February fill new inputs; what that changes is seen first."""
    stage.tab.goto(f"/budgets/rounds/1/inputs/fill-activity?first=2008-02&last=2008-02&service={SERVICE}")
    line = stage.rows("What is filled")[0]
    assert line[0].startswith("Musculoskeletal assessment and treatment")
    assert (line[2], line[6][:2], line[7]) == ("February 2008 (1)", "0 ", line[8].lstrip("+"))
    assert int(line[7].replace(",", "")) > 0
    assert not faults_on(stage.tab, "filling activity", axe)
    stage.press("Fill as new inputs")
    stage.sees("Inputs 4 hold the activity of frozen returns. Inputs 3 stay as they were.")
    stage.sees("February 2008", "GP-led clinic")


def recalculate_the_budget(stage: Stage, axe: Axe) -> None:
    """The working budget is worked out from them, and its driver leads back to the submission it came from."""
    stage.tab.goto("/budgets/rounds/scenarios/1/inputs")
    choose(stage, "Inputs", "Inputs 4")
    stage.press("Use these inputs")
    stage.press("Calculate")
    expect(stage.tab.locator("h1")).to_contain_text("Overview")
    stage.tab.goto(f"{stage.tab.url.split('?')[0]}/lines/{SERVICE}/activity")
    came = next(row for row in stage.rows("Where each month came from") if "February 2008" in row[0])
    assert "GP-led clinic" in came[2]
    assert not faults_on(stage.tab, "where activity came from", axe)
    stage.follow(came[2])
    stage.sees(f"Number 1 of {RETURN}, February 2008", "Accepted")


def correct_it_later(stage: Stage, axe: Axe) -> None:
    """The provider finds a mistake and corrects it in an open month; a double click posts it once."""
    stage.enter(CLINIC, month=4, day=17, path=FEBRUARY)
    stage.go_on("Correct a figure of February 2008")
    choose(stage, "Currency", "All contacts")
    stage.main.get_by_label("Practice", exact=True).select_option(index=1)
    choose(stage, "Counts in", "March 2008")
    stage.fill("By how much", "-2")
    stage.fill("Why", REASON)
    assert not faults_on(stage.tab, "correction", axe)
    with stage.tab.expect_navigation():
        stage.main.get_by_role("button", name="Post the adjustment").dblclick()
    stage.sees("The correction is posted: −2 all contacts of February 2008, counted in March 2008.")
    stage.tab.goto(FEBRUARY)
    assert [row[6:8] for row in stage.rows("1 adjustment of, or in, February 2008")] == [["−2", REASON]]


def see_the_correction(stage: Stage, axe: Axe) -> None:
    """The commissioner sees it with both months, is told of it, and finds it in the trend; the frozen figure stays."""
    stage.enter(COMMISSIONER, month=4, day=18, path="/messages/")
    stage.sees(f"GP-led clinic corrected {RETURN} for February 2008")
    for path, caption in ((FEBRUARY, "in, February 2008"), (MARCH, "in, March 2008")):
        stage.tab.goto(path)
        row = stage.rows(f"1 adjustment of, or {caption}")[0]
        assert (row[1], row[2], row[6], row[7]) == ("February 2008", "March 2008", "−2", REASON)
        assert row[8] == CLINIC
    assert not faults_on(stage.tab, "month with a correction", axe)
    stage.tab.goto("/activity/trends")
    choose(stage, "Service and provider", "Musculoskeletal")
    stage.press("Show")
    choose(stage, "What is counted", "All contacts")
    stage.press("Show")
    stage.sees("1 month was corrected after freezing")
    assert not faults_on(stage.tab, "trend with a correction", axe)


def _damage(workbook: Workbook) -> None:
    """Four mistakes that people make: separated thousands, a number below 0, an unknown service, a row of totals."""
    figures = workbook["figures"]
    figures["F2"] = "1,234"
    figures["F3"] = -3
    figures["A4"] = "GONE"
    figures.append(["Total", "", "", "", "", 500])


def _seven_more(workbook: Workbook) -> None:
    """Seven contacts more in the total of the first practice than first and follow-up contacts make."""
    figures = workbook["figures"]
    for row in figures.iter_rows(min_row=2):
        if row[4].value == "contact":
            row[5].value = int(str(row[5].value)) + 7
            return
