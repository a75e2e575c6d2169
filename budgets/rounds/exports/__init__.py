"""The way out: workbooks, the empty template, and what was worked out, as CSV, ZIP and XLSX."""
