"""Verification laid out as tables, steps and sentences."""
