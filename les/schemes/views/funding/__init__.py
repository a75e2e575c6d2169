"""Pages of funding applications: the list, an application, applying, evidence, opinions, deciding, the home page."""

from les.schemes.views.funding import advising, application, applying, deciding, evidence, lists
from les.schemes.views.funding.blueprint import views

__all__ = ["advising", "application", "applying", "deciding", "evidence", "lists", "views"]
