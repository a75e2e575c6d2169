"""Looking up risk: `holdings` (who holds the reserve), `movements` (the pool's account), `deciders` (who may approve,
and what ties them to a group), `calculations` (those the pages of risk stand on).
"""
