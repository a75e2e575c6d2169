"""All pages of group accounts under their blueprint."""

from les.payments.views import account_acts, accounts
from les.payments.views.account_blueprint import views

__all__ = ["account_acts", "accounts", "blueprints"]

blueprints = (views,)
