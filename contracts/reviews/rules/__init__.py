"""What holds for reviews: when they are due, the arrangements of a contract, the agenda, and what a pack says."""
