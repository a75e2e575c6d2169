"""What views share: the policy each must state, the one who acts, paging, and pages for forms.

A view without a stated policy answers 403. The policy is a mark on the function, which tests read.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, overload
from urllib.parse import quote, urlencode, urlsplit

from flask import Flask, current_app, g, has_request_context, redirect, render_template, request, url_for
from sqlalchemy import Select, func, select
from werkzeug.exceptions import BadRequest, Forbidden
from werkzeug.routing import IntegerConverter, Map
from werkzeug.sansio.utils import host_is_trusted
from werkzeug.wrappers import Response

from core import clock
from core.addresses import whole_address
from core.db import db
from core.forms import Form
from core.navigation import Item, endpoints_of, notices_on, tabs_for
from core.permissions import PERMISSIONS_OF, Actor, Permission
from core.problem_details import problem
from core.record_numbers import LARGEST, record_number

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
SIGNED_IN = "signed in"
PAGE_SIZE = 50
_API = "/api"
_HERE = ("localhost", "127.0.0.1")
_ASKED_UNDER_ANY_NAME = {"home.show_health", "operations.show_readiness"}
_loaders: list[Callable[[], Actor | None]] = []
_confirmations: list[Callable[[], bool]] = []


def public(view: View) -> View:
    """Mark a view that anybody may see, signed in or not."""
    view.__dict__["policy"] = PUBLIC
    return view


def signed_in(view: View) -> View:
    """Mark a view for every person who is signed in, whatever the role."""
    view.__dict__["policy"] = SIGNED_IN
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view for those whose role has the permission. The action checks the organisation besides."""

    def mark(view: View) -> View:
        view.__dict__["policy"] = permission
        return view

    return mark


def binding(view: View) -> View:
    """Mark a view that binds people: the password is asked for again unless it was given a short while ago."""
    view.__dict__["binds"] = True
    return view


def restricted(view: View) -> View:
    """Mark a page that shows a restricted document: who reads it is noted as who takes a file away is."""
    view.__dict__["is_restricted"] = True
    return view


def is_restricted(view: View | None) -> bool:
    """Whether a view shows a restricted document."""
    return bool(getattr(view, "is_restricted", False))


def load_actor_with(loader: Callable[[], Actor | None]) -> None:
    """Make known who finds the person behind a request."""
    _loaders[:] = [loader]


def confirm_with(confirmed: Callable[[], bool]) -> None:
    """Make known who tells whether the password was given a short while ago."""
    _confirmations[:] = [confirmed]


def find_actor() -> Actor | None:
    """The person behind this request and the grant they act under, or None; looked up once a request."""
    if "actor" not in g:
        g.actor = next((actor for loader in _loaders if (actor := loader())), None)
    found: Actor | None = g.actor
    return found


def current_actor() -> Actor:
    """The person behind this request. Only called in views that are not public."""
    actor = find_actor()
    if actor is None:
        raise Forbidden
    return actor


def check_policy() -> Response | None:
    """Let a request through only when its view states a policy and the person meets it. Runs before every request."""
    if request.endpoint is None:
        return None
    view = current_app.view_functions[request.endpoint]
    policy = getattr(view, "policy", None)
    if policy == PUBLIC or request.endpoint == "static":
        return None
    if policy is None:
        raise Forbidden("This page states no policy, so nobody may see it.")
    actor = find_actor()
    if actor is None:
        return _ask_who() if is_for_machines() else _lead_to("people.sign_in")
    if isinstance(policy, Permission) and not actor.may(policy):
        raise Forbidden(_why_not(actor, policy))
    if getattr(view, "binds", False) and not any(confirmed() for confirmed in _confirmations):
        if is_for_machines():
            raise Forbidden("This act binds people: it needs somebody’s password and cannot be done with a token.")
        return _lead_to("people.confirm_password")
    return None


def _why_not(actor: Actor, permission: Permission) -> str:
    if permission in PERMISSIONS_OF[actor.role]:
        return f"This token may not {permission}: it was issued for other acts. Issue one that may."
    return f"As {actor.organisation_name} you may not {permission}."


def _lead_to(endpoint: str) -> Response:
    """Lead to a page that asks for the password, and back; what was typed is handed on to it (307) and kept there."""
    if request.method != "POST":
        return redirect(url_for(endpoint, next=address()))
    return redirect(url_for(endpoint, next=address(), kept=1), code=307)


def is_for_machines() -> bool:
    """Whether this request is for an address of machines, which are answered in JSON and never led to a page."""
    return request.path == _API or request.path.startswith(f"{_API}/")


def _ask_who() -> Response:
    answer = problem(401, "Show a token that is valid: it may be wrong, expired or revoked, or its grant has ended.")
    answer.headers["WWW-Authenticate"] = 'Bearer realm="api"'
    return answer


def address() -> str:
    """Path and query of this request, to come back to."""
    return request.full_path.rstrip("?")


def safe_address(text: str | None, otherwise: str) -> str:
    """An address within this installation, or the other one: never another host."""
    if not text or not re.fullmatch(r"/(?![/\\])[^\s\\]*", text):
        return otherwise
    parts = urlsplit(text)
    return otherwise if parts.scheme or parts.netloc else text


