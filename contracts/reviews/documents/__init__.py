"""Packs of reviews as documents."""
