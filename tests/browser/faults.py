"""What is wrong with a page as a browser shows it: faults of accessibility, and what does not fit a small screen."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
ROWS_ALIKE = {"exclude": [["tbody tr:nth-child(n+16)"]]}
"""Of a long table the first rows are checked: axe takes seconds for hundreds of them, which all are built alike."""


def faults_on(tab: Page, path: str, axe: Axe) -> list[str]:
    """Every fault of the page that the tab shows, each with the path."""
    found = axe.run(tab, context=ROWS_ALIKE, options=RULES).response["violations"]
    faults = [f"{path}: {v['id']}: {v['help']}: {v['nodes'][0]['html'][:160]}" for v in found]
    tab.set_viewport_size({"width": 320, "height": 800})
    for _ in range(50):  # the bar of sections lays itself out anew after a change of width
        wide = int(tab.evaluate("document.documentElement.scrollWidth"))
        if wide <= 320:
            break
        tab.wait_for_timeout(100)
    else:
        faults.append(f"{path}: {wide} px wide on a screen of 320 px")
    tab.set_viewport_size({"width": 1280, "height": 900})
    return faults
