"""Activity as it is seen: completeness, coverage, trends, ratios and practices as tables."""
