"""Acts on funding applications: `applying` (the practice), `advising` (groups, and asking them), `deciding`."""
