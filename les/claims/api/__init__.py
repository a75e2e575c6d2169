"""Addresses for machines of practices: claims checked or submitted, and how they stand."""

from les.claims.api import reading, sending
from les.claims.api.blueprint import api

__all__ = ["api", "reading", "sending"]
