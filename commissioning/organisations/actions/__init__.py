"""What is done with organisations, by noun: one public function is one act with one audit event.

Higher rooms and domains append to the lists `reasons_against_closing_locality` (localities.py) and
`core.parties.actions.reasons_against_closing` (groups, practices, providers).
"""
