"""Looking up agreement: `proposals` (what was put to the groups) and `positions` (what they said)."""
