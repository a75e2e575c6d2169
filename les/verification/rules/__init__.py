"""Rules of verification: drawing samples, what is recovered, where a visit stands, comparing practices."""
