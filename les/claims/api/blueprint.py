"""The blueprint of the addresses for claims, and who stands behind a request: a practice, by its token."""

from flask import Blueprint, abort
from flask.blueprints import BlueprintSetupState

from core.api.asking import acting_with
from core.api.document import API, Part, add_part
from core.parties.queries import get_party
from core.permissions import Actor, Permission
from les.claims.api.operations import OPERATIONS
from les.claims.api.schemas import SCHEMAS
from les.claims.models.claims import Claim
from les.claims.queries.claims import find_seen
from les.claims.queries.working import Desk, desk_of
from les.schemes.rules.quarters import Quarter

api = Blueprint("claims_api", __name__, url_prefix=API)


@api.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Describe these addresses."""
    del state
    about = "Claims of practices for enhanced services, by quarter: how many of what each scheme pays for."
    add_part(Part(name="Enhanced services", about=about, operations=OPERATIONS, schemas=SCHEMAS))


def practice_acting() -> Actor:
    """The practice's person whose token was shown; refused for tokens of anybody else."""
    return acting_with(Permission.CLAIM, otherwise="Claims are sent and read here by the practice that makes them.")


def desk_for(by: Actor, quarter: Quarter) -> Desk:
    """All that claims of the practice for a quarter are worked out of."""
    return desk_of(get_party(by.organisation_id), quarter)


def own_claim(claim_id: int, by: Actor) -> Claim:
    """A claim of the practice; not found for others."""
    found = find_seen(claim_id, by)
    if found is None:
        abort(404)
    return found
