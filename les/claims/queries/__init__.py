"""Looking up claims."""
