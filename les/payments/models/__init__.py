"""Tables of payments: `runs` with items and what became of them, `settings`, and those of the incentive."""
