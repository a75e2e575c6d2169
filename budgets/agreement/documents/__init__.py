"""Documents of agreement: `statements` (what is issued once a round is signed off) and `notices` (to providers)."""
