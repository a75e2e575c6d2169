"""Looking up what is to be paid, runs, what became of them, settings, the incentive."""
