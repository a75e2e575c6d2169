"""The application as `flask serve` serves it, and a connection by which tests speak to it by hand."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.test_sizes import ROOT

AT_ONCE = 64 * 1024
HEAD = b"Host: localhost\r\n"


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


def get(path: bytes, *headers: bytes) -> bytes:
    """A request for a path, after which the server hangs up."""
    return (
        b"GET " + path + b" HTTP/1.1\r\n" + HEAD + b"".join(h + b"\r\n" for h in headers) + b"Connection: close\r\n\r\n"
    )


@contextmanager
def served_application(template: Path, folder: Path, *, port: int, **more: str) -> Iterator[Server]:
    """The server in a process of its own, on a copy of a migrated database, once it answers."""
    database = folder / "served.sqlite"
    shutil.copy(template, database)
    settings = {
        "SECRET_KEY": "a key for tests alone, which opens nothing",
        "DATABASE_URL": f"sqlite:///{database}",
        "ATTACHMENTS_DIR": str(folder / "attachments"),
        "DEMO": "no",
        "SITE_ADDRESS": f"http://localhost:{port}",
        "PORT": str(port),
        "WORKERS": "1",
        "THREADS": "2",
        **more,
    }
    command = [sys.executable, "-m", "flask", "--app", "app", "serve"]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.DEVNULL) as process:
        served = Server(port)
        _wait_for(served, process)
        yield served
        process.terminate()


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(server: Server, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(3_000):
        assert process.poll() is None, "the server did not start"
        try:
            if 200 in server.status(get(b"/health")):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server never answered")
