"""Meetings as pages and files show them."""
