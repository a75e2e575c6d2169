"""Looking up contracts, the register of them, their money, and their text as it stands now."""
