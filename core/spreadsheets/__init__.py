"""Spreadsheets in and out: CSV files, folders and ZIPs of them, and XLSX, read as text and never trusted.

`reading.read_tables` is the way in: every cell becomes text with its true row number, every fault a Problem. `writing`
is the way out: text that a spreadsheet program would run as a formula is guarded, numbers stay numbers.
"""
