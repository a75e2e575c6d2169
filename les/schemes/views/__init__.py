"""Pages of schemes: the register, a scheme, its versions, prices and budgets, prices by locality, re-commissioning."""

from flask import Blueprint

from les.schemes.views import (
    approving,
    attaching,
    budgets,
    cases,
    commenting,
    consistency,
    documents,
    ending,
    prices,
    recommissioning,
    register,
    schemes,
    versions,
    writing,
)
from les.schemes.views.blueprint import views
from les.schemes.views.funding import views as funding_views

__all__ = [
    "approving",
    "attaching",
    "blueprints",
    "budgets",
    "cases",
    "commenting",
    "consistency",
    "documents",
    "ending",
    "prices",
    "recommissioning",
    "register",
    "schemes",
    "versions",
    "writing",
]
blueprints: tuple[Blueprint, ...] = (views, funding_views)
