"""Looking up heads of terms, what they say, how far they drifted from the round, and who has signed."""
