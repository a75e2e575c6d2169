"""The forms of enhanced services, one a page."""
