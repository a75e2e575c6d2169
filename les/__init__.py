"""Local enhanced services: paid work beyond the core contract, agreed with practices.

Rooms, low to high: `schemes` (what is paid for, on what terms, at which price, from which budget) and `payments` (its
rules alone so far).
"""
