"""Heads of terms as documents: the PDF that is signed and filed, and Word for those who redline outside."""
