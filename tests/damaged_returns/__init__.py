"""Damaged returns of all kinds, made where they are needed, each with what must be said about it."""
