"""Rules of schemes: their terms and prices, what is due for what was done, documents, budgets, re-commissioning."""

from les.schemes.rules.amounts import amount_due

__all__ = ["amount_due"]
