"""Pages of organisations, by noun. `show_home` is the front page of commissioning."""

from commissioning.organisations.views.blueprint import views
from commissioning.organisations.views.closing import close_organisation
from commissioning.organisations.views.files import upload_practices
from commissioning.organisations.views.groups import list_groups
from commissioning.organisations.views.home import show_home
from commissioning.organisations.views.localities import list_localities
from commissioning.organisations.views.membership import move_practice
from commissioning.organisations.views.populations import list_populations
from commissioning.organisations.views.practices import list_practices
from commissioning.organisations.views.providers import list_providers

__all__ = [
    "close_organisation",
    "list_groups",
    "list_localities",
    "list_populations",
    "list_practices",
    "list_providers",
    "move_practice",
    "show_home",
    "upload_practices",
    "views",
]
