"""The whole story of agreeing a split in a real browser: five groups, the provider and the commissioner, from the
calculation by capitation to signed statements, one standing dispute decided over, and a lock that two people lift.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from core.money import grouped
from tests.browser.agreeing import LEADS, ROUND, Said, Stage, answer, answer_on_line, gross_of
from tests.browser.conftest import demo_year
from tests.browser.serving import served, watched_tab

UNCHALLENGED = Said(position="Not challenged")
FIRST: Mapping[str, tuple[Said, Said]] = {
    "DAC": (UNCHALLENGED, Said(position="Disputed", reason="Wrong mapping", words="We pay for what we do not have.")),
    "WAT": (UNCHALLENGED, Said(position="Disputed", reason="Wrong method", words="Use the activity data.")),
    "STA": (UNCHALLENGED, Said(position="Disputed", reason="Wrong method", words="What is local must be kept.")),
    "HER": (UNCHALLENGED, Said(position="Disputed", reason="Wrong method", words="Nobody asked us.")),
    "RED": (
        Said(position="Withheld for now", words="Not before we have seen how the total is arrived at."),
        Said(position="Withheld for now", words="Not before the total is explained to us."),
    ),
}
NAMES = {"DAC": "DacCom", "WAT": "WatCom", "STA": "StAHCom", "HER": "Hertsmere", "RED": "Red House"}
DISPUTE = "/budgets/disputes/6"
NURSES = Said(
    position="Disputed", reason="Wrong mapping", words="Two localities have these nurses; we have none.", amount="0.00"
)
CONTACTS = Said(position="Disputed", reason="Wrong method", words="The contacts are counted now.", method="By activity")


@pytest.fixture
def app(sqlite_template: Path, tmp_path: Path) -> Flask:
    """The demo year on the day its working budget was calculated: nothing was put to the groups yet."""
    return demo_year(sqlite_template, tmp_path, with_story=False)


@pytest.fixture
def stage(app: Flask, browser: Browser) -> Iterator[Stage]:
    """The tab of all who act."""
    with served(app) as address, watched_tab(browser, address) as tab:
        yield Stage(tab)


def test_from_the_first_proposal_to_signed_statements(app: Flask, stage: Stage) -> None:
    propose_by_capitation(stage)
    for code in ("DAC", "WAT", "STA", "HER"):
        first_answers(stage, code)
    read_the_board(stage)
    first_answers(stage, "RED")
    talk_over_a_dispute(stage)
    propose_on_activity(stage)
    read_what_changed(stage)


def propose_by_capitation(stage: Stage) -> None:
    """The commissioner copies the working budget, splits by capitation, and puts that to the groups."""
    stage.enter("PCT commissioner", month=2, day=14, path=f"{ROUND}/board")
    stage.sees("Nothing has been put to the groups yet.")
    stage.tab.goto("/budgets/rounds/scenarios/1")
    stage.follow("Copy as another scenario")
    stage.fill("Name of the scenario", "By capitation, as in 2007/08")
    stage.press("Begin the scenario")
    stage.follow("Change methods")
    for select in stage.main.locator("#methods select").all():
        if select.input_value() != "pooled":
            select.select_option("capitation")
    stage.press("Save the methods")
    stage.press("Calculate")
    stage.sees("This is calculation 2.")
    stage.go_on("Put calculation 2 to the groups")
    stage.sees("It becomes proposal 1.", "Red House (RED) is asked", "Provider services (PROV) is told")
    stage.fill("What you say to the groups", "By capitation, as in 2007/08. You are asked, not told.")
    stage.press("Put calculation 2 to the groups")
    stage.sees("Calculation 2 is with the groups as proposal 1.")


def first_answers(stage: Stage, code: str) -> None:
    """A lead opens proposal 1 from the list of what needs them, and answers on the total and on the split."""
    stage.enter(LEADS[code], month=2, day=25)
    stage.follow("Proposal 1 for 2008/09: say what you think of the total and its split")
    stage.go_on("Take your position")
    total, split = FIRST[code]
    answer(stage, total=total, split=split)
    if code == "DAC":
        answer_on_line(stage, "Diabetes specialist nursing", NURSES)
    elif code == "WAT":
        answer_on_line(stage, "Community nursing", CONTACTS)
    elif code == "HER":
        answer_on_line(stage, "Health visiting", Said(position="Agreed"))


def read_the_board(stage: Stage) -> None:
    """The commissioner sees who has not opened the proposal, and the money in dispute, to the penny."""
    stage.enter("PCT commissioner", month=2, day=27, path=f"{ROUND}/board")
    stage.sees("Not opened yet by Red House.")
    working, offered = stage.calculation(1), stage.calculation(2)
    nurses, nursing = gross_of(offered, "DAC", "DIAB-NUR"), gross_of(offered, "WAT", "COMM-NUR")
    whole = gross_of(offered, "STA") + gross_of(offered, "HER")
    assert stage.figure("under disputed lines") == nurses + nursing + whole
    claimed = gross_of(working, "WAT", "COMM-NUR")  # which the working budget splits by activity
    assert stage.figure("difference claimed") == nurses + abs(claimed - nursing)
    dacorum, _, local, _, small = stage.rows("What each group says")
    assert dacorum[2:] == [
        "Not challenged PbC lead, DacCom, 25 February 2008",
        "Disputed Wrong mapping. PbC lead, DacCom, 25 February 2008",
        "1",
        grouped(nurses),
        grouped(nurses),
    ]
    assert local[4:] == ["0", f"{grouped(gross_of(offered, 'STA'))} the whole split", "0.00"]
    assert small[1:4] == ["Not opened", "Not asked", "Not asked"]


def talk_over_a_dispute(stage: Stage) -> None:
    """WatCom’s lead opens the dispute over community nursing, sees what each method would give, and comments."""
    stage.enter("PCT commissioner", month=2, day=28, path=DISPUTE)
    offered, claimed = (gross_of(stage.calculation(number), "WAT", "COMM-NUR") for number in (2, 1))
    stage.sees(f"By contacts WatCom would get £{grouped(claimed)} (+£{grouped(claimed - offered)})")
    methods = [row[0] for row in stage.rows("What would change under each method")]
    assert methods[:2] == ["As offered By capitation", "By capitation"]
    assert "By contacts Claimed" in methods
    stage.fill("Your comment", "Are the contacts of every team counted?")
    stage.press("Add comment")
    stage.enter(LEADS["WAT"], month=2, day=28, path=DISPUTE)
    stage.fill("Your comment", "Of every team, for twelve months.")
    stage.press("Add comment")
    stage.sees("Are the contacts of every team counted?", "Of every team, for twelve months.")


def propose_on_activity(stage: Stage) -> None:
    """The commissioner calculates on activity, upholds the dispute with it, and puts it to the groups."""
    stage.enter("PCT commissioner", month=3, day=5, path="/budgets/rounds/scenarios/1")
    stage.follow("Change the policy")
    stage.fill("Gross inflation", "5.3")
    stage.fill("Efficiency requirement", "3")
    stage.press("Save the policy")
    stage.press("Calculate")
    stage.sees("This is calculation 3.")
    stage.tab.goto(DISPUTE)
    stage.go_on("Decide over this dispute")
    stage.choose("Your decision", "Upheld")
    stage.fill("Reason", "The contacts are complete. Split by them.")
    stage.main.get_by_label("If upheld: taken up in").select_option(label="Calculation 3, Working budget")
    stage.press("Record the decision")
    stage.sees("Upheld", "in calculation 3", "Not taken up in a proposal yet")
    stage.tab.goto("/budgets/calculations/3")
    stage.go_on("Put calculation 3 to the groups")
    stage.fill("What you say to the groups", "On activity, where it is counted. The total has not changed.")
    stage.press("Put calculation 3 to the groups")
    stage.sees("Calculation 3 is with the groups as proposal 2.")


def read_what_changed(stage: Stage) -> None:
    """Proposal 2 says what changed for whom and why; what its figures left alone is carried over and marked."""
    stage.enter("PCT commissioner", month=3, day=5, path="/budgets/proposals/2")
    before, after = stage.calculation(2), stage.calculation(3)
    stage.sees("What was done differently: efficiency requirement, gross inflation and the method of 19 lines.")
    by_group = [row[:3] for row in stage.rows("What changed since proposal 1, by group")]
    assert by_group == [[NAMES[code], *(grouped(gross_of(each, code)) for each in (before, after))] for code in NAMES]
    stage.follow("See each of the", exact=False)
    stage.main.get_by_label("Group", exact=True).select_option(label="WatCom")
    stage.press("Filter")
    nursing = stage.rows("What changed since proposal 1, by line and group")[0]
    assert nursing[:4] == [
        "Community nursing",
        "WatCom",
        *(grouped(gross_of(each, "WAT", "COMM-NUR")) for each in (before, after)),
    ]
    assert nursing[-1] == "Method: by capitation before, by activity now."
    print(nursing)
    stage.tab.goto("/budgets/proposals/2/positions?group=HER")
    print(stage.rows("Positions of Hertsmere"))
    print(stage.main.inner_text()[:6000])
    stage.tab.goto(f"{ROUND}/board")
    print(stage.main.inner_text()[:3000])
    raise ValueError
