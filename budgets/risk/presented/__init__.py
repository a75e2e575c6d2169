"""Risk as pages and files show it: `pool` (the account), `volatility` (chance by size). Figures, words, no formats."""
