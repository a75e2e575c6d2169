"""The real server, as `flask serve` starts it, spoken to by hand: slow senders, messages that two servers read apart,
and what every answer carries, behind TLS and not.
"""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.headers import CONTENT_SECURITY_POLICY
from tests.security.serving import AT_ONCE, HEAD, Server, free_port, get, served_application

FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
PATHS = (b"/people/sign-in", b"/static/app.css", b"/no-such-page", b"/api/v1/returns", b"/health", b"/ready")
CONTACT = "mailto:security@pct.example"
INSIDE = re.compile(rb"traceback|sqlalchemy|werkzeug|\.py\b|sqlite|/tmp|/srv|/home", re.IGNORECASE)


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    with served_application(sqlite_template, folder, port=free_port(), UPLOAD_SECONDS="3") as served:
        yield served


@pytest.fixture(scope="module")
def behind_tls(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("behind-tls")
    settings = {"BEHIND_TLS": "yes", "SITE_ADDRESS": "https://budgets.pct.example", "SECURITY_CONTACT": CONTACT}
    with served_application(sqlite_template, folder, port=free_port(), **settings) as served:
        yield served


def test_slow_senders_do_not_keep_others_waiting(server: Server) -> None:
    """As many slow uploads as there are threads: they are hung up on, and somebody else is served."""
    begun = b"POST /people/sign-in HTTP/1.1\r\n" + HEAD + FORM + b"Content-Length: 100000\r\n\r\nemail=a"
    slow = [server.connect() for _ in range(4)]
    for connection in slow:
        connection.sendall(begun)
    assert server.status(get(b"/health")) == [200]
    answers = [connection.recv(AT_ONCE) for connection in slow]
    assert [re.findall(rb"HTTP/1\.1 (\d{3})", answer) for answer in answers] == [[b"400"]] * 4
    for connection in slow:
        connection.close()


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_what_broke_off_is_never_taken_for_the_whole(server: Server, kind: str) -> None:
    with server.connect() as connection:
        length = b"Content-Length: 100000\r\nConnection: close\r\n\r\n"
        connection.sendall(
            b"POST /people/sign-in HTTP/1.1\r\n" + HEAD + b"Content-Type: " + kind.encode() + b"\r\n" + length
        )
        connection.sendall(b"email=a%40b&password=c")
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(AT_ONCE).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    ("what", "sent"),
    [
        ("two lengths", b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde"),
        ("a length that is none", b"Content-Length: +5\r\n\r\nabcde"),
        ("both ways of saying how long", b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ("an encoding in disguise", b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        ("a name with a space", b"Content-Length : 5\r\n\r\nabcde"),
        ("a folded header", b"X-A: one\r\n two\r\nContent-Length: 0\r\n\r\n"),
        ("a chunk that lies", b"Transfer-Encoding: chunked\r\n\r\n5;\nx\r\nabcde\r\n0\r\n\r\n"),
    ],
)
def test_a_message_that_two_servers_could_read_apart_is_refused(server: Server, what: str, sent: bytes) -> None:
    smuggled = get(b"/people/sign-in")
    found = server.status(b"POST /people/sign-in HTTP/1.1\r\n" + HEAD + FORM + sent + smuggled)
    assert len(found) == 1, f"{what}: a second request came through"
    assert 400 <= found[0] < 502, what


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /" + b"x" * 5_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n",
        get(b"/health", b"X-Long: " + b"x" * 20_000),
        get(b"/health", *[b"X-%d: x" % number for number in range(150)]),
        b"GET /health HTTP/9.9\r\n" + HEAD + b"\r\n",
        b"get /health HTTP/1.1\r\n" + HEAD + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello over TLS\r\n\r\n",
    ],
    ids=["a long line", "a long header", "many headers", "a version of tomorrow", "small letters", "TLS"],
)
def test_endless_or_strange_requests_are_refused(server: Server, sent: bytes) -> None:
    (status,) = server.status(sent)
    assert 400 <= status <= 505


def test_an_answer_says_nothing_of_versions(server: Server) -> None:
    head = server.ask(get(b"/health")).partition(b"\r\n\r\n")[0].lower()
    assert b"\r\nserver: gunicorn\r\n" in head
    assert not re.search(rb"python|werkzeug|flask|gunicorn/\d", head)


@pytest.mark.parametrize(
    "path", [b"/static/../app.py", b"/static/%2e%2e/app.py", b"/static/..%2fapp.py", b"/.git/config", b"/static/"]
)
def test_nothing_but_static_files_is_given_out(server: Server, path: bytes) -> None:
    assert server.status(get(path)) in ([404], [400])


def _head(answer: bytes) -> dict[str, str]:
    """The headers of an answer, names in small letters; those that come more than once one to a line."""
    found: dict[str, str] = {}
    for line in answer.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]:
        name, _, value = line.partition(": ")
        found[name.lower()] = f"{found[name.lower()]}\n{value}" if name.lower() in found else value
    return found


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("tls", [False, True], ids=["plain", "behind TLS"])
def test_every_answer_of_the_real_server_carries_the_policies(
    request: pytest.FixtureRequest, path: bytes, tls: bool
) -> None:
    answer = request.getfixturevalue("behind_tls" if tls else "server").ask(get(path))
    head = _head(answer)
    assert head["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert (head["x-frame-options"], head["x-content-type-options"]) == ("DENY", "nosniff")
    assert head["referrer-policy"] == "same-origin"
    assert head["permissions-policy"] == "camera=(), geolocation=(), microphone=(), payment=()"
    assert head.get("strict-transport-security") == ("max-age=31536000; includeSubDomains" if tls else None)
    assert not INSIDE.search(answer.partition(b"\r\n\r\n")[2]) or path == b"/static/app.css"


@pytest.mark.parametrize(("tls", "name"), [(False, "session="), (True, "__Host-session=")])
def test_the_cookie_is_bound_to_this_host_behind_tls(request: pytest.FixtureRequest, tls: bool, name: str) -> None:
    server: Server = request.getfixturevalue("behind_tls" if tls else "server")
    cookie = _head(server.ask(get(b"/people/sign-in")))["set-cookie"]
    assert cookie.startswith(name)
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert ("Secure" in cookie.split("; ")) is tls
    assert "domain" not in cookie.lower()


def test_forwarded_headers_are_nobodys_word_without_proxies(server: Server) -> None:
    """No redirect, cookie or page takes up what a request says of host and protocol."""
    said = (b"X-Forwarded-Host: evil.example", b"X-Forwarded-Proto: https", b"Forwarded: host=evil.example")
    for path in (b"/", b"/people/sign-in", b"/contracts/"):
        answer = server.ask(get(path, *said))
        assert b"evil.example" not in answer
        assert b"Secure" not in answer


def test_a_form_without_its_token_is_refused_by_the_real_server(server: Server) -> None:
    body = b"email=a%40b.example&password=c"
    length = b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
    assert server.status(b"POST /people/sign-in HTTP/1.1\r\n" + HEAD + FORM + length + body) in ([400], [422])


def test_whom_to_tell_of_a_weakness_stands_at_its_address(behind_tls: Server, server: Server) -> None:
    answer = behind_tls.ask(get(b"/.well-known/security.txt")).decode()
    assert f"Contact: {CONTACT}\n" in answer
    assert "Canonical: https://budgets.pct.example/.well-known/security.txt\n" in answer
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT00:00:00Z$", answer, re.MULTILINE)
    assert server.status(get(b"/.well-known/security.txt")) == [404]


def test_watchers_learn_two_words(server: Server) -> None:
    told = [server.ask(get(path)).partition(b"\r\n\r\n")[2] for path in (b"/health", b"/ready")]
    assert told == [b"ok\n", b"ready\n"]
