"""A double submit does it once: every form carries a one-use key, and the second gets the first's result."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, request
from sqlalchemy import String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from core import clock
from core.db import Instant, Model, db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.forms import Form
from core.web import find_actor

_AT_ONCE = 1024 * 1024
_SENT_BEFORE = (
    "You sent this form a moment ago with something else in it, and that was done. If you mean this as well, "
    "send it again."
)
_COMPARE = "What you typed is still here: compare it, and save again if it is to stand instead."
_tellers: list[Callable[[str, int], str]] = []
_CHANGED_MEANWHILE = (
    "Somebody else saved this while you were working on it. What you typed is still here: "
    "compare it with the saved version and save again."
)


class FormKey(Model):
    """A form that was submitted: the hash of its key, sender and address, that of what it held, and where it led."""

    __tablename__ = "core_form_key"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(String(2000))
    used_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """The record that a form changes (it has an id and a version), and what the audit trail calls its kind."""

    record: Any
    subject: str


def tell_last_change_with(teller: Callable[[str, int], str]) -> None:
    """Make known who tells, for a kind and number of record, who changed it last, when and how, in one sentence."""
    _tellers[:] = [teller]


def submit(form: Form, act: Callable[[], str], *, editing: Editing | None = None) -> Response | None:
    """Run the act of a posted, valid form in one transaction and go where it says; once, however often it is sent.

    `act` calls one action and returns an address. None when the page is to be shown (again): the form was not sent,
    has mistakes, or the act was refused; the refusal's sentence then stands in the form's errors.
    `editing`: the record the form changes. Whoever saves second is told who changed it since the form was opened.
    """
    if editing is not None and request.method != "POST":
        form.saved_version.data = str(editing.record.version)
    if request.method != "POST" or not form.validate():
        return None

    def act_on_what_was_seen() -> str:
        if editing is not None:
            _check_unchanged(form, editing)
        return act()

    try:
        return redirect(_act_once(_key_of(form), _content_hash(), act_on_what_was_seen))
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.form_key.data = secrets.token_urlsafe(24)
        form.refuse(str(refusal))
        form.refused_by = refusal
    except StaleDataError:
        form.refuse(str(OutOfDate(_CHANGED_MEANWHILE)))
    return None


def press(act: Callable[[], str], otherwise: str) -> Response:
    """Run the act behind a button that has no page of its own; where it is refused, `otherwise` says why."""
    form = Form()
    done = submit(form, act)
    if done is not None:
        return done
    for error in form.error_list():
        flash(error["text"], "warning")
    return redirect(otherwise)


def _check_unchanged(form: Form, editing: Editing) -> None:
    saved = str(editing.record.version)
    if saved != form.saved_version.data:
        form.saved_version.data = saved
        told = [teller(editing.subject, editing.record.id) for teller in _tellers]
        raise OutOfDate(" ".join([*told, _COMPARE] if told else [_CHANGED_MEANWHILE]))


def _act_once(key: str, content: str, act: Callable[[], str], *, again: bool = True) -> str:
    done = _location_of(key, content)
    if done is not None:
        return done
    try:
        with transaction() as session:
            used = FormKey(key=key, content_hash=content, location="", used_at=clock.now())
            session.add(used)
            session.flush()
            session.info["wrote"] = False
            location = act()
            session.flush()
            wrote = session.info["wrote"]
            used.location = location
            session.flush()
            session.info["wrote"] = wrote
    except IntegrityError:
        # Either the same form was sent twice at once, or another person saved what ours clashes with: once more, the
        # first one's result is there, or the rule that ours breaks says so in its own words.
        if not again:
            raise
        return _act_once(key, content, act, again=False)
    return location


def _location_of(key: str, content: str) -> str | None:
    used = db.session.execute(select(FormKey.location, FormKey.content_hash).where(FormKey.key == key)).first()
    if used is None or not used.location:
        return None
    if used.content_hash != content:
        raise Refusal(_SENT_BEFORE)
    location: str = used.location
    return location


def _key_of(form: Form) -> str:
    sender = find_actor()
    parts = (form.form_key.data, sender.person_id if sender else 0, request.path)
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


def _content_hash() -> str:
    """The hash of what was typed and chosen: a form amended after going back is not a second click."""
    found = hashlib.sha256()
    for name, values in sorted(request.form.lists()):
        if name not in ("csrf_token", "form_key"):
            found.update(repr((name, values)).encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda pair: (pair[0], pair[1].filename or "")):
        found.update(repr((name, file.filename)).encode())
        while read := file.stream.read(_AT_ONCE):
            found.update(read)
        file.stream.seek(0)
    return found.hexdigest()
