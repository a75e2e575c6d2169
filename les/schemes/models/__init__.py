"""Tables of schemes: `schemes` with versions and what was approved, `prices`, `budgets`. What is decided is frozen."""
