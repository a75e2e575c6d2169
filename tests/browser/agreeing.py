"""What people do to agree the split of a round, through pages alone: for the story that the browser plays."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pypdf
from playwright.sync_api import Locator, Page, expect

from core import clock
from core.money import pence_from
from core.people.rules import DEMO_WORDS
from core.people.sign_in import CONFIRMED_FOR
from tests.browser.signing_in import sign_in

YEAR = 2008
ROUND = "/budgets/rounds/1"
LEADS = {
    "DAC": "PbC lead, DacCom",
    "WAT": "PbC lead, WatCom",
    "STA": "PbC lead, StAHCom",
    "HER": "PbC lead, Hertsmere",
    "RED": "PbC lead, Red House",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer as a lead gives it, in the words of the page: position, reason, own words, and what is claimed."""

    position: str
    reason: str = ""
    words: str = ""
    amount: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """The tab in which everybody acts, one after the other."""

    tab: Page

    def enter(self, who: str, *, month: int, day: int, path: str = "/") -> None:
        """Somebody signs in on a day of 2008, at nine, and opens a page."""
        clock.run_from(datetime.combine(date(YEAR, month, day), time(9), clock.LONDON))
        self.tab.context.clear_cookies()
        sign_in(self.tab, who)
        if path != "/":
            self.tab.goto(path)

    @property
    def main(self) -> Locator:
        """The page without what frames it."""
        return self.tab.locator("main")

    def sees(self, *texts: str) -> None:
        """Every text stands on the page."""
        for text in texts:
            expect(self.main).to_contain_text(text)

    def follow(self, name: str, *, exact: bool = True) -> None:
        """Follow the first link of that name, and wait for the page it leads to."""
        with self.tab.expect_navigation():
            self.link(name, exact=exact).click()

    def link(self, name: str, *, exact: bool = True) -> Locator:
        """The first link of that name."""
        return self.main.get_by_role("link", name=name, exact=exact).first

    def go_on(self, name: str) -> None:
        """Follow a link that is drawn as a button, and wait for the page it leads to."""
        with self.tab.expect_navigation():
            self._button(name).click()

    def press(self, name: str) -> None:
        """Press a button that sends a form, and wait for the answer."""
        with self.tab.expect_navigation():
            self._button(name).click()

    def _button(self, name: str) -> Locator:
        return self.main.get_by_role("button", name=name, exact=True).first

    def question(self, words: str) -> Locator:
        """A question with its answers, and the fields that belong to one of them."""
        return self.main.get_by_role("group", name=words, exact=True)

    def choose(self, question: str, answer: str) -> None:
        """Choose one answer of a question."""
        self.question(question).get_by_label(answer, exact=True).check()

    def fill(self, label: str, text: str) -> None:
        """Type into a field."""
        self.main.get_by_label(label, exact=True).fill(text)

    def rows(self, caption: str) -> list[list[str]]:
        """The body of a table, cell by cell, as one reads it."""
        rows = self.main.get_by_role("table", name=caption).locator("tbody tr")
        return [[" ".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()] for row in rows.all()]

    def row(self, caption: str, name: str) -> list[str]:
        """The row of a table that begins with a name."""
        return next(row for row in self.rows(caption) if row[0].startswith(name))

    def download(self, name: str) -> list[pypdf.PageObject]:
        """The pages of a PDF behind a link drawn as a button."""
        with self.tab.expect_download() as downloaded:
            self._button(name).click()
        return list(pypdf.PdfReader(io.BytesIO(downloaded.value.path().read_bytes())).pages)

    def figure(self, label: str) -> int:
        """A key figure of the page in pence, by what it is called."""
        of = self.main.locator(".app-key-figures li", has=self.tab.get_by_text(label, exact=True))
        return pence_from(of.locator(".app-figure-value").inner_text())

    def calculation(self, number: int) -> Mapping[str, Any]:
        """A calculation as it is published, read by whoever is signed in."""
        answer = self.tab.request.get(f"/budgets/calculations/{number}/calculation.json")
        assert answer.ok, answer.status
        written: Mapping[str, Any] = answer.json()
        return written


def gross_of(calculation: Mapping[str, Any], group: str, line: str = "") -> int:
    """What a calculation gives a group, gross, in pence: of a line, or in all."""
    if not line:
        return pence_from(calculation["totals"]["by_group"][group]["gross"])
    return next(pence_from(each["gross"][group]) for each in calculation["lines"] if each["code"] == line)


def answer(stage: Stage, *, total: Said | None = None, split: Said | None = None) -> None:
    """Answer on the total and on the split, which are two questions; one not given here stays as it is."""
    stage.go_on("Answer on the total and the split")
    for what, said in (("total", total), ("split", split)):
        if said is not None:
            _say(stage, f"Your position on the {what}", f"On the {what}, in your own words", said)
    _record(stage)


def answer_on_line(stage: Stage, line: str, said: Said) -> None:
    """Answer on one line, found by its name."""
    stage.follow(line)
    stage.go_on("Take your position")
    _say(stage, "Your position", "In your own words", said)
    _record(stage)


def _say(stage: Stage, question: str, words: str, said: Said) -> None:
    stage.choose(question, said.position)
    asked = stage.question(question)
    if said.reason:
        asked.get_by_label("Reason", exact=True).select_option(label=said.reason)
    if said.amount:
        asked.get_by_label("Amount you should get", exact=True).fill(said.amount)
    if said.method:
        asked.get_by_label("Or the method by which it should be split").select_option(label=said.method)
    if said.words:
        stage.fill(words, said.words)


def _record(stage: Stage) -> None:
    with stage.tab.expect_navigation():
        stage.main.get_by_role("button", name="Record the position of").click()
    expect(stage.main.get_by_role("status")).to_contain_text("recorded")


def give_password_again(stage: Stage, act: str) -> None:
    """Ten minutes after signing in, an act that binds asks for the password again."""
    clock.run_from(clock.now() + CONFIRMED_FOR)
    stage.go_on(act)
    expect(stage.tab.locator("h1")).to_have_text("Enter your password again")
    stage.fill("Password", DEMO_WORDS)
    stage.press("Go on")
