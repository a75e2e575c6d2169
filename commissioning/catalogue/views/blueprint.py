"""The blueprint of the catalogue, the words of its acts, and which services the reader sees."""

from flask import Blueprint
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import NotFound

from commissioning.catalogue.models import CommissionedService
from commissioning.catalogue.queries import get_service
from core.audit_trail.words import say
from core.permissions import Permission
from core.web import current_actor, keep_commissioner

views = Blueprint("catalogue", __name__, url_prefix="/commissioning/catalogue")
views.url_defaults(keep_commissioner)
WORDS = {
    "add_service": "added {name} ({code})",
    "change_service/anew": "changed it: {changes}",
    "change_service": "changed it: {name}, category {category}, currencies {currencies}",
    "close_service": "closed it from {closed_on}: {reason}",
    "change_arrangement": "changed {locality} from {starts_on} on: {arrangement}, before: {old_arrangement}",
    "record_services": "recorded services: {added} added, {changed} changed",
    "record_arrangements": "recorded {count} arrangements",
}
for act, words in WORDS.items():
    say(f"catalogue.{act}", words)


def service_in_view(service_id: int) -> CommissionedService:
    """A service of a trust that concerns the reader; not found otherwise."""
    try:
        service = get_service(service_id)
    except NoResultFound:
        raise NotFound from None
    if not current_actor().reaches(service.commissioner_id):
        raise NotFound
    return service


def may_maintain() -> bool:
    """Whether the reader may change the catalogue in view."""
    return current_actor().may(Permission.MAINTAIN_CATALOGUE)
