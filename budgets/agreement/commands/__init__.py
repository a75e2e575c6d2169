"""What agreement does without a page: `positions` on the command line, and `statements` (the job that issues the
documents of a signed-off round).
"""
