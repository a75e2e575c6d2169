"""What group accounts put on the home page: invoices and entries that wait for finance."""

from collections.abc import Sequence
from datetime import date

from flask import url_for

from core.four_eyes import is_one_with
from core.money import as_pence
from core.navigation import Figure, ToDo
from core.permissions import Actor, Permission
from core.wording import sterling
from les.payments.queries.accounts import list_seen_groups
from les.payments.queries.group_invoices import list_waiting_entries, list_waiting_invoices


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """For finance: what somebody else put forward and they decide over."""
    if not actor.may(Permission.PAY_CLAIMS):
        return []
    found: list[ToDo | Figure] = [
        ToDo(
            what=f"Decide over an invoice to the account of {each.group.name}",
            href=url_for("group_accounts.show_invoice", invoice_id=each.id),
            detail=f"{each.supplier}, {sterling(as_pence(each.amount))}.",
        )
        for each in list_waiting_invoices(actor.commissioner_ids)
        if not is_one_with(actor, each.proposed_by_id)
    ]
    groups = [each.id for each in list_seen_groups(actor, on=on)]
    found += [
        ToDo(
            what=f"Decide over an entry in the account of {each.group.name}",
            href=url_for("group_accounts.show_entry", entry_id=each.id),
            detail=f"{each.kind_name}, {sterling(as_pence(each.amount))}.",
        )
        for each in list_waiting_entries(groups)
        if not is_one_with(actor, each.proposed_by_id)
    ]
    return found
