"""Settings: defaults, then instance/config.py, then the environment. docs/operating.md lists every one.

Outside demo mode nothing is served without a secret key; in demo mode one is made and kept in instance/.
"""

import os
import re
import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import click
from flask import Flask
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

DEFAULTS: dict[str, Any] = {
    "DATABASE_URL": "",
    "SECRET_KEY": "",
    "DEMO": False,
    "HOST": "127.0.0.1",
    "PORT": 8000,
    "WORKERS": 2,
    "THREADS": 4,
    "LOG_LEVEL": "WARNING",
    "BEHIND_TLS": False,
    "PROXIES": 0,
    "IDLE_MINUTES": 60,
    "SESSION_HOURS": 12,
    "INVITATION_DAYS": 7,
    "RESET_MINUTES": 60,
    "TEMPORARY_PASSWORD_HOURS": 72,
    "CODES_FOR_APPROVERS": False,
    "CODES_REQUIRED_OF": "nobody",
    "REFUSE_GENERIC_MAILBOXES": False,
    "OIDC_ISSUER": "",
    "OIDC_CLIENT_ID": "",
    "OIDC_CLIENT_SECRET": "",
    "OIDC_NAME": "",
    "SITE_ADDRESS": "",
    "SECURITY_CONTACT": "",
    "DATA_PROTECTION_CONTACT": "",
    "LEAVERS_KEPT_YEARS": 6,
    "MAIL_FROM": "",
    "SMTP_HOST": "",
    "SMTP_PORT": 587,
    "SMTP_STARTTLS": True,
    "SMTP_USER": "",
    "SMTP_PASSWORD": "",
    "MAX_CONTENT_LENGTH": 50 * 1024 * 1024,
    "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
    "UPLOAD_SECONDS": 300,
    "ATTACHMENTS_DIR": "",
    "ATTACHMENT_MEGABYTES": 20,
    "CLAMD": "",
    "AUDIT_YEARS": 6,
    "SMALL_NUMBERS_UP_TO": 5,
}
YEARS_AT_LEAST = 6
"""A claim under a simple contract can be brought for six years (Limitation Act 1980, section 5)."""
_ENGINES = ("postgresql+psycopg", "sqlite")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_CODES_OF = ("nobody", "approvers", "everybody")
_TRUE = {"1", "true", "yes", "on"}
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_SCANNER = re.compile(r"unix:(/.+)|(?!unix:)([^\s:/]+|\[[0-9a-fA-F:]+\]):([1-9]\d{0,4})")


class WrongConfigurationError(click.ClickException):
    """A setting with which the system must not start; the text says which and what to do. Ends a command with 2."""

    exit_code = 2


def configure(app: Flask, overrides: dict[str, Any] | None = None) -> None:
    """Read the settings in their order, check them, and set what Flask and SQLAlchemy need."""
    app.config.from_mapping(DEFAULTS)
    app.config.from_pyfile(str(Path(app.instance_path) / "config.py"), silent=True)
    for name, default in DEFAULTS.items():
        if name in os.environ:
            app.config[name] = _as(type(default), os.environ[name], name)
    app.config.from_mapping(overrides or {})
    if app.config["DEMO"]:
        _prepare_demo(app)
    app.config["ATTACHMENTS_DIR"] = str(attachments_folder(app))
    _check_serving(app)
    _check_attachments(app)
    _check_mail(app)
    _check_security_contact(app)
    _check_signing_in(app)
    _check_sign_in_service(app)
    if app.config["AUDIT_YEARS"] < YEARS_AT_LEAST:
        raise WrongConfigurationError(
            f"AUDIT_YEARS must be at least {YEARS_AT_LEAST} (Limitation Act 1980, section 5)."
        )
    if app.config["SMALL_NUMBERS_UP_TO"] < 0:
        raise WrongConfigurationError("SMALL_NUMBERS_UP_TO must be 0 or more; 0 hides nothing.")
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url(app)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"hide_parameters": True, "pool_pre_ping": True}
    secure = bool(app.config["BEHIND_TLS"])
    app.config.update(
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
    )


