"""Rules of sources: `descriptions` (drivers, grades, what may be said of them) and `money` (what rests on which)."""
