"""The blueprint of the addresses for activity returns, and who stands behind a request: a provider, by its token."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from commissioning.activity.api.operations import OPERATIONS
from commissioning.activity.api.schemas import SCHEMAS
from core.api.asking import acting_with
from core.api.document import API, Part, add_part
from core.navigation import Tab, add_tab
from core.permissions import Actor, Permission

api = Blueprint("activity_api", __name__, url_prefix=API)


@api.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Describe these addresses, and lead from the page of one's tokens to what they take and give."""
    del state
    about = "Returns of what was done, by service, practice and month."
    add_part(Part(name="Activity returns", about=about, operations=OPERATIONS, schemas=SCHEMAS))
    label = "What a token opens (OpenAPI)"
    add_tab(Tab(of="tokens", place=10, label=label, endpoint="api.describe_api", permission=Permission.SUBMIT_ACTIVITY))


def provider_acting() -> Actor:
    """The provider's person whose token was shown; refused for tokens of anybody else."""
    return acting_with(Permission.SUBMIT_ACTIVITY, otherwise="Returns are read here by the provider who makes them.")
