"""Asking clamd: what is sent, what the answers mean, and what happens when there is none."""

import socket
import threading
from pathlib import Path

import pytest

from core.attachments import scanner
from core.attachments.scanner import find_virus
from core.configuration import WrongConfigurationError, scanner_address
from core.errors import Refusal
from tests.builders_attachments import EICAR, a_scanner

NO_ANSWER = (
    "The virus scanner does not answer, so nothing was attached. Try again in a few minutes; "
    "if it stays so, tell your administrator."
)
TOO_LARGE = (
    "The virus scanner takes no file as large as this, so nothing was attached. Attach a smaller one, "
    "or tell your administrator."
)


def asked(content: bytes, setting: str, said: list[str] | None = None) -> str:
    return find_virus(content, scanner_address(setting), warn=(said if said is not None else []).append)


@pytest.mark.parametrize("by_socket", [True, False], ids=["socket", "port"])
def test_gives_the_scanner_the_whole_file(tmp_path: Path, by_socket: bool) -> None:
    content = bytes(range(256)) * 1000
    with a_scanner(tmp_path / "s" if by_socket else None) as (fake, setting):
        assert asked(content, setting) == ""
        assert asked(b"x", setting) == ""
    assert fake.given == [content, b"x"]


def test_tells_what_was_found(tmp_path: Path) -> None:
    with a_scanner(tmp_path / "s") as (_, setting):
        assert asked(b"before " + EICAR, setting) == "Eicar-Signature"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"stream: \x1b[31mEvil FOUND\0", " [31mEvil"),
        (b"stream: " + b"x" * 500 + b" FOUND\0", "x" * 80),
        (b"stream:  FOUND\0", "something"),
    ],
)
def test_what_was_found_is_fit_to_be_shown(tmp_path: Path, answer: bytes, told: str) -> None:
    with a_scanner(tmp_path / "s", answer) as (_, setting):
        assert asked(b"x", setting) == told


@pytest.mark.parametrize("answer", [b"", b"\0", b"stream: BROKEN ERROR\0", b"OK\0", b"stream: OK but\0", b"PONG\n"])
def test_an_answer_that_is_none_is_never_taken_for_clean(tmp_path: Path, answer: bytes) -> None:
    said: list[str] = []
    with a_scanner(tmp_path / "s", answer) as (_, setting), pytest.raises(Refusal) as refused:
        asked(b"x", setting, said)
    assert str(refused.value) == NO_ANSWER
    assert len(said) == 1
    assert said[0].startswith("the virus scanner (CLAMD) answered: ")


def test_a_file_too_large_for_the_scanner_is_refused(tmp_path: Path) -> None:
    said: list[str] = []
    with a_scanner(tmp_path / "s", most=100_000) as (_, setting), pytest.raises(Refusal) as refused:
        asked(bytes(5_000_000), setting, said)
    assert str(refused.value) in {TOO_LARGE, NO_ANSWER}, "it may hang up before it is heard"
    assert said


@pytest.mark.parametrize("setting", ["unix:/nowhere/clamd.ctl", "127.0.0.1:1"])
def test_without_a_scanner_nothing_is_attached(setting: str) -> None:
    said: list[str] = []
    with pytest.raises(Refusal) as refused:
        asked(b"x", setting, said)
    assert str(refused.value) == NO_ANSWER
    assert said[0].startswith("the virus scanner (CLAMD) does not answer: ")


def test_a_scanner_that_keeps_silent_is_not_waited_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "SECONDS", 0.2)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(tmp_path / "s"))
    server.listen()
    held: list[socket.socket] = []
    thread = threading.Thread(target=lambda: held.append(server.accept()[0]))
    thread.start()
    with pytest.raises(Refusal, match="does not answer"):
        asked(b"x", f"unix:{tmp_path / 's'}")
    thread.join()
    held[0].close()
    server.close()


@pytest.mark.parametrize(
    "setting", ["/run/clamd.ctl", "unix:", "unix:relative", "host", "host:", "host:0", "host:x", ":3310", "a b:3310"]
)
def test_refuses_a_setting_that_names_no_scanner(setting: str) -> None:
    with pytest.raises(WrongConfigurationError, match=r"^CLAMD must be unix:/path or host:port, not "):
        scanner_address(setting)


def test_knows_an_address_of_six() -> None:
    assert scanner_address(" [::1]:3310 ") == ("::1", 3310)
