"""A contract as a document: PDF with its signatures and hash, Word for those who redline outside, and JSON."""
