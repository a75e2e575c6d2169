"""Forms of intentions, one file for each kind of page."""
