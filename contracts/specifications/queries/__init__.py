"""Looking up `versions` and their `contents`, `agreed` ones for higher rooms, `templates`, and `completeness`."""
