"""Tables of notices: the notice with its frozen text, what was recorded about it, and the ledger. Facts are frozen.

A notice that is corrected is corrected by another fact: the newest answer, meeting and outcome counts.
"""
