"""Claims laid out as tables, for pages and files alike."""
