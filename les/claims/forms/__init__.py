"""The forms of claims and their approval, one a page."""
