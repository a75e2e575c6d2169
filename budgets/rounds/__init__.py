"""A round: one commissioner's budget setting for one year.

Main words: *inputs* (a numbered, frozen workbook), *scenario* (policy and methods a commissioner tries), *calculation*
(a numbered, frozen result), *shown* (opened to the groups with a proposal, which cannot be undone).
"""
