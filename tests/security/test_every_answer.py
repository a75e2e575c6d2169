"""What every answer carries, whatever it is: page, file, redirect, refusal, error, data for machines, static file.

Every address of the demo year is asked once by a person who is let in, and by a visitor, behind TLS.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.conftest import make_app
from tests.security.attacked import Attacked, attacked
from tests.security.figures import note

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
WITH_SECRET = "/people/links/"
NEEDED = {"default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"}
NEVER = ("unsafe-inline", "unsafe-eval", "http:", "https:", "data:", "*")
MADE_HERE = {"text/html", "text/css", "text/javascript", "application/json", "text/plain", "image/svg+xml"}
PAGES = ("text/html", "image/svg+xml", "application/xhtml+xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer, and what was asked."""

    asked: str
    answer: TestResponse


@pytest.fixture(scope="module")
def demo(told_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    made = attacked(told_year, tmp_path_factory.mktemp("answers"))
    behind_tls = make_app(f"sqlite:///{made.database}", DEMO=True, BEHIND_TLS=True, PROPAGATE_EXCEPTIONS=False)
    return Attacked(
        app=behind_tls, database=made.database, kept=made.kept, sessions=made.sessions, addresses=made.addresses
    )


@pytest.fixture(scope="module")
def answers(demo: Attacked) -> list[Answered]:
    """Every kind of answer there is."""
    return list(_asked(demo))


def _asked(demo: Attacked) -> Iterator[Answered]:
    for address in demo.addresses:
        if address.method == "GET":
            for who in dict.fromkeys(("visitor", address.who or "commissioner")):
                yield Answered(
                    asked=f"{address.path} ({who})", answer=demo.browser(who).get(address.path, buffered=True)
                )
    visitor, inside = demo.browser("visitor"), demo.browser("commissioner")
    for path in ("/static/app.css", "/static/start.js", "/static/no-such-file", "/no-such-page", "/api/v1/nothing"):
        yield Answered(asked=path, answer=visitor.get(path, buffered=True))
    for method in ("TRACE", "DELETE", "PUT", "PATCH", "OPTIONS"):
        yield Answered(asked=method, answer=visitor.open("/people/sign-in", method=method))
    large = b"x" * (demo.app.config["MAX_CONTENT_LENGTH"] + 1)
    kind = "multipart/form-data; boundary=x"
    yield Answered(asked="too large", answer=visitor.post("/people/sign-in", data=large, content_type=kind))
    yield Answered(asked="unreadable", answer=visitor.get("/people/sign-in?next=%00"))
    yield Answered(asked="a form without a token", answer=inside.post("/people/change-password", data={}))


def _wrong(answers: list[Answered], name: str, said: str) -> list[str]:
    return [each.asked for each in answers if each.answer.headers.get(name) != said]


def test_there_is_every_kind_of_answer(answers: list[Answered]) -> None:
    codes = {each.answer.status_code for each in answers}
    assert codes >= {200, 302, 400, 401, 403, 404, 405, 413, 422}
    kinds = {each.answer.mimetype for each in answers}
    assert kinds >= {"text/html", "text/css", "text/csv", "application/json", "application/problem+json"}
    assert kinds >= {"application/pdf", "application/zip", "text/javascript", "text/calendar"}
    note("answers looked at for their headers", len(answers))


@pytest.mark.parametrize("name", FIXED)
def test_every_answer_says_so(answers: list[Answered], name: str) -> None:
    others = [each for each in answers if name != "Referrer-Policy" or not each.asked.startswith(WITH_SECRET)]
    assert not _wrong(others, name, FIXED[name])


def test_an_address_with_a_secret_is_told_to_no_page_at_all(answers: list[Answered]) -> None:
    with_secret = [each for each in answers if each.asked.startswith(WITH_SECRET) and each.answer.status_code == 200]
    assert with_secret
    assert not _wrong(with_secret, "Referrer-Policy", "no-referrer")


def test_every_answer_has_a_policy_without_exceptions(answers: list[Answered]) -> None:
    policies = {each.answer.headers["Content-Security-Policy"] for each in answers}
    for policy in policies:
        parts = {part.strip() for part in policy.split(";")}
        assert parts >= NEEDED, policy
        assert not [word for word in NEVER if word in policy.split()], policy
    permissions = {each.answer.headers["Permissions-Policy"] for each in answers}
    assert permissions == {"camera=(), geolocation=(), microphone=(), payment=()"}


def test_nothing_but_static_files_is_kept_by_browsers_or_on_the_way(answers: list[Answered]) -> None:
    kept = [each.asked for each in answers if each.answer.headers["Cache-Control"] != "no-store"]
    assert kept == ["/static/app.css", "/static/start.js"]


def test_no_other_site_may_read_an_answer_or_learn_what_runs_here(answers: list[Answered]) -> None:
    told = {name.lower() for each in answers for name in each.answer.headers.keys()}  # noqa: SIM118 not a mapping
    assert not [name for name in told if name.startswith("access-control-")]
    assert not told & {"server", "x-powered-by", "via"}


def test_every_answer_says_what_it_is_with_its_encoding(answers: list[Answered]) -> None:
    silent = [each.asked for each in answers if each.answer.data and not each.answer.mimetype]
    assert not silent
    text = [each for each in answers if (each.answer.mimetype or "").startswith("text/") and each.answer.data]
    without = [each.asked for each in text if "charset=utf-8" not in each.answer.headers["Content-Type"].lower()]
    assert not without


def test_what_is_no_page_is_never_shown_as_one(answers: list[Answered]) -> None:
    """A file is a download, but for drawings that were made here, in which nothing runs."""
    shown = [
        (each.asked, each.answer.mimetype)
        for each in answers
        if each.answer.status_code == 200
        and each.answer.mimetype not in MADE_HERE
        and not each.answer.headers.get("Content-Disposition", "").startswith("attachment")
    ]
    assert not shown
    drawn = [each.answer.text for each in answers if each.answer.mimetype == "image/svg+xml"]
    assert drawn
    assert not [text for text in drawn if re.search(r"<script|<foreignObject|<a\s|\son\w+=|href", text)]


def test_no_answer_that_is_a_file_can_be_a_page(answers: list[Answered]) -> None:
    files = [each for each in answers if each.answer.headers.get("Content-Disposition", "").startswith("attachment")]
    assert len(files) > 40
    assert not [each.asked for each in files if each.answer.mimetype in PAGES]
    assert not [each.asked for each in files if "filename" not in each.answer.headers["Content-Disposition"]]


def test_every_redirect_stays_here(answers: list[Answered]) -> None:
    away = [
        (each.asked, each.answer.location) for each in answers if each.answer.status_code in {301, 302, 303, 307, 308}
    ]
    assert away
    assert not [each for each in away if not str(each[1]).startswith("/") or str(each[1]).startswith("//")]


def test_every_cookie_is_bound_to_this_host_and_hidden_from_script(answers: list[Answered]) -> None:
    cookies = {cookie for each in answers for cookie in each.answer.headers.getlist("Set-Cookie")}
    assert cookies
    for cookie in cookies:
        name, *parts = cookie.split(";")
        attributes = {part.strip().lower() for part in parts}
        assert name.startswith("__Host-session=")
        assert attributes >= {"secure", "httponly", "samesite=lax", "path=/"}
        assert not [part for part in attributes if part.startswith("domain")]
        assert len(name) < 4096


def test_no_page_has_script_or_style_of_its_own(answers: list[Answered]) -> None:
    pages = [each for each in answers if each.answer.mimetype == "text/html"]
    assert len(pages) > 300
    within = ("<style", " onclick=", " onload=", " onerror=", "javascript:", 'style="')
    assert not [(each.asked, word) for each in pages for word in within if word in each.answer.text.lower()]
    foreign = ('src="http', "src='http", 'src="//', '<link rel="stylesheet" href="http')
    assert not [(each.asked, word) for each in pages for word in foreign if word in each.answer.text]
