"""The whole story of agreeing a split in a real browser: five groups, the provider and the commissioner, from the
calculation by capitation to signed statements, one standing dispute decided over, and a lock that two people lift.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, expect

from core.jobs.commands.stopping import Stop
from core.jobs.commands.worker import work_until
from core.money import grouped
from tests.browser.agreeing import LEADS, ROUND, Said, Stage, answer, answer_on_line, give_password_again, gross_of
from tests.browser.faults import faults_on
from tests.browser.serving import served, watched_tab
from tests.conftest import year_told_on

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
NURSING = "Community nursing"
TWO_TEAMS = Said(
    position="Disputed", reason="Wrong activity", words="Two teams kept paper until September.", method="By capitation"
)
ADOPTED = "Adopted without the agreement of DacCom (split disputed)"
REASONS = "The activity was counted for twelve months and checked with the provider; the deadline does not move."
SENT_TWICE = """button => {
  const form = button.form;
  const send = () => fetch(form.action, {method: 'POST', body: new FormData(form)}).then(answer => answer.status);
  return Promise.all([send(), send()]);
}"""
DISPUTE = "/budgets/disputes/6"
LOCKED = "The round for 2008/09 was signed off on 26 March 2008 and is locked. Two people can unlock it."
LOCKED_PAGES: Mapping[str, str] = {
    ROUND: "Go on to the proposals",
    f"{ROUND}/board": "Take your position",
    f"{ROUND}/proposals": "Put calculation",
    "/budgets/proposals/2": "Withdraw proposal 2",
    f"{ROUND}/must-dos": "Propose a must-do",
    "/budgets/rounds/scenarios/1": "Calculate",
}
"""Pages of the round with what each offers while it is open."""
NURSES = Said(
    position="Disputed", reason="Wrong mapping", words="Two localities have these nurses; we have none.", amount="0.00"
)
CONTACTS = Said(position="Disputed", reason="Wrong method", words="The contacts are counted now.", method="By activity")


@pytest.fixture
def app(sqlite_template: Path, tmp_path: Path) -> Flask:
    """The demo year on the day its working budget was calculated: nothing was put to the groups yet."""
    return year_told_on(tmp_path / "demo.sqlite", sqlite_template, with_story=False)


@pytest.fixture
def stage(app: Flask, browser: Browser) -> Iterator[Stage]:
    """The tab of all who act."""
    with served(app) as address, watched_tab(browser, address) as tab:
        yield Stage(tab)


def test_from_the_first_proposal_to_signed_statements(app: Flask, stage: Stage, axe: Axe) -> None:
    propose_by_capitation(stage)
    for code in ("DAC", "WAT", "STA", "HER"):
        first_answers(stage, code)
    read_the_board(stage)
    first_answers(stage, "RED")
    talk_over_a_dispute(stage)
    propose_on_activity(stage)
    read_what_changed(stage)
    for code in LEADS:
        second_answers(stage, code)
    state_intentions(stage)
    answer_intentions(stage)
    decide_over_the_dissent(stage)
    open_the_sign_off(stage)
    sign(stage)
    issue_documents(app, stage)
    keep_it_locked(stage, axe)
    unlock(stage, axe)


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
    stage.follow("Proposal 1 for 2008/09: say what you think of the total and the split")
    stage.go_on("Take your position")
    total, split = FIRST[code]
    answer(stage, total=total, split=split)
    if code == "DAC":
        answer_on_line(stage, "Diabetes specialist nursing", NURSES)
    elif code == "WAT":
        answer_on_line(stage, NURSING, CONTACTS)
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
    nursing = stage.row("What changed since proposal 1, by line and group", NURSING)
    assert nursing[2:4] == [grouped(gross_of(each, "WAT", "COMM-NUR")) for each in (before, after)]
    assert nursing[-1] == "Method: by capitation before, by activity now."
    stage.tab.goto("/budgets/proposals/2/positions?group=HER")
    stage.sees("The total", "Not challenged", "carried over from proposal 1")
    visiting = next(
        row for row in stage.rows("Positions of Hertsmere on proposal 2") if row[0].startswith("Health visiting")
    )
    assert visiting[-1].endswith("; carried over from proposal 1")
    stage.enter("PCT commissioner", month=3, day=5, path=DISPUTE)
    stage.sees("Taken up in proposal 2")


def second_answers(stage: Stage, code: str) -> None:
    """A lead answers proposal 2: four consent, DacCom disputes the split and a line."""
    stage.enter(LEADS[code], month=3, day=12)
    stage.follow("Proposal 2 for 2008/09: say what you think of the split")
    stage.go_on("Take your position")
    if code == "DAC":
        answer(stage, split=Said(position="Disputed", reason="Wrong activity", words="This split is not ours."))
        answer_on_line(stage, NURSING, TWO_TEAMS)
    elif code == "RED":
        answer(stage, total=UNCHALLENGED, split=UNCHALLENGED)
    else:
        answer(stage, split=Said(position="Agreed"))


def state_intentions(stage: Stage) -> None:
    """WatCom invests and disinvests with notice, StAHCom spends the same on all lines."""
    stage.enter(LEADS["WAT"], month=3, day=13, path=f"{ROUND}/intentions")
    intend(stage, NURSING, "Invest: more than the calculation gives", "60,000.00")
    intend(stage, "Podiatry", "Disinvest: less than the calculation gives", "15,000.00", notice="6")
    stage.enter(LEADS["STA"], month=3, day=13, path=f"{ROUND}/intentions")
    stage.go_on("Say “the same” on many lines")
    stage.follow("Tick all", exact=False)
    stage.press("Say “the same” on the lines ticked")
    stage.sees("Recorded: you spend the same on 27 lines.", "All said")


def intend(stage: Stage, line: str, kind: str, amount: str, *, notice: str = "") -> None:
    """A lead says what the group is willing to spend on a line."""
    row = stage.main.get_by_role("row", name=line).first
    row.get_by_role("link", name="Say what you will spend").click()
    stage.choose("What are you willing to spend?", kind)
    stage.fill("By how much in a year", amount)
    stage.fill("Months of notice", notice)
    stage.fill("Reason", "Evening visits, so that fewer people are admitted at night.")
    stage.press("Say it")


def answer_intentions(stage: Stage) -> None:
    """The provider can do one thing from a day, and cannot do the other."""
    stage.enter("Provider manager", month=3, day=14)
    stage.follow("Answer 2 intentions for 2008/09")
    stage.sees("2 answers due")
    stage.go_on("Answer the first one")
    stage.sees(NURSING)
    stage.choose("Can you do it?", "Can do from a later day")
    for part, number in (("Day", "1"), ("Month", "7"), ("Year", "2008")):
        stage.question("From which day").get_by_label(part).fill(number)
    stage.fill("Posts, whole-time equivalents", "1.6")
    stage.press("Answer")
    stage.go_on("Answer the first one")
    stage.choose("Can you do it?", "Cannot")
    stage.fill("Consequence", "Two posts would go, and TUPE applies.")
    stage.press("Answer")
    stage.sees("No group has said anything you still have to answer.")
    assert stage.figure("would come in") == 60_000_00
    assert stage.figure("would be lost") == 15_000_00


def decide_over_the_dissent(stage: Stage) -> None:
    """The commissioner decides over the dispute that stands, with written reasons and the password given again."""
    stage.enter("PCT commissioner", month=3, day=20)
    stage.follow("Settle the 2008/09 dissent")
    stage.sees("Not ready", "DacCom disputes the split.")
    give_password_again(stage, "Decide over the dissent")
    stage.sees(f"{ADOPTED}.")
    stage.fill("Your reasons", REASONS)
    stage.press("Decide over the dissent")
    stage.sees("Ready to be opened", REASONS)


def open_the_sign_off(stage: Stage) -> None:
    """What is signed is fixed, and named before it is opened."""
    stage.enter("PCT commissioner", month=3, day=20, path=f"{ROUND}/sign-off")
    stage.go_on("Open the sign-off")
    stage.sees(f"{ADOPTED}.", "WatCom, StAHCom, Hertsmere, Red House; each is told")
    stage.press("Open proposal 2 for signature")
    stage.sees("0 of 5 have signed.")


def sign(stage: Stage) -> None:
    """The commissioner and the four consenting groups sign; a double click, and sending it twice, sign once."""
    stage.enter("PCT commissioner", month=3, day=25, path=f"{ROUND}/sign-off")
    stage.go_on("Read and sign for West Hertfordshire PCT")
    with stage.tab.expect_navigation():
        stage.main.get_by_role("button", name="Sign for West Hertfordshire PCT").dblclick()
    stage.sees("You signed for West Hertfordshire PCT.", "1 of 5 have signed.")
    stage.enter(LEADS["WAT"], month=3, day=25, path=f"{ROUND}/sign-off")
    stage.go_on("Read and sign for WatCom")
    assert stage.main.get_by_role("button", name="Sign for WatCom").evaluate(SENT_TWICE) == [200, 200]
    stage.tab.goto(f"{ROUND}/sign-off")
    stage.sees("2 of 5 have signed.")
    stage.enter(LEADS["DAC"], month=3, day=25, path=f"{ROUND}/sign-off")
    expect(stage.main.get_by_role("button", name="Read and sign")).to_have_count(0)
    for code in ("STA", "HER", "RED"):
        stage.enter(LEADS[code], month=3, day=26)
        stage.follow("Sign the 2008/09 budgets")
        stage.press(f"Sign for {NAMES[code]}")
        stage.sees(f"You signed for {NAMES[code]}")
    stage.sees("The round for 2008/09 is signed off and locked.")
    assert [row[:3] for row in stage.rows("Signatures")] == [
        ["West Hertfordshire PCT", "For the commissioner", "PCT commissioner, West Hertfordshire PCT"],
        *([NAMES[code], "As assenting", LEADS[code]] for code in ("WAT", "STA", "HER", "RED")),
    ]


def issue_documents(app: Flask, stage: Stage) -> None:
    """The worker issues statements and notices; a lead and the provider download theirs."""
    stage.enter(LEADS["HER"], month=3, day=27, path=f"{ROUND}/sign-off")
    stage.sees("are being made. Look again in a minute.")
    with app.app_context():
        work_until(Stop(), once=True)
    stage.tab.reload()
    statement = stage.download("Download your budget statement (PDF)")
    text = "\n".join(page.extract_text() for page in statement)
    calculation = stage.tab.request.get("/budgets/calculations/3/calculation.json").json()
    for words in (ADOPTED, REASONS, grouped(gross_of(calculation, "HER")), "PbC lead, Red House"):
        assert words in " ".join(text.split()), words
    assert "DRAFT" not in text
    stage.enter("Provider manager", month=3, day=27)
    stage.follow("3 unread messages")
    stage.tab.goto(f"{ROUND}/sign-off")
    stage.follow("Read your decision notice")
    stage.sees(f"{ADOPTED}.", "From 1 April 2008 Provider services provides")
    [notice] = stage.download("Download the notice (PDF)")
    assert ADOPTED in " ".join(notice.extract_text().split())


def keep_it_locked(stage: Stage, axe: Axe) -> None:
    """A locked round offers nothing that would be refused, and refuses what is sent all the same."""
    stage.enter("PCT commissioner", month=3, day=28, path="/budgets/calculations/1/propose")
    stage.sees(LOCKED)
    expect(stage.main.get_by_role("button")).to_have_count(0)
    for path, button in LOCKED_PAGES.items():
        stage.tab.goto(path)
        stage.sees(LOCKED)
        expect(stage.main.get_by_text(button, exact=True)).to_have_count(0)
        assert not faults_on(stage.tab, path, axe)
    stage.enter(LEADS["DAC"], month=3, day=28, path="/budgets/proposals/2")
    stage.sees("Signed off and locked")
    expect(stage.main.get_by_role("button", name="Take your position")).to_have_count(0)
    stage.tab.goto("/budgets/proposals/2/positions/take?item=total")
    stage.sees(LOCKED)


def unlock(stage: Stage, axe: Axe) -> None:
    """Two people unlock the round, with a reason; what was signed stays as superseded."""
    stage.enter("PCT commissioner", month=3, day=28, path=f"{ROUND}/sign-off")
    assert not faults_on(stage.tab, "sign-off", axe)
    stage.follow("Ask to unlock the round")
    stage.fill("Why the round must be unlocked", "The uplift was worked out before the final operating framework.")
    stage.press("Ask to unlock the round")
    stage.sees("A second person of West Hertfordshire PCT answers.", "Signed off and locked")
    expect(stage.main.get_by_role("button", name="Confirm or decline the unlocking")).to_have_count(0)
    stage.enter("PCT finance", month=3, day=28)
    stage.follow("Unlock the 2008/09 round, or decline")
    stage.go_on("Confirm or decline the unlocking")
    stage.choose("Your answer", "Confirm: unlock the round")
    stage.press("Answer")
    stage.sees("The round is open again.", "Unlocked", "Superseded")
