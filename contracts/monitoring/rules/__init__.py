"""Plan against actual: the plan of each month, what is compared, what it means in money, and the forecast; all pure."""
