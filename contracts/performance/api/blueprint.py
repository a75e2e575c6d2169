"""The blueprint of the addresses for KPI results, and who stands behind a request: a provider, by its token."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from contracts.performance.api.operations import OPERATIONS
from contracts.performance.api.schemas import SCHEMAS
from core.api.asking import acting_with
from core.api.document import API, Part, add_part
from core.permissions import Actor, Permission

api = Blueprint("performance_api", __name__, url_prefix=API)


@api.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Describe these addresses."""
    del state
    about = "Results of key performance indicators, by period: numerator and denominator."
    add_part(Part(name="KPI results", about=about, operations=OPERATIONS, schemas=SCHEMAS))


def provider_acting() -> Actor:
    """The provider's person whose token was shown; refused for tokens of anybody else."""
    return acting_with(
        Permission.SUBMIT_RESULTS, otherwise="KPI results are read here by the provider who returns them."
    )
