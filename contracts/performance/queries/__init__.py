"""Looking up KPIs, their results, and what they come to."""