def check_secret_key(app: Flask) -> None:
    """Refuse to serve without a key to sign sessions with. Commands that sign nothing go without."""
    if not app.config["SECRET_KEY"]:
        raise WrongConfigurationError("Set SECRET_KEY (docs/operating.md): outside demo mode it has no default.")


def check_site_address(app: Flask) -> None:
    """Refuse to serve others without the address at which they come, or with one that says another thing than TLS.

    Links in invitations and calendars, and requests that name a host, are held to it. The demo, which serves this
    machine alone, goes without.
    """
    site = urlsplit(app.config["SITE_ADDRESS"])
    if not app.config["SITE_ADDRESS"] and app.config["DEMO"]:
        return
    if not _leads_somewhere(site):
        raise WrongConfigurationError(
            "Set SITE_ADDRESS (docs/operating.md) to the address at which people reach this system, such as "
            "https://budgets.pct.example: links in invitations and calendars begin with it."
        )
    if app.config["BEHIND_TLS"] != (site.scheme == "https"):
        raise WrongConfigurationError(
            "SITE_ADDRESS begins with https:// where people come by TLS, and only there; then set BEHIND_TLS as well, "
            "so that cookies go over TLS alone."
        )


def database_url(app: Flask) -> str:
    """The database: DATABASE_URL, or the embedded one in the instance folder (a separate one in demo mode).

    Refused, without its password, where it is no address of one of the two engines.
    """
    url: str = app.config["DATABASE_URL"]
    if url:
        url = url.replace("postgres://", "postgresql://").replace("postgresql://", "postgresql+psycopg://")
        try:
            engine = make_url(url).drivername
        except (ArgumentError, ValueError):
            engine = ""
        if engine not in _ENGINES:
            raise WrongConfigurationError(
                "DATABASE_URL must be postgresql://user:password@host/name or sqlite:////path/to/file."
            )
        return url
    name = "demo.sqlite" if app.config["DEMO"] else "commissioning.sqlite"
    return f"sqlite:///{Path(app.instance_path) / name}"


def attachments_folder(app: Flask) -> Path:
    """Where attached files lie: ATTACHMENTS_DIR, or a folder of the instance (a separate one in demo mode)."""
    name = "demo-attachments" if app.config["DEMO"] else "attachments"
    return Path(app.config["ATTACHMENTS_DIR"] or Path(app.instance_path) / name).resolve()


def scanner_address(text: str) -> str | tuple[str, int]:
    """Where the virus scanner listens: the path of a socket (`unix:/path`), or host and port (`host:3310`).

    >>> scanner_address("unix:/run/clamav/clamd.ctl"), scanner_address("scanner.example:3310")
    ('/run/clamav/clamd.ctl', ('scanner.example', 3310))
    """
    match = _SCANNER.fullmatch(text.strip())
    if match is None:
        raise WrongConfigurationError(f"CLAMD must be unix:/path or host:port, not {text!r}.")
    return match[1] or (match[2].strip("[]"), int(match[3]))


def _check_serving(app: Flask) -> None:
    """Refuse numbers with which nothing could be served, and levels that no log knows."""
    for name, least in (("WORKERS", 1), ("THREADS", 1), ("PROXIES", 0), ("MAX_CONTENT_LENGTH", 1)):
        if app.config[name] < least:
            raise WrongConfigurationError(f"{name} must be at least {least}.")
    for name in ("PORT", "SMTP_PORT"):
        if not 0 < app.config[name] < 65536:
            raise WrongConfigurationError(f"{name} must be from 1 to 65535.")
    if app.config["LOG_LEVEL"] not in _LEVELS:
        raise WrongConfigurationError(f"LOG_LEVEL must be one of {', '.join(_LEVELS)}.")


def _check_attachments(app: Flask) -> None:
    if app.config["ATTACHMENT_MEGABYTES"] < 1:
        raise WrongConfigurationError("ATTACHMENT_MEGABYTES must be at least 1.")
    if app.config["CLAMD"]:
        scanner_address(app.config["CLAMD"])
    for folder in (app.static_folder, app.template_folder):
        if Path(app.config["ATTACHMENTS_DIR"]).is_relative_to(Path(app.root_path) / str(folder)):
            raise WrongConfigurationError("ATTACHMENTS_DIR must lie outside what the server gives to everybody.")


