"""Activity to print: the receipt of a submission, a trend, and a practice against its group."""
