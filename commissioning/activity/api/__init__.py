"""Addresses for machines of providers: which returns are due, and a return checked or submitted."""

from commissioning.activity.api import reading, sending
from commissioning.activity.api.blueprint import api

__all__ = ["api", "reading", "sending"]
