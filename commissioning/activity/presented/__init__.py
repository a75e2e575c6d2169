"""Returns laid out for pages and files: what is due and how it stands, what was submitted, asked and answered."""
