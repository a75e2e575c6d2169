"""Specifications as they are shown and taken away: `listed` in a table, `steps` of a version, `completeness`."""
