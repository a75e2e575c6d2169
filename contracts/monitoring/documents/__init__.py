"""The report of a contract for its review."""
