"""Specifications as documents: `pdf` and `word` of a version, and the `compared` versions."""
