"""The rooms of commissioning as the application takes them: their pages, and how they are joined."""

from commissioning.catalogue import views as catalogue
from commissioning.catalogue.actions.reasons import against_closing_locality, against_closing_provider
from commissioning.organisations import views as organisations
from commissioning.organisations.actions.localities import reasons_against_closing_locality
from core.parties.actions import reasons_against_closing

BLUEPRINTS = (organisations.views, catalogue.views)


def join() -> None:
    """Let services say why a locality or a provider may not close yet."""
    reasons_against_closing_locality[:] = [against_closing_locality]
    reasons_against_closing[:] = [against_closing_provider]
