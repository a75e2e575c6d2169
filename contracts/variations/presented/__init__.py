"""Variations laid out for pages and documents: what changes, what it costs, who signs; and the register."""
