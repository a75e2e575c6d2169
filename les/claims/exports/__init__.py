"""The ways out: the workbook for the claims of a quarter."""
