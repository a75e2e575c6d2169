"""A page of the site while a return of 1,000,000 rows comes in, against the same page before and after.

A served application (gunicorn, two processes) on SQLite; the commissioner reads the completeness of returns over and
over. The return comes in once by `flask returns submit`, once by the provider's page. Limit: 3 times, in the median;
the slowest page is told beside it.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from flask import Flask
from flask_migrate import upgrade

from benchmarks.pages import SIGNED_WITH, application_on
from benchmarks.returning import MONTH, PROVIDER_EMAIL, Returning, a_large_return
from commissioning.activity.rules.months import month_after, month_of
from core import clock
from core.db import db
from core.permissions import Actor
from tests.journeys.signing_in import session_of

MOST_TIMES = 3.0
PAGES = 40
PAGE = "/activity/completeness"
PORT = 8769
ADDRESS = f"http://127.0.0.1:{PORT}"
_TAG = re.compile(r"<[^>]+>")
_HIDDEN = re.compile(rb'<input[^>]*name="(csrf_token|form_key)"[^>]*value="([^"]*)"')


def main() -> int:
    """Measure, print, and fail when a page takes too long meanwhile."""
    with tempfile.TemporaryDirectory(prefix="page-while-loading") as place:
        folder = Path(place)
        address = f"sqlite:///{folder / 'measured.sqlite'}"
        app = application_on(address)
        first = month_after(month_of(clock.today()), -3)
        (folder / "return.csv").write_bytes(a_large_return().replace(MONTH.encode(), first.encode()))
        with app.app_context():
            upgrade(directory="migrations")
            field = Returning(first)
            reader, provider = (cookie_of(app, each) for each in (field.commissioner, field.provider))
            db.session.remove()
            db.engine.dispose()
        settings = {**os.environ, "DATABASE_URL": address, "SECRET_KEY": SIGNED_WITH, "PORT": str(PORT)}
        settings["SITE_ADDRESS"] = f"http://127.0.0.1:{PORT}"
        with served(settings):
            ratios = [
                _meanwhile("the command", reader, lambda: by_command(folder, first, settings)),
                _meanwhile("the page", reader, lambda: by_page(folder, field, month_after(first), first, provider)),
            ]
    return 0 if max(ratios) <= MOST_TIMES else 1


def _meanwhile(way: str, reader: str, load: Callable[[], None]) -> float:
    """The page while the load runs against the page before and after; their ratio in the median."""
    normal = [_seconds(lambda: fetch(PAGE, reader)) for _ in range(PAGES)]
    slow = []
    with ThreadPoolExecutor(1) as apart:
        loading: Future[None] = apart.submit(load)
        begun = time.perf_counter()
        while not loading.done():
            slow.append(_seconds(lambda: fetch(PAGE, reader)))
        took = time.perf_counter() - begun
        loading.result()
    normal += [_seconds(lambda: fetch(PAGE, reader)) for _ in range(PAGES)]
    usual, meanwhile = statistics.median(normal), statistics.median(slow)
    print(
        f"a page while 1,000,000 rows come in by {way} ({took:.0f} s): {meanwhile * 1000:.0f} ms against "
        f"{usual * 1000:.0f} ms: {meanwhile / usual:.2f} times (at most {MOST_TIMES}); the slowest of {len(slow)} "
        f"took {max(slow) * 1000:.0f} ms"
    )
    return meanwhile / usual


def by_command(folder: Path, month: str, settings: dict[str, str]) -> None:
    """Submit the return as somebody at the command line does."""
    command = (sys.executable, "-m", "flask", "returns", "submit", str(folder / "return.csv"))
    named = ("--provider", "OWN", "--month", month, "--as", PROVIDER_EMAIL)
    subprocess.run([*command, *named], env=settings, check=True, capture_output=True)  # noqa: S603 our own command


def by_page(folder: Path, field: Returning, month: str, first: str, cookie: str) -> None:
    """Submit the return as a browser does: fetch the page, send its form with the file."""
    address = f"/activity/returns/{field.expectation_id}/{month}/send"
    fields = {name.decode(): value.decode() for name, value in _HIDDEN.findall(fetch(address, cookie))}
    content = (folder / "return.csv").read_bytes().replace(first.encode(), month.encode())
    boundary = "a-boundary-that-stands-nowhere-else"
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'
        for name, value in {**fields, "act": "submit", "taking": "whole"}.items()
    ]
    file = 'Content-Disposition: form-data; name="file"; filename="return.csv"\r\nContent-Type: text/csv\r\n\r\n'
    body = b"".join(f"--{boundary}\r\n{part}\r\n".encode() for part in parts)
    body += f"--{boundary}\r\n{file}".encode() + content + f"\r\n--{boundary}--\r\n".encode()
    answer = fetch(address, cookie, body, f"multipart/form-data; boundary={boundary}")
    if b"1,000,000" not in answer:
        raise AssertionError(answer[:3000].decode())


def fetch(address: str, cookie: str, body: bytes | None = None, kind: str = "text/html") -> bytes:
    """What the site answers to one who is signed in."""
    asked = Request(ADDRESS + address, body, {"Cookie": cookie, "Content-Type": kind, "Referer": ADDRESS + address})  # noqa: S310 our own
    try:
        with urlopen(asked, timeout=300) as answer:  # noqa: S310 our own server
            content: bytes = answer.read()
    except HTTPError as refused:
        said = _TAG.sub(" ", refused.read().decode())
        raise RuntimeError(f"{address} answered {refused.code}: {' '.join(said.split())[:2000]}") from None
    return content


@contextmanager
def served(settings: dict[str, str]) -> Iterator[None]:
    """The application as `flask serve` serves it, once it answers."""
    with subprocess.Popen([sys.executable, "-m", "flask", "serve"], env=settings) as server:
        try:
            for _ in range(300):
                try:
                    fetch("/", "")
                    break
                except URLError:
                    time.sleep(0.2)
            yield
        finally:
            server.terminate()


def cookie_of(app: Flask, actor: Actor) -> str:
    """The cookie of one who signed in just now and has been asked a form's token."""
    client = app.test_client()
    begun = session_of(actor)
    with client.session_transaction() as session:
        session.update(begun)
    client.get("/")
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    if cookie is None:
        raise AssertionError("no cookie was given")
    return f"{cookie.key}={cookie.value}"


def _seconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
