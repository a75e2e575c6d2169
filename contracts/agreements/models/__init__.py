"""Tables of contracts: the contract and its draft, what was issued, and what was recorded about it since."""
