"""All pages of the incentive under their blueprint."""

from les.payments.views import incentive, incentive_acts
from les.payments.views.incentive_blueprint import views

__all__ = ["blueprints", "incentive", "incentive_acts"]

blueprints = (views,)
