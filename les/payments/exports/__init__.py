"""Files of payments: the one for the finance system."""
