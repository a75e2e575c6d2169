"""Reviews as pages and files show them."""
