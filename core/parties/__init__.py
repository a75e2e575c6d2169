"""The organisations all else hangs on: primary care trusts, health authorities, PbC groups, practices, providers.

A *party* has a kind, a code that is never used again, a name, and the days on which it opened and closed.
"""
