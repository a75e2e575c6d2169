"""Meetings: who attends and whether that is a quorum, notes by item, decisions, actions, and minutes people approve.

A meeting belongs to a record of some room (subject and its id), as threads do; it knows neither contracts nor money.
Its minutes are a numbered, frozen text; what each party approves is its hash.
"""
