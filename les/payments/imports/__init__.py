"""Files that payments takes in."""
