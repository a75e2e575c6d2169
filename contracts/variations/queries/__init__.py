"""Reading variations: one of them, what it changes, the contract as at a date, and the register of all."""
