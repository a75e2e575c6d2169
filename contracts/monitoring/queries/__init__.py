"""What is compared: contracts as they stand in each month, and what their providers returned."""
