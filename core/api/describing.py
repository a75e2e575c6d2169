"""`GET /api/v1/openapi.json`: what the addresses for machines take and give, those of all rooms."""

from flask import Blueprint, current_app, jsonify
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from core.api.asking import parameters
from core.api.body import JSON
from core.api.document import API, Part, add_part, document_of
from core.api.operations import refusals
from core.web import public

api = Blueprint("api", __name__, url_prefix=API)
_DESCRIBED = {"description": "This document.", "content": {JSON: {"schema": {"type": "object"}}}}


@api.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Describe the address of the document itself."""
    del state
    operations = {"describe_api": {"responses": {"200": _DESCRIBED, **refusals(400)}}}
    add_part(Part(name="This document", about="What there is.", operations=operations, schemas={}))


@api.get("/openapi.json")
@public
def describe_api() -> Response:
    """Describe these addresses as an OpenAPI document."""
    parameters()
    return jsonify(document_of(current_app))
