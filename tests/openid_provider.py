"""A sign-in service (OpenID Connect) in a process of its own, and somebody signing in there."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from socket import create_connection, socket
from urllib.parse import quote

import requests

_PATIENCE = 60.0


@contextmanager
def a_provider() -> Iterator[str]:
    """Its address (issuer) while it runs."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE)


def signed_in_there(asked: str, subject: str) -> str:
    """Sign in at the address the application led to, as an account of the service; the address it leads back to."""
    asked_at = requests.Request("GET", asked).prepare()
    host = str(asked_at.url).split("/oauth2/", 1)[0]
    made = requests.put(f"{host}/users/{quote(subject)}", json={"email": f"{subject}@example.org"}, timeout=_PATIENCE)
    assert made.status_code == 204, made.text
    answer = requests.post(asked, data={"sub": subject}, allow_redirects=False, timeout=_PATIENCE)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["location"])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the sign-in service did not start")
