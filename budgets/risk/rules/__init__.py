"""Rules of risk: `volatility` (chance by size), `holding` (who holds the reserve), `pool` (its account), `deciding`
(who may approve a movement).
"""
