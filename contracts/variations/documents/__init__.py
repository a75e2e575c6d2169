"""Variations as documents: PDF with the changes marked, Word for those who redline, a contract as at a date."""
