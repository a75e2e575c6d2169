"""Notices laid out as tables and sentences, for pages and files alike."""
