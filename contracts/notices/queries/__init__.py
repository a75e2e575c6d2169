"""Reading notices: one of them, what was recorded about it, the register, the ledger, what is open of a contract."""
