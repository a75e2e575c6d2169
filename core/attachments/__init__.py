"""Attachments: documents and correspondence kept with a record of any room, as they came.

Main words: *attachment* (frozen; its file lies in a folder of its own, under a name nobody can guess), *withdrawal*
(says that a document does not count, and keeps it), *reading* (who took a document away, and when). What is looked at
before a file is kept stands in `inspection` and `scanner`. Who may attach and read, the room that owns the record
decides.
"""
