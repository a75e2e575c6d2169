"""Keep and restore: one encrypted file that holds the database and its attachments, checked by restoring it.

A *backup* is what one moment of the database held, in a form of our own that both engines read, with the attached
files. It begins with a *header* (which tables, at which revision) and ends with a *manifest* (rows, hash and money of
each table, the head of the audit trail). To *seal* is to encrypt, by passphrase or for age keys. A backup is *verified*
by restoring it into a *scratch* database; a *restore* is the same, and then puts that database in place.
"""
