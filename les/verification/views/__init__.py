"""Pages of verification."""

from les.verification.views import peers, plans, visits
from les.verification.views.blueprint import views

__all__ = ["blueprints", "peers", "plans", "visits"]

blueprints = (views,)