def page(template: str, form: Form | None = None, **values: Any) -> tuple[str, int]:
    """Render a page; 422 when its form has errors, so that machines see what people see."""
    return render_template(template, form=form, **values), 422 if form is not None and form.has_errors else 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a list: its rows, which page it is, how many there are, and the count of all rows."""

    rows: list[Any]
    number: int
    pages: int
    count: int


def page_of(
    rows: Select[*tuple[Any, ...]],
    number: int | None = None,
    size: int = PAGE_SIZE,
    *,
    counted: Select[*tuple[Any, ...]] | None = None,
) -> Page:
    """The page of an ordered select that the request asks for (`?page=2`), in two queries however many rows.

    `counted`: a select of as many rows that is cheaper to count.
    """
    wanted = number or request.args.get("page", 1, type=int)
    whole = rows.order_by(None) if counted is None else counted
    count = db.session.scalar(select(func.count()).select_from(whole.subquery())) or 0
    pages, current = _within(wanted, count, size)
    found = db.session.execute(rows.limit(size).offset((current - 1) * size))
    listed = list(found.unique().scalars()) if len(rows.column_descriptions) == 1 else list(found.all())
    return Page(rows=listed, number=current, pages=pages, count=count)


def page_of_list(rows: Sequence[Any], size: int = PAGE_SIZE) -> Page:
    """The page of rows already at hand that the request asks for (`?page=2`); the nearest one where there is none."""
    pages, current = _within(request.args.get("page", 1, type=int), len(rows), size)
    return Page(rows=list(rows[(current - 1) * size : current * size]), number=current, pages=pages, count=len(rows))


def _within(wanted: int, count: int, size: int) -> tuple[int, int]:
    """How many pages there are, at least one, and the one of them that is nearest to the wanted one."""
    pages = max(1, -(-count // size))
    return pages, min(max(1, wanted), pages)


def address_with(changes: Mapping[str, object], path: str = "") -> str:
    """Give the address of this page (or of `path`) with some of its query changed: paging, sorting, filtering."""
    query = {key: value for key, value in {**request.args.to_dict(), **changes}.items() if value not in (None, "")}
    return f"{path or quote(request.path)}{'?' if query else ''}{urlencode(query)}"


def asked_again() -> dict[str, str]:
    """What this address asks for, for links by `url_for`: without the names that `url_for` takes for itself."""
    return {key: value for key, value in request.args.items() if key != "endpoint" and not key.startswith("_")}


@overload
def asked_number(name: str) -> int | None: ...
@overload
def asked_number(name: str, otherwise: int) -> int: ...
def asked_number(name: str, otherwise: int | None = None) -> int | None:
    """The number of a record that the address asks for by that name; `otherwise` where there can be no such record."""
    found = record_number(request.args.get(name, ""))
    return otherwise if found is None else found


def keep_commissioner(_: str, values: dict[str, Any]) -> None:
    """Keep the trust that was asked for in all links of a page: for `url_defaults` of a blueprint."""
    asked = asked_number("commissioner") if has_request_context() else None
    if asked is not None:
        values.setdefault("commissioner", asked)


def sorting_addresses(names: Iterable[str], sort: str, path: str = "", *, first: str = "") -> dict[str, str]:
    """Where each heading of a list leads: sorted by that name, from the first page; turned round where it stands so.

    `sort`: the order now, a minus before a name for falling. `first`: what a heading not in use begins with, a minus
    where the largest are looked for.
    """
    other = "" if first else "-"
    asked = {name: f"{other}{name}" if sort == f"{first}{name}" else f"{first}{name}" for name in names}
    return {name: address_with({"sort": order, "page": None}, path) for name, order in asked.items()}


class NumberConverter(IntegerConverter):
    """A record's number in an address: one that no database can hold belongs to no record (404)."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST, **options})


def is_here(item: Item) -> bool:
    """Whether the page asked for belongs to a section of the bar: it lies below the address of one of its pages."""
    here = request.path.split("/")[1]
    return any(url_for(endpoint).split("/")[1] == here for endpoint in endpoints_of(item))


def refuse_unreadable_text() -> None:
    """Refuse an address with a NUL in its path or query: no text people type has one, and PostgreSQL keeps none."""
    asked = (request.path, *request.args, *(value for values in request.args.listvalues() for value in values))
    if any("\0" in text for text in asked):
        raise BadRequest


def refuse_foreign_host() -> None:
    """Refuse a request that names another host than that of SITE_ADDRESS, where it is set.

    This machine may ask under its own names, and a watcher whether the system is up under any.
    """
    known = urlsplit(current_app.config["SITE_ADDRESS"]).netloc
    if known and request.endpoint not in _ASKED_UNDER_ANY_NAME and not host_is_trusted(request.host, [known, *_HERE]):
        raise BadRequest(f"This system is reached under {known}.")


def prepare_web(app: Flask) -> None:
    """Put the policy check before every request and the shared values into templates."""
    app.url_map.converters["int"] = NumberConverter
    app.before_request(refuse_foreign_host)
    app.before_request(refuse_unreadable_text)
    app.before_request(check_policy)
    app.context_processor(
        lambda: {
            "actor": find_actor(),
            "address_with": address_with,
            "is_here": is_here,
            "notices_on": notices_on,
            "tabs_of": lambda of: tabs_for(current_actor(), of),
            "today": clock.today(),
            "whole_address": whole_address,
        }
    )
