"""The forms of contracts, one a page."""
