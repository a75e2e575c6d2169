"""For whom and why: the organisations a commissioner works with and the services it buys. Knows no money.

Rooms, low to high: `organisations` (groups, practices, membership, populations), `catalogue` (services, who provides
what where).
"""
