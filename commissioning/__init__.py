"""For whom and why: the organisations a commissioner works with, the services it buys, what was done. Knows no money.

Rooms, low to high: `organisations` (groups, practices, membership, populations), `catalogue` (services, who provides
what where), `activity` (returns of providers, checked, accepted and frozen), `meetings` (attendance, minutes, actions).
"""
