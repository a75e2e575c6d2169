"""Pages of approval: what waits, a claim to be approved, adjustments, and the rules of approval."""

from flask import Blueprint

from les.claims.views import adjustments, approving, funding, rules, worklist
from les.claims.views.approval_blueprint import views

__all__ = ["adjustments", "approving", "blueprints", "funding", "rules", "worklist"]
blueprints: tuple[Blueprint, ...] = (views,)
