"""The real server, as `flask serve` starts it, spoken to by hand: slow senders, and messages that two servers read
apart.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.test_sizes import ROOT

AT_ONCE = 64 * 1024
HEAD = b"Host: localhost\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


@dataclass(frozen=True, slots=True)
class Server:
    """A server process with two threads in all."""

    port: int

    def connect(self) -> socket.socket:
        """A connection; what is never answered fails the test after a minute."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def ask(self, sent: bytes) -> bytes:
        """What comes back of these bytes until the server hangs up."""
        with self.connect() as connection:
            connection.sendall(sent)
            got = b""
            try:
                while read := connection.recv(AT_ONCE):
                    got += read
            except ConnectionResetError:
                pass
            return got

    def status(self, sent: bytes) -> list[int]:
        """The status of each answer to these bytes."""
        return [int(each) for each in re.findall(rb"HTTP/1\.1 (\d{3}) ", self.ask(sent))]


def _get(path: bytes, *headers: bytes) -> bytes:
    return (
        b"GET " + path + b" HTTP/1.1\r\n" + HEAD + b"".join(h + b"\r\n" for h in headers) + b"Connection: close\r\n\r\n"
    )


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    database = folder / "served.sqlite"
    shutil.copy(sqlite_template, database)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "SECRET_KEY": "a key for tests alone, which opens nothing",
        "DATABASE_URL": f"sqlite:///{database}",
        "ATTACHMENTS_DIR": str(folder / "attachments"),
        "DEMO": "no",
        "SITE_ADDRESS": f"http://localhost:{port}",
        "PORT": str(port),
        "WORKERS": "1",
        "THREADS": "2",
        "UPLOAD_SECONDS": "3",
    }
    command = [sys.executable, "-m", "flask", "--app", "app", "serve"]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.DEVNULL) as process:
        served = Server(port)
        _wait_for(served, process)
        yield served
        process.terminate()


def _wait_for(server: Server, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(3_000):
        assert process.poll() is None, "the server did not start"
        try:
            if 200 in server.status(_get(b"/health")):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server never answered")


def test_slow_senders_do_not_keep_others_waiting(server: Server) -> None:
    """As many slow uploads as there are threads: they are hung up on, and somebody else is served."""
    begun = b"POST /people/sign-in HTTP/1.1\r\n" + HEAD + FORM + b"Content-Length: 100000\r\n\r\nemail=a"
    slow = [server.connect() for _ in range(4)]
    for connection in slow:
        connection.sendall(begun)
    assert server.status(_get(b"/health")) == [200]
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
    smuggled = _get(b"/people/sign-in")
    found = server.status(b"POST /people/sign-in HTTP/1.1\r\n" + HEAD + FORM + sent + smuggled)
    assert len(found) == 1, f"{what}: a second request came through"
    assert 400 <= found[0] < 502, what


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /" + b"x" * 5_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n",
        _get(b"/health", b"X-Long: " + b"x" * 20_000),
        _get(b"/health", *[b"X-%d: x" % number for number in range(150)]),
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
    head = server.ask(_get(b"/health")).partition(b"\r\n\r\n")[0].lower()
    assert b"\r\nserver: gunicorn\r\n" in head
    assert not re.search(rb"python|werkzeug|flask|gunicorn/\d", head)


@pytest.mark.parametrize(
    "path", [b"/static/../app.py", b"/static/%2e%2e/app.py", b"/static/..%2fapp.py", b"/.git/config", b"/static/"]
)
def test_nothing_but_static_files_is_given_out(server: Server, path: bytes) -> None:
    assert server.status(_get(path)) in ([404], [400])
