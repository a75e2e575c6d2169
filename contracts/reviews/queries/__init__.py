"""Looking up reviews, their packs, what falls due about them, and what a pack would say now."""
