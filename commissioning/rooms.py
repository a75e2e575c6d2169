"""The rooms of commissioning as the application takes them: their pages, their commands, and how they are joined."""

from click import Command

from commissioning.activity import views as activity
from commissioning.activity import words as activity_words
from commissioning.activity.api import api as activity_api
from commissioning.activity.commands import aggregating, reminding, returning
from commissioning.activity.views.home_part import home_part
from commissioning.catalogue import views as catalogue
from commissioning.catalogue.actions.reasons import against_closing_locality, against_closing_provider
from commissioning.meetings import views as meetings
from commissioning.organisations import views as organisations
from commissioning.organisations.actions.localities import reasons_against_closing_locality
from commissioning.organisations.queries.localities import list_names
from core.navigation import add_home_part
from core.parties.actions import reasons_against_closing
from core.people.queries.place import further_names

BLUEPRINTS = (organisations.views, catalogue.views, *activity.blueprints, activity_api, *meetings.blueprints)
COMMANDS: tuple[Command, ...] = (returning.returns, aggregating.activity)


def join() -> None:
    """Say what acts on activity are called, which localities make no password, and why one may not close yet."""
    activity_words.make_known()
    reminding.make_known()
    add_home_part("activity", home_part)
    further_names[:] = [list_names]
    reasons_against_closing_locality[:] = [against_closing_locality]
    reasons_against_closing[:] = [against_closing_provider]
