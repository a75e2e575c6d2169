"""What people do to agree, sign and vary a contract, through pages alone: for the story that the browser plays."""

import io
import re
from collections.abc import Mapping

import pypdf
from playwright.sync_api import expect

from tests.browser.agreeing import Stage

COMMISSIONER, PROVIDER = "PCT commissioner", "Provider manager"
LEAD, OTHER_LEAD = "PbC lead, DacCom", "PbC lead, WatCom"
TRUST, ARM = "West Hertfordshire PCT", "Provider services"
SPECIFICATIONS, HEADS_LIST, HEADS = (
    "/contracts/specifications",
    "/contracts/heads-of-terms",
    "/contracts/heads-of-terms/2",
)
CONTRACT = "/contracts/6"
VARIATION = f"{CONTRACT}/variations/1"
Day = tuple[int, int, int]


def choose_day(stage: Stage, name: str, day: Day) -> None:
    """Type a day into its three fields."""
    for part, number in zip(("Day", "Month", "Year"), day, strict=True):
        stage.question(name).get_by_label(part, exact=True).fill(str(number))


def choose(stage: Stage, label: str, option: str) -> None:
    """Choose from a list what begins so."""
    asked = stage.main.get_by_label(label, exact=True)
    found = asked.locator("option", has_text=re.compile(f"^{re.escape(option)}")).first
    asked.select_option(value=found.get_attribute("value"))


def tick(stage: Stage, *names: str) -> None:
    """Tick the boxes whose names begin so."""
    for name in names:
        stage.main.get_by_role("checkbox", name=re.compile(f"^{re.escape(name)}")).check()


def write_every_section(stage: Stage, texts: Mapping[str, str]) -> None:
    """Write each empty section of a specification, with the text that is given for its heading."""
    empty = stage.main.get_by_role("link", name=re.compile("^Write "))
    while empty.count():
        empty.first.click()
        heading = stage.tab.locator("h1").inner_text()
        said = next((text for name, text in texts.items() if heading.endswith(name)), "As it is provided now.")
        stage.fill("Text", said)
        stage.press("Save this section")


def accept(stage: Stage, who: str, version: int, *, day: int) -> None:
    """One side accepts the text of a version."""
    stage.enter(who, month=3, day=day, path=f"{SPECIFICATIONS}/versions/{version}")
    stage.go_on("Accept this text")
    stage.press("Accept this text")


def add_schedule(stage: Stage, kind: str, text: str) -> None:
    """Add a schedule to the contract, called after its kind, and open its own page."""
    stage.tab.goto(f"{CONTRACT}/schedules/add")
    choose(stage, "Kind", kind)
    stage.fill("Title", kind)
    stage.fill("Text", text)
    stage.press("Add the schedule")
    expect(stage.tab.locator("h1")).to_contain_text(kind)


def sign_with_a_double_click(stage: Stage, organisation: str) -> None:
    """Sign what the tab shows, pressing the button twice as quickly as people do."""
    with stage.tab.expect_navigation():
        stage.main.get_by_role("button", name=f"Sign for {organisation}").dblclick()


def words_of(pages: list[pypdf.PageObject]) -> str:
    """What a document says, on one line."""
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def read_document(stage: Stage, name: str) -> str:
    """What the document behind a link says."""
    with stage.tab.expect_download() as downloaded:
        stage.link(name).click()
    return words_of(list(pypdf.PdfReader(io.BytesIO(downloaded.value.path().read_bytes())).pages))
