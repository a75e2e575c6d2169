"""Pages of payments: runs with their files and outcomes, statements of practices, how payments are made."""

from flask import Blueprint

from les.payments.views import ageing, outcome_files, outcomes, runs, settings, spend, statements
from les.payments.views.blueprint import views

__all__ = ["ageing", "blueprints", "outcome_files", "outcomes", "runs", "settings", "spend", "statements"]
blueprints: tuple[Blueprint, ...] = (views,)
