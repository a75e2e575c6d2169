"""Rules of performance: what a KPI says of itself, what its results come to, how they are judged. Pure, exact."""
