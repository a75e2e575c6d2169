"""Looking up schemes and their versions, prices, budgets, and the same service by locality."""
