"""Pages of signing up: offers and answers, agreements, accreditation, cover."""

from flask import Blueprint

from les.sign_up.views import accreditation, agreements, answering, cover, documents, offers
from les.sign_up.views.blueprint import views

__all__ = ["accreditation", "agreements", "answering", "blueprints", "cover", "documents", "offers"]
blueprints: tuple[Blueprint, ...] = (views,)
