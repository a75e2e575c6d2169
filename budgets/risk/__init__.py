"""Risk: who holds the reserve, the account of the risk pool, and how far a group's figure may swing by chance.

Main words: *holder* (a recorded decision), *pool* (contributions, drawdowns, repayments; approved by two people),
*volatility band* (from the group's population).
"""
