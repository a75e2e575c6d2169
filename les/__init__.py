"""Enhanced services: paid work beyond the core contract, agreed with practices.

Rooms, low to high: `schemes` (what is paid for, on what terms, at which price, from which budget), `sign_up` (offers,
agreements, accreditation, cover), `claims` (by quarter, approved by two people), `payments` (runs, statements, spend,
accounts of groups, the incentive), `verification` (samples and visits after payment).
"""
