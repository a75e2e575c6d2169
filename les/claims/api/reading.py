"""What a practice's machine reads: its claims of a quarter, and one claim."""

from flask import jsonify
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.api.asking import parameters
from core.errors import Refusal
from core.permissions import Permission
from core.web import requires
from les.claims.api.blueprint import api, own_claim, practice_acting
from les.claims.api.told import Values, claim_values
from les.claims.models.claims import Claim
from les.claims.queries.claims import Wanted, list_claims, receipts_of
from les.claims.queries.progress import progress_of
from les.claims.rules.quarters import quarter_named
from les.schemes.rules.quarters import Quarter


@api.get("/les-claims")
@requires(Permission.SEE_CLAIMS)
def list_les_claims() -> Response:
    """List the claims of the practice of the token that count, its drafts, and those declined, newest first."""
    by = practice_acting()
    given = parameters("quarter")
    quarter = quarter_in(given["quarter"]) if "quarter" in given else None
    return jsonify(claims=as_values(list_claims(by, Wanted(quarter=quarter))))


@api.get("/les-claims/<int:claim_id>")
@requires(Permission.SEE_CLAIMS)
def show_les_claim(claim_id: int) -> Response:
    """Show one claim of the practice of the token: what was claimed, and what became of each line."""
    by = practice_acting()
    parameters()
    return jsonify(as_values([own_claim(claim_id, by)])[0])


def as_values(claims: list[Claim]) -> list[Values]:
    """Claims as they stand, in the same few queries however many."""
    progress, receipts = progress_of(claims), receipts_of([each.id for each in claims])
    return [claim_values(each, progress[each.id], receipts.get(each.id)) for each in claims]


def quarter_in(given: str) -> Quarter:
    """A quarter as it was sent; refused, without repeating it, where it is none."""
    try:
        return quarter_named(given)
    except Refusal as refusal:
        raise BadRequest(f"{refusal} Nothing was done.") from refusal
