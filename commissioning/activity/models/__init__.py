"""Tables of activity: what is expected, what was submitted, what was asked about it, and what was frozen."""
