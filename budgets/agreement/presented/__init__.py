"""Proposals, positions and the board as tables and sentences, for pages, downloads and documents alike."""
