"""Acts of risk: `holding` (decide who holds the reserve), `asking` (ask for a movement of the pool, withdraw it) and
`deciding` (approve or decline one).
"""
