"""The ways in: a workbook becomes what is claimed of each scheme, a file is looked at before it is evidence."""
