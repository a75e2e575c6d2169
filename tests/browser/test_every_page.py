"""Every page a role can reach from its home, in a real browser: axe finds nothing, nothing is wider than a small
screen, and no page logs an error (the `tab` fixture sees to that).
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.faults import faults_on
from tests.browser.signing_in import sign_in

PEOPLE = {
    "those who commission and check": ("PCT commissioner", "PCT finance", "Auditor, East of England"),
    "groups and practices": ("PbC lead, DacCom", "PbC member, Hertsmere", "Practice manager"),
    "provider and administrator": ("Provider manager", "Administrator"),
}
"""A kind of page is looked at closely for the first of those alike who reaches it; for the others it must open."""
MOST_PAGES = 400


def _kind(path: str) -> str:
    """The page's kind: its address with the numbers, months and codes of records left out."""
    code = r"/(?:\d+|\d{4}-\d\d|[A-Z][A-Z0-9-]+|(?:line|pot):[^/]+|(?<=/bridge/)[a-z-]+)(?=/|$)"
    return re.sub(code, "/*", path.split("?", maxsplit=1)[0])


def _links(tab: Page) -> list[str]:
    script = "[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"
    return [str(href) for href in tab.evaluate(script)]


def _is_page(href: str) -> bool:
    return (
        href.startswith("/")
        and "#" not in href
        and not re.search(r"[./](csv|xlsx|json|pdf|docx|svg|zip|toml|ics)(\?|$)|/download|/file$|/documents/\d+$", href)
    )


@pytest.mark.parametrize("alike", PEOPLE)
def test_every_page_is_accessible_and_fits_a_small_screen(alike: str, tab: Page, axe: Axe) -> None:
    looked_at, faults = set[str](), list[str]()
    for who in PEOPLE[alike]:
        tab.context.clear_cookies()
        sign_in(tab, who)
        seen = _walk(tab, axe, looked_at, faults)
        assert 3 < len(seen) <= MOST_PAGES, f"{who} reached {len(seen)} kinds of page: {sorted(seen)}"
    assert not faults, "\n".join(faults)


def _walk(tab: Page, axe: Axe, looked_at: set[str], faults: list[str]) -> set[str]:
    """Follow every link from home to one page of each kind, and give the kinds. Notes faults and what it saw."""
    waiting, seen = ["/"], set[str]()
    while waiting:
        path = waiting.pop(0)
        kind = _kind(path)
        if kind in seen:
            continue
        seen.add(kind)
        answer = tab.goto(path)
        assert answer is not None
        if answer.status != 200:
            faults.append(f"{path}: a link leads to {answer.status}")
            continue
        if kind not in looked_at:
            faults += faults_on(tab, path, axe)
            looked_at.add(kind)
        waiting += [href for href in _links(tab) if _is_page(href) and _kind(href) not in seen]
    return seen
