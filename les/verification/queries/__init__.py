"""Looking up verification: what was paid, frames, plans with samples, visits, practices compared."""
