"""Documents of verification."""
