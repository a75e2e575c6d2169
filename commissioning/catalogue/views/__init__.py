"""Pages of the catalogue: services, the table of arrangements by locality, files."""

from commissioning.catalogue.views.arrangements import show_table
from commissioning.catalogue.views.blueprint import views
from commissioning.catalogue.views.files import upload_services
from commissioning.catalogue.views.home import front_page_figures
from commissioning.catalogue.views.services import list_services

__all__ = ["front_page_figures", "list_services", "show_table", "upload_services", "views"]
