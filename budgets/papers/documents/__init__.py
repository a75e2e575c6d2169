"""Papers as PDF: `tables` (a table of a page on paper), `papers` (headlines, detail, practice annex)."""
