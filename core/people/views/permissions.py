"""Who may do what, as the code has it: permissions, the roles that hold them, the addresses that ask for them."""

import inspect
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

from core import clock
from core.navigation import Tab, add_tab
from core.people.forms import PermissionsFilter
from core.people.queries import count_holders
from core.people.views.blueprint import views
from core.permissions import PERMISSIONS_OF, ROLE_NAMES, Permission, Role
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table, columns, number, table, words
from core.web import PUBLIC, SIGNED_IN, address_with, current_actor, page, requires

_YES = words("Yes", look="app-number")
_NO = words("–", look="app-number app-nothing")
add_tab(
    Tab(
        of="audit",
        place=50,
        label="Roles and permissions",
        endpoint="people.list_permissions",
        permission=Permission.SEE_AUDIT_TRAIL,
    )
)


class Address(NamedTuple):
    """An address that is answered: how it is asked, what must be held for it, and what it does."""

    path: str
    method: str
    asks_for: str
    does: str


@views.get("/permissions")
@requires(Permission.SEE_AUDIT_TRAIL)
def list_permissions() -> tuple[str, int]:
    """Show which role may do what, how many people hold it today, and which addresses ask for each permission."""
    asked = PermissionsFilter()
    found, all_addresses = _found(asked), _addresses()
    chosen = Permission.__members__.get(request.args.get("permission", ""))
    opened = [each for each in all_addresses if each.asks_for == chosen]
    return page(
        "core/people/list_permissions.html",
        asked=asked,
        shown=_matrix(found, all_addresses, roles=_roles(asked)),
        chosen=chosen,
        opened=_address_table(opened, f"Addresses that ask for “{chosen}”") if chosen else None,
        public=sum(each.asks_for == PUBLIC for each in all_addresses),
        signed_in=sum(each.asks_for == SIGNED_IN for each in all_addresses),
    )


@views.get("/permissions.csv")
@requires(Permission.SEE_AUDIT_TRAIL)
def download_permissions_csv() -> Response:
    """Give the table of permissions and roles as it is shown as CSV."""
    asked = PermissionsFilter()
    return send(table_as_csv(_matrix(_found(asked), _addresses(), roles=_roles(asked))), "csv", "permissions")


@views.get("/permissions.xlsx")
@requires(Permission.SEE_AUDIT_TRAIL)
def download_permissions_xlsx() -> Response:
    """Give the same as XLSX, with a second sheet of every address and what must be held for it."""
    asked, addresses = PermissionsFilter(), _addresses()
    sheets = [_matrix(_found(asked), addresses, roles=_roles(asked)), _address_table(addresses, "Addresses")]
    return send(tables_as_xlsx(sheets), "xlsx", "permissions")


def _roles(asked: PermissionsFilter) -> list[Role]:
    return [role for role in Role if asked.role.data in ("", None, role.value)] or list(Role)


def _found(asked: PermissionsFilter) -> list[Permission]:
    """The permissions that fit: those of the role asked for whose sentence holds the words."""
    text = str(asked.text.data or "").strip().lower()
    held = frozenset[Permission]().union(*(PERMISSIONS_OF[role] for role in _roles(asked)))
    return [each for each in Permission if each in held and text in str(each).lower()]


def _matrix(found: Sequence[Permission], addresses: Collection[Address], *, roles: Sequence[Role]) -> Table:
    asked_for = Counter(each.asks_for for each in addresses)
    holders = count_holders(current_actor(), on=clock.today())
    rows = [
        [
            words(_sentence(each)),
            *(_YES if each in PERMISSIONS_OF[role] else _NO for role in roles),
            number(asked_for[each], href=_leading_to(each) if asked_for[each] else ""),
        ]
        for each in found
    ]
    foot = [
        [words("Permissions"), *(number(len(PERMISSIONS_OF[role].intersection(found))) for role in roles), words("")],
        [words("People who hold the role today"), *(number(holders.get(role, 0)) for role in roles), words("")],
    ]
    head = columns("May", *(f"#{ROLE_NAMES[role]}" for role in roles), "#Addresses")
    caption = f"{len(found)} {'permission' if len(found) == 1 else 'permissions'}"
    return table("permissions", caption, head, rows, foot)


def _sentence(permission: str) -> str:
    return f"{permission[:1].upper()}{permission[1:]}"


def _leading_to(permission: Permission) -> str:
    return f"{address_with({'permission': permission.name}, url_for('.list_permissions'))}#addresses"


def _address_table(addresses: Sequence[Address], caption: str) -> Table:
    rows = [[words(e.path), words(e.method), words(_sentence(e.asks_for)), words(e.does)] for e in addresses]
    return table("addresses", caption, columns("Address", "Method", "Asks for", "What it does"), rows)


def _addresses() -> list[Address]:
    """Every address but static files with the policy of its view, and the first sentence that is said of the view."""
    found = []
    for rule in current_app.url_map.iter_rules():
        view = current_app.view_functions[rule.endpoint]
        policy = getattr(view, "policy", None)
        if policy is None:
            continue
        said = (inspect.getdoc(view) or "").partition("\n")[0]
        methods = {"GET", "POST"}.intersection(rule.methods or ())
        found += [Address(path=str(rule), method=each, asks_for=str(policy), does=said) for each in methods]
    return sorted(found)