def sends_mail(app: Flask) -> bool:
    """Whether mail goes out from here: not without SMTP_HOST, and not in the demo, whose people have no mailbox."""
    return bool(app.config["SMTP_HOST"]) and not app.config["DEMO"]


def _check_signing_in(app: Flask) -> None:
    """Refuse times that would let nobody in, or nothing be sent, or that say nothing."""
    times = (
        "IDLE_MINUTES",
        "SESSION_HOURS",
        "INVITATION_DAYS",
        "RESET_MINUTES",
        "TEMPORARY_PASSWORD_HOURS",
        "UPLOAD_SECONDS",
        "LEAVERS_KEPT_YEARS",
    )
    for name in times:
        if app.config[name] < 1:
            raise WrongConfigurationError(f"{name} must be at least 1.")
    if app.config["CODES_REQUIRED_OF"] not in _CODES_OF:
        raise WrongConfigurationError(f"CODES_REQUIRED_OF must be one of {', '.join(_CODES_OF)}.")


def _check_sign_in_service(app: Flask) -> None:
    """Refuse a sign-in service of which something is missing, or that others on the way could pretend to be."""
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME")
    missing = [name for name in names if not app.config[name]]
    if 0 < len(missing) < len(names):
        raise WrongConfigurationError(f"The sign-in service needs {', '.join(missing)} besides.")
    issuer = urlsplit(app.config["OIDC_ISSUER"])
    if not missing and issuer.scheme != "https" and issuer.hostname not in _LOOPBACK:
        raise WrongConfigurationError("OIDC_ISSUER must begin with https://.")


def _prepare_demo(app: Flask) -> None:
    if app.config["HOST"] not in _LOOPBACK:
        raise WrongConfigurationError("Demo mode opens only on this machine: HOST must be a loopback address.")
    if not app.config["SECRET_KEY"]:
        kept = Path(app.instance_path) / "demo-secret-key"
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(secrets.token_urlsafe(48), encoding="utf-8")
        app.config["SECRET_KEY"] = kept.read_text(encoding="utf-8").strip()


def _check_mail(app: Flask) -> None:
    """Refuse mail that could not be sent, whose links would lead nowhere, or whose password others could read."""
    if not app.config["SMTP_HOST"]:
        return
    _, sender = parseaddr(app.config["MAIL_FROM"])
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", sender) or not app.config["MAIL_FROM"].isprintable():
        raise WrongConfigurationError(
            "SMTP_HOST is set, so MAIL_FROM must be the address mails come from: budgets@pct.example, "
            "or Budgets <budgets@pct.example>."
        )
    if not _leads_somewhere(urlsplit(app.config["SITE_ADDRESS"])):
        raise WrongConfigurationError(
            "SMTP_HOST is set, so SITE_ADDRESS must say where people reach this system, for the links in mails: "
            "https://budgets.pct.example."
        )
    if app.config["SMTP_USER"] and not app.config["SMTP_STARTTLS"] and app.config["SMTP_HOST"] not in _LOOPBACK:
        raise WrongConfigurationError(
            "SMTP_USER needs SMTP_STARTTLS: without it everybody on the way reads the password."
        )


def _leads_somewhere(site: SplitResult) -> bool:
    """Whether a path can be put behind this address of a site."""
    return site.scheme in {"http", "https"} and bool(site.netloc) and not site.query and not site.fragment


def _check_security_contact(app: Flask) -> None:
    """Refuse a contact that no reader of security.txt could follow (RFC 9116: an address that begins with its kind)."""
    contact = app.config["SECURITY_CONTACT"]
    if contact and not re.fullmatch(r"(mailto:[^@\s<>]+@[^@\s<>]+|https://[^\s<>]+|tel:\+[\d-]+)", contact):
        raise WrongConfigurationError(
            "SECURITY_CONTACT must begin with mailto:, https:// or tel:+, such as mailto:security@pct.example."
        )


def _as(kind: type, text: str, name: str) -> Any:
    if kind is bool:
        return text.strip().lower() in _TRUE
    try:
        return kind(text)
    except ValueError as error:
        raise WrongConfigurationError(f"{name} must be a whole number, not {text!r}.") from error
