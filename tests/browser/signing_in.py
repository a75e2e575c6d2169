"""Signing in as a demo person, as the sign-in page offers it."""

from playwright.sync_api import Page


def sign_in(tab: Page, who: str) -> None:
    """Press the button of the demo person whose name begins so, and wait until the page after it is there."""
    tab.goto("/")
    tab.locator("button", has_text=who).first.click()
    tab.wait_for_url(lambda address: "/sign-in" not in address)
    tab.wait_for_load_state()
