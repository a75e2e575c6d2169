"""The board of 20 groups × 200 lines through the test client, against rendering its template from ready values.

Every group has answered the total, the split and every line, and disputes ten lines, five of them with a claim.
Limits: at most twice as long, at most 12 queries, and the same number for 5 groups and for 20.
"""
