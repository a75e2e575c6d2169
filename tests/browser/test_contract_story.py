"""The whole story of a contract in a real browser: a specification that both sides agree, heads of terms signed with a
reservation, the contract that follows them term by term, signed, varied, and read as it stands on three days.

What other tests never see, a trace with terms, a contract that follows heads, and a varied one, is looked at here with
axe and at 320 pixels.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.browser.agreeing import Stage
from tests.browser.contracting import (
    ARM,
    COMMISSIONER,
    CONTRACT,
    HEADS,
    HEADS_LIST,
    LEAD,
    OTHER_LEAD,
    PROVIDER,
    SPECIFICATIONS,
    TRUST,
    VARIATION,
    accept,
    add_schedule,
    choose,
    choose_day,
    read_document,
    sign_with_a_double_click,
    tick,
    write_every_section,
)
from tests.browser.faults import faults_on
from tests.browser.serving import served, watched_tab
from tests.conftest import copied_year

SERVICE = "Nutrition and dietetics"
TITLE = "Dietetics 2008/09"
RESERVATION = "We assent to the total. Our word on the split waits for the counts of our practices."
FIVE_DAYS, THREE_DAYS = "Seen within five working days.", "Seen within three working days."
PAID, SATURDAYS = "Paid in twelfths on the 15th.", "Paid in twelfths; Saturday clinics by the session."
KEEP_THE_OTHERS = """async () => {
  for (const form of document.querySelectorAll('main form[action$="/keep"]'))
    await fetch(form.action, {method: 'POST', body: new FormData(form), redirect: 'manual'});
}"""
"""Presses all the buttons that are left, without drawing the page anew after each."""
FIRST_DAY, LAST_DAY = (1, 4, 2008), (31, 3, 2009)
HEADER = {
    "Holds from": FIRST_DAY,
    "Holds until": LAST_DAY,
    "Reviewed by": (31, 12, 2008),
    "Expires on": (1, 7, 2009),
}


@pytest.fixture
def app(told_year: Path, tmp_path: Path) -> Flask:
    """A copy of the demo year with its story."""
    return copied_year(told_year, tmp_path)


@pytest.fixture
def stage(app: Flask, browser: Browser) -> Iterator[Stage]:
    """The tab of all who act."""
    with served(app) as address, watched_tab(browser, address) as tab:
        yield Stage(tab)


def test_from_the_specification_to_the_contract_as_at_three_days(stage: Stage, axe: Axe) -> None:
    draft_the_specification(stage)
    comment_and_agree(stage)
    compare_and_agree_the_next(stage)
    draft_heads(stage)
    sign_heads(stage)
    draft_the_contract(stage)
    write_its_schedules(stage)
    commit_the_money(stage)
    trace_the_heads(stage, axe)
    issue_and_sign(stage, axe)
    draft_a_variation(stage)
    dispute_and_settle(stage)
    sign_the_variation(stage)
    read_as_at_three_days(stage, axe)


def draft_the_specification(stage: Stage) -> None:
    """The provider writes what the service is, in the short local form, and puts it into review."""
    stage.enter(PROVIDER, month=3, day=18, path=SPECIFICATIONS)
    stage.go_on("Start a specification")
    choose(stage, "Service", SERVICE)
    stage.main.get_by_role("radio", name="Short local form").check()
    stage.press("Start it")
    stage.sees("things are missing before both sides can agree")
    stage.go_on("Fill in the header")
    stage.fill("Commissioner lead: role", "Head of community commissioning")
    stage.fill("Provider lead: role", "Head of adult services")
    for name, day in HEADER.items():
        choose_day(stage, name, day)
    tick(stage, "Dacorum", "Watford")
    stage.press("Save the header")
    write_every_section(stage, {"Standards": FIVE_DAYS})
    stage.press("Put it into review")
    stage.sees("It is in review.")


def comment_and_agree(stage: Stage) -> None:
    """The commissioner asks about a section, the provider answers and resolves, and both accept the same text."""
    stage.enter(COMMISSIONER, month=3, day=18)
    stage.follow(f"Review and accept SPEC-003 {SERVICE}, version 1")
    stage.follow("Comment on 3 Who it is for")
    stage.fill("Your comment", "Children too?")
    stage.press("Add comment")
    stage.enter(PROVIDER, month=3, day=18, path=f"{SPECIFICATIONS}/versions/5")
    stage.sees("1 section has open comments.")
    stage.follow("1 comment on 3 Who it is for")
    stage.sees("Children too?")
    stage.press("Resolve the comments")
    accept(stage, PROVIDER, 5, day=18)
    stage.sees(f"{TRUST} has not accepted this text yet.")
    accept(stage, COMMISSIONER, 5, day=18)
    stage.sees("Both sides accepted this text: it is agreed.")


def compare_and_agree_the_next(stage: Stage) -> None:
    """The next version is read beside the one agreed, what changed marked, and agreed in its turn."""
    stage.press("Begin the next version")
    stage.follow("Change 8 Standards")
    stage.fill("Text", THREE_DAYS)
    stage.press("Save this section")
    stage.follow("Compare versions")
    stage.sees("1 paragraph changed.")
    sides = stage.main.get_by_role("table", name="Both versions side by side")
    expect(sides.locator("del")).to_have_text("[deleted: five]")
    expect(sides.locator("ins")).to_have_text("[inserted: three]")
    assert "three" in read_document(stage, "Download as PDF")
    stage.tab.goto(f"{SPECIFICATIONS}/versions/6")
    stage.press("Put it into review")
    accept(stage, PROVIDER, 6, day=19)
    accept(stage, COMMISSIONER, 6, day=19)
    stage.sees("Both sides accepted this text: it is agreed.")


def draft_heads(stage: Stage) -> None:
    """The commissioner drafts heads of terms from the proposal that stands, and issues them with terms still open."""
    stage.enter(COMMISSIONER, month=3, day=19, path=HEADS_LIST)
    stage.go_on("Draft heads of terms")
    stage.follow("Draft from it", exact=False)
    stage.fill("Title", TITLE)
    choose(stage, "Provider", ARM)
    choose_day(stage, "First day", FIRST_DAY)
    choose_day(stage, "Last day", LAST_DAY)
    tick(stage, SERVICE)
    for box in stage.question("PbC groups that assent").get_by_role("checkbox").all():
        box.set_checked(box.input_value() in ("DAC", "WAT"))
    stage.press("Draft heads of terms")
    stage.sees("20 terms are still open.")
    stage.press("Agreed")
    stage.go_on("Issue for signature")
    stage.main.get_by_role("checkbox").check()
    stage.press("Issue HT2 version 1 for signature")
    stage.sees("HT2 version 1 is issued. All who have to sign are told.")


def sign_heads(stage: Stage) -> None:
    """One group signs with a reservation; then the other, the provider and the commissioner without."""
    stage.enter(LEAD, month=3, day=20)
    stage.follow(f"Sign the heads of terms “{TITLE}”")
    stage.main.get_by_role("textbox").fill(RESERVATION)
    sign_with_a_double_click(stage, "DacCom")
    for who, organisation in ((OTHER_LEAD, "WatCom"), (PROVIDER, ARM), (COMMISSIONER, TRUST)):
        stage.enter(who, month=3, day=20, path=HEADS)
        stage.go_on(f"Read and sign for {organisation}")
        stage.press(f"Sign for {organisation}")
    stage.sees("All parties have signed.", "no contract follows these heads of terms yet")
    assert stage.row("Signatures: 4 of 4", "DacCom")[-1] == RESERVATION
    said = read_document(stage, "Download as PDF")
    for words in (TITLE, RESERVATION, "Page 1 of"):
        assert words in said, words


def draft_the_contract(stage: Stage) -> None:
    """From the heads to a contract: its legal form first, then between whom, how long and for how much."""
    stage.follow("Start a contract")
    stage.main.get_by_role("radio", name="Internal agreement").check()
    choose(stage, "Provider", ARM)
    stage.fill("Reference", "WH/2008/03")
    stage.fill("Title", SERVICE)
    choose_day(stage, "First day", FIRST_DAY)
    choose_day(stage, "Last day", LAST_DAY)
    choose(stage, "Financial year of its value", "2008/09")
    for label in ("Value in that year", "Value over its whole life"):
        stage.fill(label, "60,000")
    tick(stage, "DacCom", "WatCom")
    stage.press("Start the contract")
    stage.sees("WH/2008/03 is started.", "It has no schedule. Write at least one.")


def write_its_schedules(stage: Stage) -> None:
    """The specification is chosen, the activity planned to the unit, the payment agreed."""
    add_schedule(stage, "Service specifications", "As specified in:")
    choose(stage, "Agreed specification", "SPEC-003")
    stage.press("Name the specification")
    stage.sees("SPEC-003, version 2, is named.")
    add_schedule(stage, "Indicative activity plan", "")
    stage.go_on("Plan a service")
    choose(stage, "Service", SERVICE)
    for label, text in {"What is counted": "contacts", "Planned in all": "1,200", "DacCom": "700"}.items():
        stage.fill(label, text)
    stage.fill("WatCom", "500")
    stage.press("Plan the service")
    stage.sees("1,200")
    add_schedule(stage, "Prices and payment", PAID)
    choose(stage, "Service", SERVICE)
    choose(stage, "Basis of payment", "Block")
    stage.press("Continue")
    stage.fill("Block amount", "60,000")
    stage.press("Save the terms")
    stage.sees("£60,000.00, whatever the activity, paid in 12 monthly parts")


def commit_the_money(stage: Stage) -> None:
    """The contract commits money of the groups’ budget line."""
    stage.tab.goto(CONTRACT)
    stage.follow("Write lines of money")
    choose(stage, "Budget line", SERVICE)
    stage.press("Write this line")
    stage.fill(f"{SERVICE} for DacCom", "40,000")
    stage.fill(f"{SERVICE} for WatCom", "20,000")
    stage.press("Save the line")
    assert stage.row("Lines of money in this contract", SERVICE)[-2] == "40,000.00"


def trace_the_heads(stage: Stage, axe: Axe) -> None:
    """What became of each term of the heads is decided: one is changed and says why, the others are kept."""
    stage.tab.goto(CONTRACT)
    stage.follow("Follow heads of terms")
    choose(stage, "Heads of terms", "HT2")
    stage.press("Follow these heads")
    stage.follow("Changed or dropped, or say where it stands about Notice")
    stage.choose("In this contract the term is", "Changed")
    stage.fill("Why", "Six months, as in the other contracts.")
    stage.press("Save what becomes of it")
    stage.sees("Why: Six months, as in the other contracts.")
    stage.press("Kept")
    stage.tab.evaluate(KEEP_THE_OTHERS)
    stage.tab.reload()
    stage.sees("19 kept, 1 changed, 0 dropped")
    assert not faults_on(stage.tab, "trace of heads", axe)


def issue_and_sign(stage: Stage, axe: Axe) -> None:
    """Issued, and signed by both parties; a double click signs once."""
    stage.tab.goto(CONTRACT)
    stage.go_on("Issue for signature")
    stage.press("Issue WH/2008/03 for signature")
    stage.go_on("Read and sign")
    sign_with_a_double_click(stage, TRUST)
    stage.enter(PROVIDER, month=3, day=21)
    stage.follow(f"Sign contract WH/2008/03, {SERVICE}")
    stage.sees("Six months, as in the other contracts.", "SPEC-003")
    sign_with_a_double_click(stage, ARM)
    stage.sees("Signed, not yet in force")
    signed = [row[-1] for row in stage.rows("Who signs")]
    assert ["21 March 2008" in each for each in signed] == [False, True, False, False]
    assert not faults_on(stage.tab, "contract signed", axe)
    said = read_document(stage, "Download as PDF")
    for words in ("S2. Indicative activity plan", "Provider manager", "60,000.00", "SPEC-003"):
        assert words in said, words
    assert "DRAFT" not in said
    stage.follow("SPEC-003", exact=False)
    stage.sees("Contract WH/2008/03", "names this version", THREE_DAYS)


def draft_a_variation(stage: Stage) -> None:
    """The commissioner proposes Saturday clinics from October: another text, and more money."""
    stage.enter(COMMISSIONER, month=3, day=25, path=CONTRACT)
    stage.follow("Variations")
    stage.go_on("Propose a variation")
    stage.main.get_by_role("radio", name=re.compile("^Price")).check()
    stage.fill("What it changes, in a few words", "Saturday clinics")
    stage.fill("Why", "People in work cannot come on weekdays.")
    choose_day(stage, "First day on which it holds", (1, 10, 2008))
    choose_day(stage, "Answer due by", (4, 4, 2008))
    stage.press("Start the variation")
    stage.follow("Word a clause or schedule anew")
    stage.follow("Prices and payment", exact=False)
    stage.fill("Text", SATURDAYS)
    stage.press("Save what it changes to")
    stage.follow("Change the money")
    stage.follow(SERVICE)
    stage.fill(f"{SERVICE} for DacCom", "10,000")
    stage.press("Save the money")
    assert stage.row("Financial effect by group", "DacCom")[1:] == ["+10,000.00", "+5,000.00"]
    stage.go_on("Propose it")
    stage.press("Propose variation 1")
    stage.sees("Variation 1 is proposed. All who have to sign are told.")


def dispute_and_settle(stage: Stage) -> None:
    """The provider disputes it, and says how that was settled."""
    stage.enter(PROVIDER, month=3, day=26)
    stage.follow("Answer variation 1 of WH/2008/03, Saturday clinics")
    stage.follow("Dispute it")
    stage.fill("Why", "The price of a session is missing.")
    stage.press("Dispute it")
    stage.sees("Disputed", "The price of a session is missing.")
    stage.go_on("Say that the dispute is settled")
    stage.fill("Why", "It stands in the letter of 26 March.")
    stage.press("The dispute is settled")
    stage.sees("Variation 1 can be signed again.")


def sign_the_variation(stage: Stage) -> None:
    """Both parties sign what was proposed; each double click signs once."""
    for who, organisation in ((PROVIDER, ARM), (COMMISSIONER, TRUST)):
        stage.enter(who, month=3, day=27, path=VARIATION)
        stage.go_on("Read and sign")
        sign_with_a_double_click(stage, organisation)
    stage.sees("Agreed, not yet in effect")
    said = read_document(stage, "Download as PDF")
    for words in (SATURDAYS, "+5,000.00", "People in work cannot come on weekdays."):
        assert words in said, words


def read_as_at_three_days(stage: Stage, axe: Axe) -> None:
    """The contract as one text: as signed, the day before the variation, and on its first day; and that as PDF."""
    stage.enter(PROVIDER, month=3, day=28, path=CONTRACT)
    stage.sees("1 signed variation changes this contract.", "£65,000.00 in 2008/09", "First signed: £60,000.00")
    stage.follow("As at a date")
    for day, words, value in (
        (FIRST_DAY, PAID, "60,000.00"),
        ((30, 9, 2008), PAID, "60,000.00"),
        ((1, 10, 2008), SATURDAYS, "65,000.00"),
    ):
        choose_day(stage, "Day", day)
        stage.press("Read it on that day")
        stage.sees(words, f"Value in 2008/09: £{value}.")
    stage.sees("changed by variation 1")
    assert not faults_on(stage.tab, "contract as at a day", axe)
    said = read_document(stage, "Download this reading as PDF")
    for words in ("as at 1 October 2008", SATURDAYS, "65,000.00"):
        assert words in said, words
    stage.tab.goto(HEADS)
    stage.sees("Superseded by contract WH/2008/03.", "takes their place")
