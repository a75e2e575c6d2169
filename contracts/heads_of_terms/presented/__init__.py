"""Heads of terms laid out for pages and files: figures with what drifted, the list, who signed."""
