"""Local enhanced services: paid work beyond the core contract, agreed with practices.

No room is built yet; the open issues say in what order they come.
"""
