"""Threads: what people say to each other about a record, in order, never edited.

Main words: *thread* (about a record, or one place of it, its *anchor*; open or resolved), *comment* (frozen).
Who may read and write, the room that owns the record decides.
"""
