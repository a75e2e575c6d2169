"""A return as columns held against what is asked: every distinct text is judged once, a million rows by their columns.

The rules stand in `rules/checks`; here is only how they meet a table. `columns.check` is the way in.
"""
