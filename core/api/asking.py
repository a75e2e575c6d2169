"""What a request to an address for machines says beside its body: who asks, parameters, and the machine's own key."""

from flask import request
from werkzeug.exceptions import BadRequest

from core.api.guarding import check_said
from core.api.keys import check_request_key
from core.errors import NotAllowed, Refusal
from core.periods import is_month
from core.permissions import PERMISSIONS_OF, Actor, Permission
from core.web import current_actor


def acting_with(permission: Permission, *, otherwise: str) -> Actor:
    """The person whose token was shown, whose role may do this; `otherwise`: whose address it is, told to all others.

    What the token was issued for is asked by the mark on the view: one that only reads is issued for less than the role
    may do.
    """
    actor = current_actor()
    if permission not in PERMISSIONS_OF[actor.role]:
        raise NotAllowed(f"You act for {actor.organisation_name}. {otherwise}")
    return actor


def parameters(*known: str) -> dict[str, str]:
    """What stands in the query of the address. A name that is unknown is refused: it may be a misspelt `dry_run`."""
    given = request.args.to_dict(flat=False)
    if not set(given) <= set(known):
        names = f"are {', '.join(known)}" if known else "has none"
        raise BadRequest(f"The address has a parameter that is unknown here. Known {names}. Nothing was done.")
    if any(len(values) > 1 for values in given.values()):
        raise BadRequest("A parameter of the address is given twice. Nothing was done.")
    for name, (value,) in given.items():
        check_said(name, value)
    return {name: value for name, (value,) in given.items()}


def is_true(given: dict[str, str], name: str) -> bool:
    """Whether a parameter says true; refused where it says neither true nor false."""
    said = given.get(name, "false")
    if said not in {"true", "false"}:
        raise BadRequest(f"Say true or false for {name}. Nothing was done.")
    return said == "true"


def month_in(given: object) -> str:
    """A month as it was sent; refused, without repeating it, where it is none."""
    if not isinstance(given, str) or not is_month(given):
        raise BadRequest("Give the month as year and month, such as 2008-04. Nothing was done.")
    return given


def request_key() -> str | None:
    """The machine's own key of this request, by which the same is not submitted twice."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    try:
        check_request_key(key)
    except Refusal as refusal:
        raise BadRequest(f"Idempotency-Key: {refusal}") from refusal
    return key
