"""What agreement does without a page: `statements` (the job that issues the documents of a signed-off round)."""
