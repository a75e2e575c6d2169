"""Payments as they are shown: runs, what practices get, lines of a statement, settings."""
