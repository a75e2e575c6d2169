"""The example of a web server (`docs/web-server/Caddyfile`), started as it stands before the real application.

Only its name, its ports and where its certificate comes from are others. Skipped where there is no Caddy (`caddy` on
the path, or named by `CADDY`); what the example says is looked at all the same.
"""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.configuration import DEFAULTS
from tests.architecture.test_sizes import ROOT
from tests.security.serving import free_port, served_application

EXAMPLE = ROOT / "docs" / "web-server" / "Caddyfile"
NAME = "budgets.pct.example"
PROGRAM = os.environ.get("CADDY") or shutil.which("caddy")
OWN = "\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\thttp_port {plain}\n\thttps_port {tls}\n\tservers {{\n"
needs_caddy = pytest.mark.skipif(PROGRAM is None, reason="there is no Caddy here (CADDY names one)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The web server: its ports, and the certificate of those who signed its own."""

    plain: int
    tls: int
    authority: Path

    def asked(
        self, method: str, path: str, *, tls: bool = True, body: bytes | None = None, **sent: str
    ) -> http.client.HTTPResponse:
        """The answer to a request, by TLS or in the clear."""
        if tls:
            context = ssl.create_default_context(cafile=str(self.authority))
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                "localhost", self.tls, timeout=60, context=context
            )
        else:
            connection = http.client.HTTPConnection("localhost", self.plain, timeout=60)
        connection.request(method, path, body, headers={"Connection": "close", **sent})
        return connection.getresponse()


@pytest.fixture(scope="module")
def front(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    behind, plain, tls = free_port(), free_port(), free_port()
    example = (
        EXAMPLE.read_text(encoding="utf-8").replace(NAME, "localhost").replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    )
    own = OWN.format(plain=plain, tls=tls)
    (folder / "Caddyfile").write_text(example.replace("\tservers {\n", own, 1), encoding="utf-8")
    settings = {"BEHIND_TLS": "yes", "SITE_ADDRESS": "https://localhost", "PROXIES": "1"}
    environment = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    command = [str(PROGRAM), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    with (
        served_application(sqlite_template, folder, port=behind, **settings),
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, env=environment, stderr=log, stdout=log) as process,
    ):
        made = Front(plain=plain, tls=tls, authority=folder / "caddy" / "pki" / "authorities" / "local" / "root.crt")
        _wait_for(made, process)
        yield made
        process.terminate()


def _wait_for(front: Front, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        assert process.poll() is None, "the web server did not start"
        try:
            if front.asked("GET", "/health").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the web server never answered")


def _spoken(front: Front, context: ssl.SSLContext) -> str:
    with (
        socket.create_connection(("localhost", front.tls), timeout=60) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as spoken,
    ):
        return str(spoken.version())


def _open(front: Front) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(front.authority))


@needs_caddy
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_of_today_is_spoken(front: Front, version: ssl.TLSVersion) -> None:
    context = _open(front)
    context.minimum_version = context.maximum_version = version
    assert _spoken(front, context) == version.name.replace("_", ".")


@needs_caddy
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_older_versions_are_not(front: Front, version: ssl.TLSVersion) -> None:
    context = _open(front)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    with pytest.raises((ssl.SSLError, ConnectionError)):
        _spoken(front, context)


@needs_caddy
@pytest.mark.parametrize(
    "cipher", ["AES128-SHA", "AES256-GCM-SHA384", "ECDHE-RSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA"]
)
def test_ciphers_without_forward_secrecy_or_with_sha_1_are_not(front: Front, cipher: str) -> None:
    context = _open(front)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(f"{cipher}:@SECLEVEL=0")
    with pytest.raises((ssl.SSLError, ConnectionError)):
        _spoken(front, context)


@needs_caddy
def test_people_are_led_to_tls_and_machines_are_not(front: Front) -> None:
    led = front.asked("GET", "/contracts/?text=a", tls=False, Host="localhost")
    assert (led.status, led.headers["Location"]) == (301, "https://localhost/contracts/?text=a")
    told = front.asked("GET", "/api/v1/returns", tls=False, Host="localhost", Authorization="Bearer a")
    assert (told.status, told.headers["Location"]) == (403, None)
    assert b"https alone" in told.read()


@needs_caddy
def test_what_comes_through_is_bound_to_tls(front: Front) -> None:
    answer = front.asked("GET", "/people/sign-in")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert answer.headers["Set-Cookie"].startswith("__Host-session=")


@needs_caddy
def test_no_other_host_is_served(front: Front) -> None:
    assert front.asked("GET", "/people/sign-in", Host="evil.example").status == 421
    assert front.asked("GET", "/", tls=False, Host="evil.example").headers.get("Location") is None


@needs_caddy
def test_a_body_above_the_limit_is_refused(front: Front) -> None:
    large = b"a" * (DEFAULTS["MAX_CONTENT_LENGTH"] + 1)
    assert front.asked("POST", "/people/sign-in", body=large).status == 413


def test_the_example_has_the_limits_of_the_settings() -> None:
    example = EXAMPLE.read_text(encoding="utf-8")
    most = str(DEFAULTS["MAX_CONTENT_LENGTH"])
    assert re.findall(r"(?:max_size|request_buffers) (\d+)", example) == [most, most]
    assert f"read_body {DEFAULTS['UPLOAD_SECONDS']}s" in example
    assert f"reverse_proxy {DEFAULTS['HOST']}:{DEFAULTS['PORT']} " in example
    assert "protocols tls1.2 tls1.3\n" in example
