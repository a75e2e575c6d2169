"""Aggregation at source: an extract with one line a contact becomes the aggregate return, where the extract lies.

A *mapping* says which columns of the extract give service, team, practice and month, and what counts as which currency.
Every word that can come out stands in the mapping or in its code lists. Cells of the extract are only looked up and
counted, so nothing of a patient can reach the return, and memory holds no more than combinations of those words.
Ibis and its engines are imported by `engines`, `expression` and `running`, and these by the command alone, late.
"""
