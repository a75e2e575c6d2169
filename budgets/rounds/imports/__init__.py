"""The way in: a budget workbook as a file becomes values and problems. `workbooks.read_workbook` is the way in."""
