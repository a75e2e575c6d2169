"""Letters of notices and exception reports, and the statement of what is withheld, as PDF."""
