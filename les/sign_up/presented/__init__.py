"""Signing up laid out as tables and sentences, for pages and downloads alike."""
