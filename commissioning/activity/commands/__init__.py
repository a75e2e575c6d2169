"""Activity on the command line."""
