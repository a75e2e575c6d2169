"""Whom the system speaks to: nobody whose address a person gave. And whose word about its own address it takes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from core.addresses import whole_address
from tests.architecture.test_sizes import PYTHON, ROOT, TEMPLATES

SPEAKS = {
    *("requests", "httpx", "aiohttp", "urllib3", "http", "httplib2", "pycurl", "socket", "ssl", "asyncio", "websocket"),
    *("ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "xmlrpc", "socketserver", "paramiko", "ldap3", "boto3"),
    *("authlib", "webbrowser", "subprocess", "psycopg", "fsspec", "urllib.request", "urllib.error"),
}
"""Modules by which code reaches other machines or other programs."""
MAY = {
    ("commissioning/activity/actions/bulk.py", "psycopg"): "the database of DATABASE_URL",
    ("core/attachments/scanner.py", "socket"): "the virus scanner of CLAMD",
    ("core/hanging_up.py", "socket"): "ends a connection that came in",
    ("core/notifications/commands.py", "smtplib"): "the mail server of SMTP_HOST",
    ("core/notifications/mail.py", "smtplib"): "the mail server of SMTP_HOST",
    ("core/notifications/mail.py", "ssl"): "checks its certificate",
    ("core/people/openid.py", "authlib"): "the sign-in service of OIDC_ISSUER",
    ("core/people/openid.py", "requests"): "what went wrong in asking it; nothing is asked by it here",
}
NAMES_ALONE = {"HTTPStatus", "HTTPMethod"}
"""What may be taken from `http`: it opens nothing."""
OPENS = ("urlopen(", "create_connection(", "getaddrinfo(", "os.system(", "os.popen(", "httpfs", "LOAD ", "ATTACH ")
MAY_OPEN = {("core/attachments/scanner.py", "create_connection(")}
ITS_OWN = re.compile(r"\b(_external|host_url|url_root|base_url)\b|\brequest\.url\b")
OTHER_HOST = "http://somewhere.example:8000"


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module != "http" or {each.name for each in node.names} - NAMES_ALONE:
                yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def _speaks_by(path: Path) -> set[str]:
    """The modules of a file by which it could speak to others."""
    found = set(_imported(ast.parse(path.read_text(encoding="utf-8"))))
    roots = {name.partition(".")[0] for name in found if not name.startswith(("http.", "urllib."))}
    return (found | roots) & SPEAKS


def test_only_the_named_files_can_speak_to_other_machines() -> None:
    """A file that could is named with whom it speaks to, which is always somebody of the settings."""
    found = {(_named(path), module) for path in PYTHON for module in _speaks_by(path)}
    assert found <= MAY.keys(), f"say whom these speak to, which no person may choose: {found - MAY.keys()}"
    assert MAY.keys() <= found, f"take these off: {MAY.keys() - found}"


def test_no_file_opens_an_address() -> None:
    found = {(_named(path), word) for path in PYTHON for word in OPENS if word in path.read_text(encoding="utf-8")}
    assert found == MAY_OPEN


def test_the_scan_finds_what_it_looks_for() -> None:
    spoken = (
        "import requests",
        "from urllib import request",
        "import urllib.request as u",
        "from http.client import HTTPSConnection",
        "from http import client",
        "import socket as s",
    )
    for line in spoken:
        names = set(_imported(ast.parse(line)))
        assert (names | {name.partition(".")[0] for name in names}) & SPEAKS, line
    assert not set(_imported(ast.parse("from http import HTTPStatus"))) & SPEAKS


def test_what_reads_tables_is_given_contents_and_never_a_name() -> None:
    """Readers of pandas open an address when they are given one as text: they are given files in memory alone."""
    given = [
        (_named(path), ast.unparse(node.args[0]))
        for path in PYTHON
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).startswith(("pd.read_", "pandas.read_"))
    ]
    in_memory = "cast('ReadCsvBuffer[bytes]', _Fed(guard.encode(), content, start))"
    assert given == [("core/spreadsheets/csv_tables.py", in_memory)]


def test_only_one_place_makes_addresses_with_a_host() -> None:
    """There the host comes from SITE_ADDRESS, not from what a request says."""
    found = {_named(path) for path in (*PYTHON, *TEMPLATES) if ITS_OWN.search(path.read_text(encoding="utf-8"))}
    assert found == {"core/addresses.py"}


@pytest.mark.parametrize("site", ["https://budgets.pct.example", "https://budgets.pct.example/"])
def test_addresses_that_leave_begin_with_that_of_the_settings(app: Flask, site: str) -> None:
    app.config["SITE_ADDRESS"] = site
    with app.test_request_context("/", base_url=OTHER_HOST):
        assert whole_address("people.sign_in") == "https://budgets.pct.example/people/sign-in"
        drawn = render_template_string("{{ whole_address('people.sign_in', next='/a') }}")
    assert drawn == "https://budgets.pct.example/people/sign-in?next=/a"


def test_where_there_is_none_the_host_that_was_asked_stands_in(app: Flask) -> None:
    app.config["SITE_ADDRESS"] = ""
    with app.test_request_context("/", base_url=OTHER_HOST):
        assert whole_address("people.sign_in") == f"{OTHER_HOST}/people/sign-in"
