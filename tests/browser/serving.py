"""An application on a server of this process, and a tab that fails its test when a page logs an error."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page
from werkzeug.serving import make_server


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the application while it is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def watched_tab(browser: Browser, address: str, *, has_script: bool = True) -> Iterator[Page]:
    """A tab of its own, of which nothing of ours may be logged as an error, such as a break of the content policy.

    Without script where it has none.
    """
    context = browser.new_context(
        base_url=address, viewport={"width": 1280, "height": 900}, java_script_enabled=has_script
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if _is_ours(message, page, address) else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert not faults, faults


def _is_ours(message: ConsoleMessage, page: Page, address: str) -> bool:
    """Whether an error is logged about our pages, not about one of another server that the story leads to."""
    return message.type == "error" and page.url.startswith((address, "about:"))
