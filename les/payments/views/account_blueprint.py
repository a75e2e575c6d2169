"""The blueprint of group accounts, what it makes known to others, and how the records of an address are found."""

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState

from core import clock
from core.audit_trail.words import say
from core.navigation import Tab, add_home_part, add_tab
from core.parties.models import Party
from core.permissions import Actor, Permission, Role
from core.web import current_actor
from les.payments.models.accounts import AccountEntry, GroupInvoice
from les.payments.queries.accounts import find_seen_group
from les.payments.queries.group_invoices import find_entry, find_invoice
from les.payments.views.account_home import home_part

views = Blueprint("group_accounts", __name__, url_prefix="/les/accounts")
LIST = "group_accounts.list_accounts"
_WORDS = {
    "put_invoice_forward": "put an invoice to the account of {group}: {supplier}, {number}, {amount}",
    "decide_invoice": "decided over invoice {number} of {supplier} to {group}, {amount}: {verdict}",
    "withdraw_invoice": "withdrew invoice {number} of {supplier} to {group}, {amount}: {reason}",
    "propose_account_entry": "proposed for the account of {group}: {kind}, {amount} as at {day}, {source}",
    "decide_account_entry": "decided over the {kind} of {group}, {amount} as at {day}: {verdict}",
}


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the list to those of enhanced services, the part of the home page and the words of the audit trail."""
    del state
    add_tab(Tab(of="les", place=87, label="Group accounts", endpoint=LIST, permission=Permission.SEE_SCHEMES))
    add_home_part("group_accounts", home_part)
    for act, words in _WORDS.items():
        say(f"payments.{act}", words)


def reached_group(group_id: int) -> Party:
    """The group of the address, if the reader sees its account."""
    found = find_seen_group(group_id, current_actor(), on=clock.today())
    if found is None:
        abort(404)
    return found


def reached_invoice(invoice_id: int) -> GroupInvoice:
    """The invoice of the address, if the reader sees the account."""
    found = find_invoice(invoice_id)
    if found is None:
        abort(404)
    reached_group(found.group_id)
    return found


def reached_entry(entry_id: int) -> AccountEntry:
    """The entry by hand of the address, if the reader sees the account."""
    found = find_entry(entry_id)
    if found is None:
        abort(404)
    reached_group(found.group_id)
    return found


def may_put(group_id: int, actor: Actor) -> bool:
    """Whether the reader may put an invoice to the account: the group’s lead, or the trust."""
    is_other = actor.role is Role.PBC_LEAD and actor.organisation_id != group_id
    return actor.may(Permission.PUT_INVOICES) and not is_other


def address_of(group_id: int) -> str:
    """The page of an account."""
    return url_for("group_accounts.show_account", group_id=group_id)


def address_of_invoice(invoice: GroupInvoice) -> str:
    """The page of an invoice."""
    return url_for("group_accounts.show_invoice", invoice_id=invoice.id)


def address_of_entry(entry: AccountEntry) -> str:
    """The page of an entry by hand."""
    return url_for("group_accounts.show_entry", entry_id=entry.id)


def crumbs_to_list() -> list[tuple[str, str]]:
    """The way to an account."""
    return [("Enhanced services", url_for("schemes.list_schemes")), ("Group accounts", url_for(LIST))]


def crumbs_to(group: Party) -> list[tuple[str, str]]:
    """The way to the pages of an account."""
    return [*crumbs_to_list(), (group.name, address_of(group.id))]


def crumbs_to_invoice(invoice: GroupInvoice) -> list[tuple[str, str]]:
    """The way to the pages of an invoice."""
    return [*crumbs_to(invoice.group), (invoice.reference, address_of_invoice(invoice))]
