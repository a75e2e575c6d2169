"""Schemes as they are shown and taken away: the `register`, `prices`, `budgets`, prices by locality (`consistency`)."""
