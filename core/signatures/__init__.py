"""Signatures: who signed what, when, in which capacity, and the hash of what they signed.

Main words: *signature* (frozen, with its own copy of name, role and organisation), *capacity* (for the commissioner,
or assenting: PbC groups are no legal persons). What may be signed, and by whom, the room that asks for it decides.
"""
