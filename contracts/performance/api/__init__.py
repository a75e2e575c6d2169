"""Addresses for machines of providers: which results of KPIs are due, and results checked or returned."""

from contracts.performance.api import reading, sending
from contracts.performance.api.blueprint import api

__all__ = ["api", "reading", "sending"]
