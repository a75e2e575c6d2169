"""The forms of payments and of the incentive, one a page."""
