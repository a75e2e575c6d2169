"""Tables of performance: KPIs with their definitions, results as they came and were frozen, and what was noted."""
