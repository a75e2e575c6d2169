"""The ways in: a file, or what was typed, becomes a return to be checked. What looks like a person is refused here."""
