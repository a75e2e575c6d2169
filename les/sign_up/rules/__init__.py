"""Rules of signing up."""
