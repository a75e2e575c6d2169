"""What people do about returns: expect, waive, submit, certify, query, answer, accept, ask again, freeze, adjust."""
