"""Rules of notices: kinds, days, outcomes, milestones, where a notice stands (`standing`), the ledger and its caps."""
