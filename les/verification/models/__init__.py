"""Tables of verification: `plans` with their samples, `visits` with findings, reports, answers and appeals."""
