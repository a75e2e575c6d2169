"""Pages of payments: runs with their files and outcomes, statements of practices, how payments are made."""

from flask import Blueprint

from les.payments.views import outcome_files, outcomes, runs, settings, statements
from les.payments.views.blueprint import views

__all__ = ["blueprints", "outcome_files", "outcomes", "runs", "settings", "statements"]
blueprints: tuple[Blueprint, ...] = (views,)
