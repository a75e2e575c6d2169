"""Looking up expectations, submissions, where returns stand, what is asked of one, and figures."""
