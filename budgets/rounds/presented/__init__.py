"""What the pages on a calculation show, as rows of cells worked out from its values, so that templates only draw.

One module for each page: `overview`, `matrix`, `line`, `statement`, `practice`, `bridge`, `comparison`. All stand on
`cells` (a cell, a table, how a figure is written) and know neither database nor framework.
"""
