"""Forms of agreement, one file for each kind of page."""
