"""What pages and downloads of intentions show, as rows of cells: `own` lines, `provider`, `matrix`, one `line`, files.

All stand on `core.tables` and on values of the rules; they know neither database nor framework.
"""
