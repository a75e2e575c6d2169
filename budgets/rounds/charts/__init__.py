"""Charts of a calculation: `groups` (compare groups, one line's split, two calculations) and `bridge`. Each states its
finding in a sentence that `findings` works out from the figures.
"""
