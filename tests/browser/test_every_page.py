"""Every page a role can reach from its home, in a real browser: axe finds nothing, nothing is wider than a small
screen, and no page logs an error (the `tab` fixture sees to that).
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.faults import faults_on
from tests.browser.signing_in import sign_in

PEOPLE = (
    "PCT commissioner",
    "PCT finance",
    "PbC lead, DacCom",
    "PbC member, Hertsmere",
    "Provider manager",
    "Practice manager",
    "Administrator",
    "Auditor, East of England",
)
MOST_PAGES = 140


def _kind(path: str) -> str:
    """The page's kind: its address with the numbers and codes of records left out."""
    code = r"/(?:\d+|[A-Z][A-Z0-9-]+|(?:line|pot):[^/]+|(?<=/bridge/)[a-z-]+)(?=/|$)"
    return re.sub(code, "/*", path.split("?", maxsplit=1)[0])


def _links(tab: Page) -> list[str]:
    script = "[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"
    return [str(href) for href in tab.evaluate(script)]


def _is_page(href: str) -> bool:
    return (
        href.startswith("/")
        and "#" not in href
        and not re.search(r"\.(csv|xlsx|json|pdf|svg|zip|toml)(\?|$)|/download|/file$", href)
    )


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_is_accessible_and_fits_a_small_screen(who: str, tab: Page, axe: Axe) -> None:
    sign_in(tab, who)
    waiting, seen, faults = ["/"], set[str](), list[str]()
    while waiting:
        path = waiting.pop(0)
        if _kind(path) in seen:
            continue
        seen.add(_kind(path))
        answer = tab.goto(path)
        assert answer is not None
        if answer.status != 200:
            faults.append(f"{path}: a link leads to {answer.status}")
            continue
        faults += faults_on(tab, path, axe)
        waiting += [href for href in _links(tab) if _is_page(href) and _kind(href) not in seen]
    assert 3 < len(seen) <= MOST_PAGES, f"{who} reached {len(seen)} kinds of page: {sorted(seen)}"
    assert not faults, "\n".join(faults)
